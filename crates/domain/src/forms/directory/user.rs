//! The form of a user. Vendor document: 创建用户, 修改用户.

use super::{
    LONGEST_ID, LONGEST_MOBILE, LONGEST_NAME, USER_ROLES, is_mail, read_department, read_id, read_password,
};
use crate::forms::fields::Reader;
use crate::refusals::{FieldRefusal, Rule};
use serde::{Deserialize, Serialize};

/// A user as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserForm {
    /// What the user signs in with; it cannot be changed.
    pub account: String,
    pub name: String,
    pub mobile: String,
    pub email: String,
    /// A department's number; empty = none is named.
    pub department: String,
    /// One that is in no list; wins over `department`.
    pub department_number: String,
    /// One of [`USER_ROLES`]; empty = none is named.
    pub role: String,
}

/// What was typed about a user; what is absent was left empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadUser {
    pub account: String,
    /// Present in a new user.
    pub name: Option<String>,
    pub mobile: Option<String>,
    pub email: Option<String>,
    pub department: Option<u64>,
    pub role: Option<u8>,
}

impl UserForm {
    /// A new user.
    ///
    /// # Errors
    /// Everything that is wrong, by field; the password's is `user_password`.
    pub fn read_new(&self, password: &str) -> Result<ReadUser, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let read = self.read(&mut reader, password, true);
        reader.finish(Some(read))
    }

    /// What is to change about the user whom `account` names. An empty password leaves the old one.
    ///
    /// # Errors
    /// Everything that is wrong, by field; the password's is `user_password`.
    pub fn read_change(&self, password: &str) -> Result<ReadUser, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let read = self.read(&mut reader, password, false);
        reader.finish(Some(read))
    }

    fn read(&self, reader: &mut Reader, password: &str, new: bool) -> ReadUser {
        let account = read_id(reader, "account", &self.account);
        let name = match new {
            true => reader.required_line("name", &self.name, LONGEST_NAME),
            false => reader.line("name", &self.name, LONGEST_NAME),
        };
        read_password(reader, "user_password", password, new);
        let mobile = reader.line("mobile", &self.mobile, LONGEST_MOBILE);
        let dials = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ');
        if !mobile.chars().all(dials) {
            reader.refuse("mobile", Rule::BadCharacter);
        }
        let email = reader.line("email", &self.email, LONGEST_ID);
        if !email.is_empty() && !is_mail(&email) {
            reader.refuse("email", Rule::NotAnAddress);
        }
        let (field, typed) = match self.department_number.trim().is_empty() {
            true => ("department", &self.department),
            false => ("department_number", &self.department_number),
        };
        let department = read_department(reader, field, typed);
        let role = match self.role.trim() {
            "" => None,
            role => reader.choice("role", USER_ROLES.into_iter().find(|known| known.to_string() == role)),
        };
        let some = |text: String| (!text.is_empty()).then_some(text);
        ReadUser { account, name: some(name), mobile: some(mobile), email: some(email), department, role }
    }
}
