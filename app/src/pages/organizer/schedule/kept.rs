//! What was typed and means the same at every vendor, taken along when the connection is switched.

use crate::forms::FormState;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlInputElement, HtmlSelectElement};
use portico_domain::forms::MeetingForm;

/// The fields as they stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    subject: String,
    start: String,
    end: String,
    repeat: String,
    until: String,
}

impl Kept {
    /// Reads them from the page.
    pub fn read(state: &FormState) -> Self {
        let typed = |field: &str| typed(&state.input(field)).unwrap_or_default();
        Self {
            subject: typed("subject"),
            start: typed("start"),
            end: typed("end"),
            repeat: typed("repeat"),
            until: typed("until"),
        }
    }

    /// The form with what was typed; what was left empty stays as it is.
    pub fn fill(self, mut form: MeetingForm) -> MeetingForm {
        let fields = [
            (&mut form.subject, self.subject),
            (&mut form.start, self.start),
            (&mut form.end, self.end),
            (&mut form.repeat, self.repeat),
            (&mut form.until, self.until),
        ];
        for (field, typed) in fields {
            if !typed.is_empty() {
                *field = typed;
            }
        }
        form
    }
}

fn typed(id: &str) -> Option<String> {
    let element = document().get_element_by_id(id)?;
    match element.dyn_into::<HtmlInputElement>() {
        Ok(input) => Some(input.value()),
        Err(other) => other.dyn_into::<HtmlSelectElement>().ok().map(|select| select.value()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_typed_replaces() {
        let kept = Kept {
            subject: "Weekly".into(),
            start: "2026-11-21T14:00".into(),
            end: String::new(),
            repeat: String::new(),
            until: String::new(),
        };
        let form = MeetingForm { end: "2026-11-21T15:00".into(), ..MeetingForm::default() };
        let filled = kept.fill(form);
        assert_eq!((filled.subject.as_str(), filled.end.as_str()), ("Weekly", "2026-11-21T15:00"));
    }
}
