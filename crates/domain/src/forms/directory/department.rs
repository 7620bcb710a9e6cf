//! The form of a department. Vendor document: 创建部门, 修改部门.

use super::{LONGEST_NAME, ROOT_DEPARTMENT, read_department};
use crate::forms::fields::Reader;
use crate::refusals::{FieldRefusal, Rule};
use serde::{Deserialize, Serialize};

/// What [`DepartmentForm::parent`] is where nobody knows what is above a department and nobody has chosen it yet: the
/// vendor wants its place with its name, so it would be moved by leaving it out.
pub const PLACE_UNKNOWN: &str = "-";

/// A department as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DepartmentForm {
    /// Which one is changed; empty in a new one.
    pub number: String,
    pub name: String,
    /// The number of the one above; empty = the company itself.
    pub parent: String,
    /// One that is in no list; wins over `parent`.
    pub parent_number: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadDepartment {
    pub name: String,
    /// [`ROOT_DEPARTMENT`] if it is at the top.
    pub parent: u64,
}

impl DepartmentForm {
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn read_new(&self) -> Result<ReadDepartment, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let read = self.read(&mut reader);
        reader.finish(Some(read))
    }

    /// The department's number, and what it is to be.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn read_change(&self) -> Result<(u64, ReadDepartment), Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let number = read_department(&mut reader, "number", &self.number);
        let read = self.read(&mut reader);
        match number {
            None if self.number.trim().is_empty() => reader.refuse("number", Rule::Missing),
            Some(ROOT_DEPARTMENT) => reader.refuse("number", Rule::NotAChoice),
            Some(own) if own == read.parent => reader.refuse(self.parent_field(), Rule::NotAChoice),
            _ => {}
        }
        reader.finish(number.map(|number| (number, read)))
    }

    /// The field that says what is above: the number typed by hand wins.
    pub fn parent_field(&self) -> &'static str {
        if self.parent_number.trim().is_empty() { "parent" } else { "parent_number" }
    }

    fn read(&self, reader: &mut Reader) -> ReadDepartment {
        let name = reader.required_line("name", &self.name, LONGEST_NAME);
        let field = self.parent_field();
        let typed = if field == "parent" { &self.parent } else { &self.parent_number };
        if typed == PLACE_UNKNOWN {
            reader.refuse(field, Rule::Missing);
            return ReadDepartment { name, parent: ROOT_DEPARTMENT };
        }
        ReadDepartment { name, parent: read_department(reader, field, typed).unwrap_or(ROOT_DEPARTMENT) }
    }
}
