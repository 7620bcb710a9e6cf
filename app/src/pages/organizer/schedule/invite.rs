//! VMR: whom to invite. The field holds ids and works alone; with script, people are picked by name.

use super::find_people::FindPeople;
use crate::api::people::PersonChoice;
use crate::components::{Fieldset, TextField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use crate::scripted::scripted;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;
use portico_domain::forms::MeetingForm;

/// Who is invited: the field's text, and the names that are known.
#[derive(Clone, Copy)]
pub struct Invited {
    field: StoredValue<String>,
    text: RwSignal<String>,
    names: RwSignal<Vec<PersonChoice>>,
}

impl Invited {
    /// The ids in the field, in order.
    pub fn ids(&self) -> Vec<String> {
        self.text.with(|text| split(text))
    }

    pub fn holds(&self, id: &str) -> bool {
        self.text.with(|text| split(text).iter().any(|known| known == id))
    }

    /// What people call the person.
    pub fn name(&self, id: &str) -> String {
        let known = self
            .names
            .with(|names| names.iter().find(|known| known.id == id).map(|known| known.name.clone()));
        known.filter(|name| !name.is_empty()).unwrap_or_else(|| id.to_owned())
    }

    /// Puts somebody in, or takes them out.
    pub fn set(&self, person: &PersonChoice, invited: bool) {
        let mut ids = self.text.with_untracked(|text| split(text));
        ids.retain(|id| *id != person.id);
        if invited {
            ids.push(person.id.clone());
            if self.names.with_untracked(|names| names.iter().all(|known| known.id != person.id)) {
                self.names.update(|names| names.push(person.clone()));
            }
        }
        let text = ids.join(", ");
        // The field itself is what is sent.
        let field = self.field.with_value(|field| document().get_element_by_id(field));
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
            field.set_value(&text);
        }
        self.text.set(text);
    }
}

/// The ids in a list typed with commas (either language's), spaces or lines.
fn split(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；' | '、'))
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Contacts of a connection with their ids, to look at beside the form.
fn contacts_address(connection: &str) -> String {
    format!("/directory/{connection}?show=contacts")
}

/// The field, and what helps to fill it in.
#[component]
pub fn Invite(form: MeetingForm, known: Vec<PersonChoice>, state: FormState) -> impl IntoView {
    let l = locale();
    let first = state.value("visitor_ids", &form.visitor_ids);
    let invited = Invited {
        field: StoredValue::new(state.input("visitor_ids")),
        text: RwSignal::new(first.clone()),
        names: RwSignal::new(known),
    };
    let scripted = scripted();
    let connection = StoredValue::new(form.connection.clone());
    let help = move || {
        let connection = connection.get_value();
        if scripted.get() {
            view! { <FindPeople connection=connection invited=invited/> }.into_any()
        } else {
            view! {
                <p>
                    <a href=contacts_address(&connection) target="_blank" rel="noopener">
                        {td_string!(l, meetings.form.contacts_page)}
                    </a>
                </p>
            }
            .into_any()
        }
    };
    view! {
        <Fieldset id="invite" legend=td_string!(l, meetings.form.invite)>
            <TextField
                name=state.input("visitor_ids")
                label=td_string!(l, meetings.form.visitor_ids)
                optional=td_string!(l, meetings.optional)
                hint=td_string!(l, meetings.form.visitor_ids_hint)
                value=first
                error=state.error("visitor_ids")
                on:input=move |event| invited.text.set(event_target_value(&event))
            />
            {help}
        </Fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn ids_are_read_however_they_are_typed() {
        assert_eq!(split(" 9182，9187;x y\n"), ["9182", "9187", "x", "y"]);
        assert!(split(" , ").is_empty());
    }
}
