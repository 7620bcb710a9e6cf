//! A secret that was just made, to be copied now.

use crate::api::Refused;
use crate::api::webhooks::MadeSecret;
use crate::components::{CopyField, Notice, Tone};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Read out when it appears, and gone with the page. Without script the page itself came as the answer.
#[component]
pub fn Made<S>(action: ServerAction<S>) -> impl IntoView
where
    S: ServerFn<Output = MadeSecret, Error = Refused> + Clone + Send + Sync + 'static,
{
    let l = locale();
    let first: Option<MadeSecret> = use_context::<Page>().and_then(|page| page.answer_of(S::url()));
    let made = Signal::derive(move || match action.value().get() {
        Some(Ok(made)) => Some(made),
        Some(Err(_)) => None,
        None => first.clone(),
    });
    let shown = move |made: MadeSecret| {
        let title = td_string!(l, webhooks.made.title, name = made.name.as_str()).to_string();
        view! {
            <Notice tone=Tone::Success title=title>
                <p>{td_string!(l, webhooks.made.text)}</p>
                <CopyField
                    id="new-secret"
                    label=td_string!(l, webhooks.made.label)
                    value=made.secret
                    copy_label=td_string!(l, webhooks.made.copy)
                    copied_label=td_string!(l, webhooks.made.copied)
                />
            </Notice>
        }
    };
    view! { <div aria-live="polite">{move || made.get().map(shown)}</div> }
}
