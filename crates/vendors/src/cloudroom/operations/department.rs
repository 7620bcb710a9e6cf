//! Departments of a company: create, change, delete.

use crate::cloudroom::ids::DepartmentId;
use crate::kit::{Fields, Operation, Reading, SignedBy, Unreadable, tolerate};
use http::Method;
use serde_json::{Value, json};

/// What a department is to be; both are sent on create and on change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentDraft {
    pub name: String,
    /// [`DepartmentId::ROOT`] for the topmost.
    pub parent: DepartmentId,
}

impl DepartmentDraft {
    fn body(&self) -> Value {
        json!({ "name": self.name, "parentId": self.parent.0 })
    }
}

/// A department as the vendor has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    pub id: DepartmentId,
    pub name: String,
    pub parent: DepartmentId,
    /// The names from the root down, as in `公司 > web > test3`.
    pub full_path: String,
}

/// Reads a department. Without a number it is none; name and parent that the reply leaves out, or says as nobody
/// can read them, are as they were asked for.
fn read(
    reply: &Value,
    known: Option<DepartmentId>,
    asked: &DepartmentDraft,
) -> Result<Department, Unreadable> {
    let fields = Fields::of(reply, "reply")?;
    let id = |name| {
        let id = fields.with(&[name], |id| crate::kit::integer(id).and_then(|id| id.try_into().ok()))?;
        Ok(id.map(DepartmentId))
    };
    Ok(Department {
        id: fields.required(&["departmentId"], id("departmentId")?.or(known))?,
        name: tolerate(fields.text(&["name"])).unwrap_or_else(|| asked.name.clone()),
        parent: tolerate(id("parentId")).unwrap_or(asked.parent),
        full_path: tolerate(fields.text(&["fullPath"])).unwrap_or_default(),
    })
}

/// 创建部门
#[derive(Clone, Copy, Debug)]
pub struct Create<'a>(pub &'a DepartmentDraft);

impl Operation for Create<'_> {
    const NAME: &'static str = "department.create";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "cloudroom.md#创建部门";
    const CHANGES: bool = true;
    const SIGNED_BY: SignedBy = SignedBy::Directory;
    type Reply = Department;

    fn path(&self) -> Vec<String> {
        vec!["department".into()]
    }

    fn body(&self) -> Option<Value> {
        Some(self.0.body())
    }

    fn read(&self, reply: &Value, _: &Reading) -> Result<Department, Unreadable> {
        read(reply, None, self.0)
    }
}

/// 修改部门
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    pub id: DepartmentId,
    pub draft: &'a DepartmentDraft,
}

impl Operation for Change<'_> {
    const NAME: &'static str = "department.change";
    const METHOD: Method = Method::PUT;
    const DOC: &'static str = "cloudroom.md#修改部门";
    const CHANGES: bool = true;
    const SIGNED_BY: SignedBy = SignedBy::Directory;
    type Reply = Department;

    fn path(&self) -> Vec<String> {
        vec!["department".into(), self.id.segment()]
    }

    fn body(&self) -> Option<Value> {
        Some(self.draft.body())
    }

    fn read(&self, reply: &Value, _: &Reading) -> Result<Department, Unreadable> {
        read(reply, Some(self.id), self.draft)
    }
}

/// 删除部门: its members move to the root and become ordinary users.
#[derive(Clone, Copy, Debug)]
pub struct Delete {
    pub id: DepartmentId,
}

impl Operation for Delete {
    const NAME: &'static str = "department.delete";
    const METHOD: Method = Method::DELETE;
    const DOC: &'static str = "cloudroom.md#删除部门";
    const CHANGES: bool = true;
    const SIGNED_BY: SignedBy = SignedBy::Directory;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["department".into(), self.id.segment()]
    }

    fn read(&self, _: &Value, _: &Reading) -> Result<(), Unreadable> {
        Ok(())
    }
}
