//! A form of a meeting that was changed after it was opened.

use crate::components::{Notice, Tone};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting_words::changed_fields;
use leptos::prelude::*;
use portico_domain::refusals::{Meanwhile, Refusal};

/// What the form says it started from: what it was opened with, until it is told that this is out of date.
/// Whoever saves after that has read it, and what else is wrong then does not make them read it again.
pub fn version_to_send(state: FormState, opened: String) -> Memo<String> {
    let refusal = state.refusal();
    let first = state.value("version", &opened);
    Memo::new(move |before: Option<&String>| {
        let told = refusal.with(|refusal| newest(refusal.as_ref()));
        told.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    })
}

fn newest(refusal: Option<&Refusal>) -> Option<String> {
    let refusal = refusal?;
    // Of a series that was changed in part, the opened meeting may be another by now through this very form.
    let partly = refusal.partly.as_ref().map(|partly| &partly.version);
    refusal.meanwhile.as_ref().map(|meanwhile| &meanwhile.version).or(partly).cloned()
}

/// Who did what meanwhile, and the way to the meeting as it is now.
#[component]
pub fn ChangedMeanwhile(state: FormState, meeting: String) -> impl IntoView {
    let l = locale();
    let refusal = state.refusal();
    let title = td_string!(l, meetings.form.meanwhile);
    move || {
        let meanwhile = refusal.with(|refusal| refusal.as_ref()?.meanwhile.clone())?;
        let href = meeting.clone();
        Some(view! {
            <Notice tone=Tone::Warning title=title>
                <p>{who(l, &meanwhile)}</p>
                <p>
                    // Beside the form, because leaving it would lose what was typed.
                    <a href=href target="_blank" rel="noopener">{td_string!(l, meetings.form.meanwhile_look)}</a>
                </p>
            </Notice>
        })
    }
}

fn who(l: Locale, meanwhile: &Meanwhile) -> String {
    let fields = changed_fields(l, &meanwhile.fields);
    match &meanwhile.person {
        Some(name) if fields.is_empty() => {
            td_string!(l, meetings.form.meanwhile_by_name, name = name.as_str()).to_string()
        }
        Some(name) => {
            td_string!(l, meetings.form.meanwhile_by, name = name.as_str(), fields = fields).to_string()
        }
        None if meanwhile.elsewhere => td_string!(l, meetings.form.meanwhile_elsewhere).to_owned(),
        None => td_string!(l, meetings.form.meanwhile_unknown).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_who_as_far_as_that_is_known() {
        let said = |l, person: Option<&str>, elsewhere, fields: &str| {
            let (person, fields) = (person.map(str::to_owned), fields.to_owned());
            who(l, &Meanwhile { version: String::new(), person, elsewhere, fields })
        };
        assert_eq!(said(Locale::en, Some("Ada"), false, "subject start"), "By Ada: subject, start.");
        assert_eq!(said(Locale::zh_CN, Some("Ada"), false, "subject start"), "Ada 修改了主题、开始时间。");
        assert_eq!(said(Locale::en, Some("Ada"), false, ""), "By Ada.");
        assert_eq!(said(Locale::en, None, true, ""), "At the vendor, not in Portico.");
        assert_eq!(said(Locale::en, None, false, ""), "Portico does not know by whom.");
    }
}
