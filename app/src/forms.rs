//! Forms that work before, without and with script, and keep what was typed.
//!
//! Without script a form posts to its server function; if that refuses, the server renders the page
//! again with a [`FormReplay`](crate::page::FormReplay). With script the answer comes back into the
//! page and the fields are left alone. Pages see no difference: they ask [`FormState`].

use crate::api::Refused;
use crate::components::{ErrorSummary, FieldError, FieldNames};
use crate::i18n::*;
use crate::language::{field_text, locale, refusal_text};
use crate::page::{FormReplay, Page};
use leptos::context::Provider;
use leptos::ev::SubmitEvent;
use leptos::form::FromFormData;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_location;
use portico_domain::refusals::{FieldRefusal, Kind, Refusal, Rule};
use serde::de::DeserializeOwned;

/// May what was sent still come to something?
fn is_open(refusal: &Refusal) -> bool {
    matches!(refusal.kind, Kind::Unconfirmed | Kind::InProgress | Kind::NoAnswer) || refusal.partly.is_some()
}

/// What a form shows: values typed before, and what is wrong.
#[derive(Clone, Copy)]
pub struct FormState {
    replay: StoredValue<Option<FormReplay>>,
    refusal: Signal<Option<Refusal>>,
    found_here: RwSignal<Option<Refusal>>,
    /// Names that stand beside `form[…]`, not in it.
    bare: StoredValue<&'static [&'static str]>,
}

impl FormState {
    /// The state of the form that posts to `action`. Inputs are named `form[field]`, but for those in
    /// `bare`, which are named as they are.
    pub fn new<S>(action: ServerAction<S>, bare: &'static [&'static str]) -> Self
    where
        S: ServerFn<Error = Refused> + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
    {
        let replay = use_context::<Page>().and_then(|page| page.replay()).filter(|replay| {
            replay.action == S::url() && replay.page == use_location().pathname.get_untracked()
        });
        let first = replay.as_ref().map(|replay| replay.refusal.clone());
        let found_here = RwSignal::new(None);
        let refusal = Signal::derive(move || {
            found_here.get().or_else(|| match action.value().get() {
                Some(Err(Refused(refusal))) => Some(refusal),
                Some(Ok(_)) => None,
                None => first.clone(),
            })
        });
        Self { replay: StoredValue::new(replay), refusal, found_here, bare: StoredValue::new(bare) }
    }

    /// The name and id of the input for a field.
    pub fn input(&self, field: &str) -> String {
        if self.bare.get_value().contains(&field) { field.to_owned() } else { format!("form[{field}]") }
    }

    /// What was typed into the field, or else `initial`.
    pub fn value(&self, field: &str, initial: &str) -> String {
        let input = self.input(field);
        self.replay.with_value(|replay| match replay {
            Some(replay) => replay.value(&input).unwrap_or_default().to_owned(),
            None => initial.to_owned(),
        })
    }

    /// Was the box ticked, or else `initial`.
    pub fn ticked(&self, field: &str, initial: bool) -> bool {
        let input = self.input(field);
        self.replay
            .with_value(|replay| replay.as_ref().map_or(initial, |replay| replay.value(&input).is_some()))
    }

    /// What is wrong with the field, in words.
    pub fn error(&self, field: &'static str) -> Signal<Option<String>> {
        let (refusal, l) = (self.refusal, locale());
        Signal::derive(move || {
            refusal.with(|refusal| {
                let refusal = refusal.as_ref()?;
                refusal.for_field(field).map(|rule| field_text(l, refusal, rule))
            })
        })
    }

    /// The key to send: the one sent before while its outcome is open, or while only a part of a series is done,
    /// so that a repeated submit does what is left and nothing twice; else a fresh one.
    pub fn kept_key(&self, fresh: String) -> String {
        match self.refusal.with_untracked(|refusal| refusal.as_ref().is_some_and(is_open)) {
            true => self.value("key", &fresh),
            false => fresh,
        }
    }

    /// A refusal of this form in words. Where no answer came, it depends on the form what to do: one with a key
    /// does nothing twice.
    pub fn words(&self, refusal: &Refusal) -> String {
        let l = locale();
        match refusal.kind {
            Kind::NoAnswer if self.bare.get_value().contains(&"key") => {
                td_string!(l, refusals.no_answer.once).to_owned()
            }
            Kind::NoAnswer => td_string!(l, refusals.no_answer.again).to_owned(),
            _ => refusal_text(l, refusal),
        }
    }

    /// The whole refusal.
    pub fn refusal(&self) -> Signal<Option<Refusal>> {
        self.refusal
    }

    /// For the summary: each field to blame with its text.
    pub fn errors(&self) -> Signal<Vec<FieldError>> {
        let (state, l) = (*self, locale());
        Signal::derive(move || {
            state.refusal.with(|refusal| {
                let Some(refusal) = refusal else { return Vec::new() };
                let line = |field: &FieldRefusal| {
                    FieldError::new(state.input(&field.field), field_text(l, refusal, &field.rule))
                };
                refusal.fields.iter().map(line).collect()
            })
        })
    }

    /// For the summary: a refusal that is not only about fields.
    pub fn message(&self) -> Signal<Option<String>> {
        let (state, refusal) = (*self, self.refusal);
        Signal::derive(move || {
            refusal.with(|refusal| {
                let refusal = refusal.as_ref()?;
                let said_beside_field = refusal.fields.iter().any(|field| field.rule == Rule::Vendor);
                (refusal.fields.is_empty() || (refusal.vendor.is_some() && !said_beside_field))
                    .then(|| state.words(refusal))
            })
        })
    }

    /// Shows what the browser found by itself; `Ok` clears it.
    pub fn show(&self, found: Result<(), Vec<FieldRefusal>>) -> bool {
        let good = found.is_ok();
        self.found_here.set(found.err().map(Refusal::invalid));
        good
    }
}

