//! The vendor's ids, checked before they become part of an address.

use crate::kit::Cause;
use portico_domain::ids::{VendorMeetingId, VendorRecordingId};

/// `confId`: a Long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfId(u64);

impl ConfId {
    /// # Errors
    /// Not a whole number, so no meeting of this vendor.
    pub fn read(id: &VendorMeetingId) -> Result<Self, Cause> {
        let digits = !id.as_str().is_empty() && id.as_str().bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.then(|| id.as_str().parse().ok()).flatten();
        number.map(Self).ok_or(Cause::ForeignId)
    }

    pub fn segment(self) -> String {
        self.0.to_string()
    }
}

/// `fileId`: text, hexadecimal or 18 digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileId(String);

impl FileId {
    /// # Errors
    /// Something that is not letters, digits, `-` or `_`, and might lead elsewhere in an address.
    pub fn read(id: &VendorRecordingId) -> Result<Self, Cause> {
        let text = id.as_str();
        let harmless = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let fits = (1..=128).contains(&text.len());
        (harmless && fits).then(|| Self(text.to_owned())).ok_or(Cause::ForeignId)
    }

    pub fn segment(&self) -> String {
        self.0.clone()
    }
}

/// `compGUID`: a company's own name for itself; letters, digits, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompGuid(String);

impl CompGuid {
    /// # Errors
    /// Empty, longer than 128, or with another character, which might lead elsewhere in an address.
    pub fn read(text: &str) -> Result<Self, Cause> {
        let harmless = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let fits = (1..=128).contains(&text.len());
        (harmless && fits).then(|| Self(text.to_owned())).ok_or(Cause::ForeignId)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn segment(&self) -> String {
        self.0.clone()
    }
}

/// `account`: the name a user signs in with, often a mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account(String);

impl Account {
    /// # Errors
    /// Empty, longer than 128, only dots, or with a character that no mail address needs: it becomes
    /// part of an address.
    pub fn read(text: &str) -> Result<Self, Cause> {
        let allowed =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'-' | b'_' | b'+');
        let fits = (1..=128).contains(&text.len()) && text.bytes().any(|byte| byte != b'.');
        (fits && text.bytes().all(allowed)).then(|| Self(text.to_owned())).ok_or(Cause::ForeignId)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn segment(&self) -> String {
        self.0.clone()
    }
}

/// `departmentId`: a Long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DepartmentId(pub u64);

impl DepartmentId {
    /// What the document says of the parent of the topmost departments (上级部门).
    pub const ROOT: Self = Self(1);

    pub fn segment(self) -> String {
        self.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_ids_pass() {
        let conf = |text: &str| ConfId::read(&VendorMeetingId::new(text)).is_ok();
        assert!(conf("12345678") && conf("18446744073709551615"));
        for bad in ["", "+1", "-1", "1/end", "..", "list", "１２", "18446744073709551616"] {
            assert!(!conf(bad), "{bad}");
        }
        let file = |text: &str| FileId::read(&VendorRecordingId::new(text)).is_ok();
        assert!(file("a1b27fe0212f42458c38aa86858939ee") && file("387702296195782359"));
        for bad in ["", ".", "..", "a/b", "a%2fb", "a?b", "a;b", "a\\b", "会"] {
            assert!(!file(bad), "{bad}");
        }
        let account = |text: &str| Account::read(text).is_ok();
        assert!(account("test@cloudroom.com") && account("6c1000e2wesd") && account("a.b+c@x-y.cn"));
        for bad in ["", ".", "..", "a/b", "../company", "a%2f", "a?b", "a#b", "a b", "a\\b", "会"] {
            assert!(!account(bad), "{bad}");
        }
        let company = |text: &str| CompGuid::read(text).is_ok();
        assert!(company("mytestGUID") && company("0d1f-22_A"));
        for bad in ["", ".", "..", "a/b", "a@b", "a%2f", "会"] {
            assert!(!company(bad), "{bad}");
        }
    }
}
