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

/// The document says "String" of both; longer ones only keep nonsense away.
const MOST_NAME_CHARS: usize = 128;

/// A name of somebody's own choice. It becomes part of an address, percent-encoded, so only what would lead elsewhere
/// even so is refused: servers and gateways decode slashes before they look for the operation.
fn chosen_name(text: &str) -> Result<String, Cause> {
    let fits = text.chars().count() <= MOST_NAME_CHARS && !text.trim().is_empty();
    let astray = |c: char| c.is_control() || matches!(c, '/' | '\\');
    let leads_on = !text.contains(astray) && text.chars().any(|c| c != '.');
    (fits && leads_on).then(|| text.to_owned()).ok_or(Cause::ForeignId)
}

/// `compGUID`: a company's own name for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompGuid(String);

impl CompGuid {
    /// # Errors
    /// Empty, longer than 128 characters, only dots, or with a slash or a control character.
    pub fn read(text: &str) -> Result<Self, Cause> {
        chosen_name(text).map(Self)
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
    /// As of [`CompGuid::read`].
    pub fn read(text: &str) -> Result<Self, Cause> {
        chosen_name(text).map(Self)
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
        let long = "会".repeat(128);
        let name = |text: &str| Account::read(text).is_ok() && CompGuid::read(text).is_ok();
        for good in
            ["test@cloudroom.com", "6c1000e2wesd", "mytestGUID", "王芳", "a b", "a%2f", "a?b#c", "..a", &long]
        {
            assert!(name(good), "{good}");
        }
        for bad in
            ["", " ", ".", "..", "...", "a/b", "../company", "a\\b", "a\r\nb", "a\0", &format!("{long}x")]
        {
            let refused = (Account::read(bad).err(), CompGuid::read(bad).err());
            assert_eq!(refused, (Some(Cause::ForeignId), Some(Cause::ForeignId)), "{bad:?}");
        }
    }
}
