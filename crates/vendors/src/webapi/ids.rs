//! The vendor's numbers, checked before they are sent or become part of an address.

use crate::kit::Cause;
use portico_domain::ids::VendorMeetingId;

/// `serial`: the number of a meeting. Int or text at the vendor; always digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serial(String);

impl Serial {
    /// # Errors
    /// Not 1 to 20 digits, so no meeting of this vendor.
    pub fn read(id: &VendorMeetingId) -> Result<Self, Cause> {
        digits(id.as_str(), 20).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn id(&self) -> VendorMeetingId {
        VendorMeetingId::new(&self.0)
    }
}

/// `fileid`: the number of a document. The sample says `494`; letters are taken too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileNumber(String);

impl FileNumber {
    /// # Errors
    /// Something that is not 1 to 64 letters, digits, `-` or `_`.
    pub fn read(text: &str) -> Result<Self, Cause> {
        let harmless = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let fits = (1..=64).contains(&text.len());
        (harmless && fits).then(|| Self(text.to_owned())).ok_or(Cause::ForeignId)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn digits(text: &str, most: usize) -> Result<String, Cause> {
    let fits = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.to_owned()).ok_or(Cause::ForeignId)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_numbers_pass() {
        let serial = |text: &str| Serial::read(&VendorMeetingId::new(text)).is_ok();
        assert!(serial("754884357") && serial("18446744073709551615") && serial("0111"));
        for bad in ["", "+1", "-1", "1&key=2", " 1", "1\r\n", "１２", "184467440737095516150"] {
            assert!(!serial(bad), "{bad}");
        }
        assert!(FileNumber::read("494").is_ok() && FileNumber::read("a-B_9").is_ok());
        for bad in ["", "a b", "a\r\nb", "../a", "会", "\"", &"1".repeat(65)] {
            assert!(FileNumber::read(bad).is_err(), "{bad}");
        }
    }
}
