//! A moment within a sentence: in the words of the meeting's zone, which it names, until the script turns both into
//! the viewer's.

use super::view::Moment;
use crate::i18n::Locale;
use leptos::prelude::*;

/// What stands for the moment while the sentence is put together; no text of ours has it.
const PLACE: &str = "\u{fffc}";

/// The sentence with the moment in it.
pub fn with_moment(l: Locale, at: &Moment, sentence: impl FnOnce(&str) -> String) -> AnyView {
    let (opens, closes) = match l {
        Locale::en => (" (", ")"),
        Locale::zh_CN => ("（", "）"),
    };
    let words = sentence(PLACE);
    let (before, after) = words.split_once(PLACE).unwrap_or((words.as_str(), ""));
    let Moment { machine, text, zone } = at.clone();
    view! {
        {before.to_owned()}
        <time datetime=machine.clone() data-local="moment">{text}</time>
        {opens}
        <span data-local-zone=machine>{zone}</span>
        {closes}
        {after.to_owned()}
    }
    .into_any()
}
