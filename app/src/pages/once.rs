//! What was just made and can be read only now: a secret, a token, a link for one use.

use crate::api::Refused;
use crate::components::{CopyField, Notice, Tone};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::de::DeserializeOwned;

/// What the action answered with. Without script the page itself came as the answer.
pub fn just_made<S, T>(action: ServerAction<S>) -> Signal<Option<T>>
where
    S: ServerFn<Output = T, Error = Refused> + Clone + Send + Sync + 'static,
    T: DeserializeOwned + Clone + Send + Sync + 'static,
{
    let first: Option<T> = use_context::<Page>().and_then(|page| page.answer_of(S::url()));
    Signal::derive(move || match action.value().get() {
        Some(Ok(made)) => Some(made),
        Some(Err(_)) => None,
        None => first.clone(),
    })
}

/// What [`Once`] says of it.
pub struct Told {
    /// The field's id, unique on the page.
    pub id: &'static str,
    pub title: String,
    pub text: String,
    pub label: &'static str,
    pub value: String,
    pub copy_label: &'static str,
    pub copied_label: &'static str,
}

/// Read out when it appears, and gone with the page.
#[component]
pub fn Once<T>(made: Signal<Option<T>>, tell: fn(Locale, T) -> Told) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let l = locale();
    let shown = move |made: T| {
        let told = tell(l, made);
        view! {
            <Notice tone=Tone::Success title=told.title>
                <p>{told.text}</p>
                <CopyField
                    id=told.id
                    label=told.label
                    value=told.value
                    copy_label=told.copy_label
                    copied_label=told.copied_label
                />
            </Notice>
        }
    };
    view! { <div aria-live="polite">{move || made.get().map(shown)}</div> }
}
