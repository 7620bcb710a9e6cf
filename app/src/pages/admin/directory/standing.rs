//! How far an entry can be relied on.

use crate::api::directory::{Doubt, EntryLine};
use crate::components::{Notice, Tone};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::directory::words::Part;
use leptos::prelude::*;

/// What is not certain about the entry.
#[component]
pub fn Standing(line: Option<EntryLine>, part: Part) -> impl IntoView {
    let l = locale();
    let Some(line) = line else {
        return view! {
            <Notice title=td_string!(l, directory.unknown_title)>
                <p>{td_string!(l, directory.unknown_text)}</p>
            </Notice>
        }
        .into_any();
    };
    let double = line.doubt == Some(Doubt::Creation) && part == Part::Departments;
    let doubt = line.doubt.map(|doubt| {
        let text = match doubt {
            Doubt::Creation => td_string!(l, directory.doubt.creation_text),
            Doubt::Change => td_string!(l, directory.doubt.change_text),
            Doubt::Removal => td_string!(l, directory.doubt.removal_text),
        };
        view! {
            <Notice tone=Tone::Warning title=td_string!(l, directory.doubt.title)>
                <p>{text}</p>
                {double.then(|| view! { <p>{td_string!(l, directory.doubt.double_text)}</p> })}
            </Notice>
        }
    });
    let elsewhere = line.elsewhere.then(|| {
        view! { <Notice><p>{td_string!(l, directory.elsewhere_text)}</p></Notice> }
    });
    view! { {doubt} {elsewhere} }.into_any()
}
