//! A token that was just made, to be copied now.

use crate::api::tokens::MadeToken;
use crate::i18n::*;
use crate::pages::once::Told;

pub fn token_made(l: Locale, made: MadeToken) -> Told {
    Told {
        id: "new-token",
        title: td_string!(l, tokens.made.title, name = made.name.as_str()).to_string(),
        text: td_string!(l, tokens.made.text).to_owned(),
        label: td_string!(l, tokens.made.label),
        value: made.token,
        copy_label: td_string!(l, tokens.made.copy),
        copied_label: td_string!(l, tokens.made.copied),
    }
}