/// First in a form whose button stands in a panel that asks: Enter in a field presses the first button there is, and
/// must not answer the question before it was asked. Outside of a dialog this one does nothing.
#[component]
pub fn AsksFirst() -> impl IntoView {
    view! { <input type="submit" formmethod="dialog" hidden/> }
}

/// Was it [`AsksFirst`] that was pressed?
fn asks_first(event: &SubmitEvent) -> bool {
    let pressed = event.submitter().and_then(|pressed| pressed.get_attribute("formmethod"));
    pressed.as_deref() == Some("dialog")
}

/// A form that posts to a server function, with its error summary.
///
/// `check` looks at the typed arguments in the browser, with the same function as the server, and
/// keeps a form that would be refused from being sent.
#[component]
pub fn PostForm<S>(
    action: ServerAction<S>,
    state: FormState,
    /// The server's validation, run in the browser first.
    #[prop(optional, into)]
    check: Option<Callback<S, Result<(), Vec<FieldRefusal>>>>,
    /// Leave the summary out, where the page shows it elsewhere.
    #[prop(optional)]
    no_summary: bool,
    children: Children,
) -> impl IntoView
where
    S: DeserializeOwned + ServerFn<Error = Refused> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let location = use_location();
    let page = {
        let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
        if query.is_empty() { path } else { format!("{path}?{}", query.trim_start_matches('?')) }
    };
    let submit = move |event: SubmitEvent| {
        if event.default_prevented() || asks_first(&event) || action.pending().get_untracked() {
            return event.prevent_default();
        }
        // What cannot be read here goes to the server as it is, which says what is wrong.
        let Ok(typed) = S::from_event(&event) else { return };
        event.prevent_default();
        let good = check.is_none_or(|check| state.show(check.run(typed.clone())));
        if good {
            action.dispatch(typed);
        }
    };
    view! {
        <form action=S::url() method="post" novalidate=true on:submit=submit>
            <input type="hidden" name="_page" value=page/>
            <Provider value=FieldNames::default()>
                {(!no_summary).then(|| view! {
                    <ErrorSummary
                        title=td_string!(locale(), refusals.title)
                        colon=td_string!(locale(), refusals.colon)
                        errors=state.errors()
                        message=state.message()
                    />
                })}
                {children()}
            </Provider>
        </form>
    }
}
