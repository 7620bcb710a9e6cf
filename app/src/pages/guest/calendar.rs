//! What a calendar entry says.

use crate::i18n::*;

/// How to come in, and who invites.
pub fn calendar_text(l: Locale, organizer: &str, address: &str) -> String {
    td_string!(l, guest.calendar_text, address = address, organizer = organizer).to_string()
}
