//! A secret that was just made, to be copied now.

use crate::api::webhooks::MadeSecret;
use crate::i18n::*;
use crate::pages::once::Told;

pub fn secret_made(l: Locale, made: MadeSecret) -> Told {
    Told {
        id: "new-secret",
        title: td_string!(l, webhooks.made.title, name = made.name.as_str()).to_string(),
        text: td_string!(l, webhooks.made.text).to_owned(),
        label: td_string!(l, webhooks.made.label),
        value: made.secret,
        copy_label: td_string!(l, webhooks.made.copy),
        copied_label: td_string!(l, webhooks.made.copied),
    }
}
