//! The vendor's ids and names, held to the lengths of the document's tables.

use crate::kit::Cause;
use std::fmt;

/// Printable, in one word, of a fitting length.
fn one_word(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

macro_rules! word_id {
    ($($(#[$doc:meta])* $name:ident, $fits:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// # Errors
            /// [`Cause::ForeignId`]: not something this vendor can have given.
            pub fn read(text: &str) -> Result<Self, Cause> {
                let fits: fn(&str) -> bool = $fits;
                fits(text).then(|| Self(text.to_owned())).ok_or(Cause::ForeignId)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

word_id! {
    /// `conferenceKey`, `sipkey`: the short number of a room. At most 50 characters.
    ConferenceKey, |text| one_word(text, 50);
    /// `recordId`: always text, though one table says int(15). At most 50 characters.
    RecordId, |text| one_word(text, 50);
    /// `id` of a booking, `st_id`. At most 50 characters.
    BookingId, |text| one_word(text, 50);
    /// `id` of a person. No comma, because `visitor_ids` is a comma list.
    ContactId, |text| one_word(text, 50) && !text.contains(',');
    /// `account`: whose bookings, rooms and contacts. At most 50 characters, `xxxx@xxxx`.
    Account, |text| {
        let most = portico_domain::vmr::MOST_ACCOUNT_CHARS;
        (1..=most).contains(&text.chars().count()) && !text.chars().any(|c| c.is_whitespace() || c.is_control())
    };
}

impl RecordId {
    /// Is it this id, however it is written? 开启录制 gives it with hyphens, 获取录制文件 has none.
    pub fn is(&self, written: &str) -> bool {
        bare(self.as_str()).eq(bare(written))
    }
}

fn bare(id: &str) -> impl Iterator<Item = u8> {
    id.bytes().filter(|byte| *byte != b'-').map(|byte| byte.to_ascii_lowercase())
}

/// `pid`, `bizProductId`: a room that can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoomId(pub u64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_id_is_the_same_with_and_without_hyphens() {
        let id = RecordId::read("a1e3595d-207a-4853-ba39-c576a5761952").expect("an id");
        assert!(id.is("A1E3595D207A4853BA39C576A5761952") && id.is(id.as_str()));
        assert!(!id.is("a1e3595d207a4853ba39c576a576195") && !id.is(""));
    }

    #[test]
    fn only_what_the_tables_allow() {
        assert!(ConferenceKey::read("8000000").is_ok() && ConferenceKey::read(&"8".repeat(50)).is_ok());
        assert!(RecordId::read("a1e3595d-207a-4853-ba39-c576a5761952").is_ok());
        assert!(Account::read("admin@miwei.com").is_ok() && Account::read("何宗源@会.cn").is_ok());
        for bad in ["", " ", "a b", "a\r\nb", "会", &"8".repeat(51)] {
            assert_eq!(ConferenceKey::read(bad).err(), Some(Cause::ForeignId), "{bad:?}");
            assert_eq!(RecordId::read(bad).err(), Some(Cause::ForeignId), "{bad:?}");
            assert_eq!(BookingId::read(bad).err(), Some(Cause::ForeignId), "{bad:?}");
        }
        assert!(ContactId::read("9187").is_ok() && ContactId::read("9187,9182").is_err());
        for bad in ["", "a b@c", "a@b\n", &"a".repeat(51)] {
            assert!(Account::read(bad).is_err(), "{bad:?}");
        }
    }
}
