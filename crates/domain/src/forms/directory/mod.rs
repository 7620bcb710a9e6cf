//! The forms of a CloudRoom directory: users, departments, companies.
//! Vendor document: 创建企业, 创建用户, 创建部门 and what follows each.
//!
//! The document gives no longest texts and no form of a password; the bounds here only keep nonsense
//! away. Passwords travel beside these forms, never in them, so that a form that is shown again cannot
//! show one.

mod company;
mod department;
mod user;

pub use company::{CompanyForm, ReadCompany};
pub use department::{DepartmentForm, PLACE_UNKNOWN, ReadDepartment};
pub use user::{ReadUser, UserForm};

use super::fields::Reader;
use crate::refusals::{FieldRefusal, Rule};

const LONGEST_NAME: u32 = 100;
/// Ids become part of an address.
const LONGEST_ID: u32 = 128;
const LONGEST_MOBILE: u32 = 30;
const LONGEST_PASSWORD: u32 = 128;
/// 根目录: the company itself, above all departments.
pub const ROOT_DEPARTMENT: u64 = 1;
/// `roleType`: administrator, scheduler, ordinary, department's and finance administrator.
pub const USER_ROLES: [u8; 5] = [1, 2, 3, 4, 5];
/// 会议安排者: what the vendor makes of a user without a role.
pub const USUAL_USER_ROLE: u8 = 2;

/// An id that is typed alone, to look at what it names or to remove it.
///
/// # Errors
/// The field named `field`.
pub fn read_directory_id(field: &str, text: &str) -> Result<String, Vec<FieldRefusal>> {
    let mut reader = Reader::default();
    let id = match field {
        "account" | "guid" => read_id(&mut reader, field, text),
        _ => match read_department(&mut reader, field, text) {
            Some(ROOT_DEPARTMENT) => {
                reader.refuse(field, Rule::NotAChoice);
                String::new()
            }
            Some(number) => number.to_string(),
            None => {
                if text.trim().is_empty() {
                    reader.refuse(field, Rule::Missing);
                }
                String::new()
            }
        },
    };
    reader.finish(Some(id))
}

/// An account or a `compGUID`: of somebody's own choice, but as part of an address it must not lead elsewhere.
fn read_id(reader: &mut Reader, field: &str, text: &str) -> String {
    let id = reader.required_line(field, text, LONGEST_ID);
    let dots = !id.is_empty() && id.chars().all(|c| c == '.');
    let told = reader.wrong.iter().any(|wrong| wrong.field == field);
    if !told && (dots || id.contains(['/', '\\'])) {
        reader.refuse(field, Rule::BadCharacter);
    }
    id
}

/// A department's number (Long); empty is `None`.
fn read_department(reader: &mut Reader, field: &str, text: &str) -> Option<u64> {
    let number = reader.number(field, text, 1, i64::MAX)?;
    u64::try_from(number).ok()
}

fn read_password(reader: &mut Reader, field: &str, text: &str, required: bool) {
    if text.is_empty() {
        if required {
            reader.refuse(field, Rule::Missing);
        }
    } else if text.chars().any(char::is_control) {
        reader.refuse(field, Rule::BadCharacter);
    } else if text.chars().count() > LONGEST_PASSWORD as usize {
        reader.refuse(field, Rule::TooLong { most: LONGEST_PASSWORD });
    }
}

fn is_mail(text: &str) -> bool {
    let spaced = text.chars().any(char::is_whitespace);
    !spaced && text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

#[cfg(test)]
mod tests;
