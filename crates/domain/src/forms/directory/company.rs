//! The form of a company. Vendor document: 创建企业, 修改企业.

use super::{LONGEST_NAME, read_id, read_password};
use crate::forms::fields::Reader;
use crate::refusals::FieldRefusal;
use serde::{Deserialize, Serialize};

/// A company as typed. Changing one changes its name only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompanyForm {
    /// `compGUID`, the company's own choice.
    pub guid: String,
    pub name: String,
    /// The administrator's account.
    pub admin: String,
    pub admin_name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadCompany {
    pub guid: String,
    pub name: String,
    /// Empty in a change.
    pub admin: String,
    /// Empty in a change.
    pub admin_name: String,
}

impl CompanyForm {
    /// A new company.
    ///
    /// # Errors
    /// Everything that is wrong, by field; the password's is `admin_password`.
    pub fn read_new(&self, admin_password: &str) -> Result<ReadCompany, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let guid = read_id(&mut reader, "guid", &self.guid);
        let name = reader.required_line("name", &self.name, LONGEST_NAME);
        let admin = read_id(&mut reader, "admin", &self.admin);
        let admin_name = reader.required_line("admin_name", &self.admin_name, LONGEST_NAME);
        read_password(&mut reader, "admin_password", admin_password, true);
        reader.finish(Some(ReadCompany { guid, name, admin, admin_name }))
    }

    /// The new name of the company that `guid` names.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn read_change(&self) -> Result<ReadCompany, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let guid = read_id(&mut reader, "guid", &self.guid);
        let name = reader.required_line("name", &self.name, LONGEST_NAME);
        let (admin, admin_name) = (String::new(), String::new());
        reader.finish(Some(ReadCompany { guid, name, admin, admin_name }))
    }
}
