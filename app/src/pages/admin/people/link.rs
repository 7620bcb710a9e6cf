//! A link that was just made, to be copied now.

use crate::api::accounts::PasswordLink;
use crate::i18n::*;
use crate::pages::once::Told;

pub fn link_made(l: Locale, link: PasswordLink) -> Told {
    let (name, expires) = (link.name.as_str(), link.expires.as_str());
    Told {
        id: "password-link",
        title: td_string!(l, people.link.title, name = name).to_string(),
        text: td_string!(l, people.link.text, name = name, expires = expires).to_string(),
        label: td_string!(l, people.link.label),
        value: link.address,
        copy_label: td_string!(l, people.link.copy),
        copied_label: td_string!(l, people.link.copied),
    }
}
