//! A token that was just made, to be copied now.

use crate::api::tokens::{CreateToken, MadeToken};
use crate::components::{CopyField, Notice, Tone};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Read out when it appears, and gone with the page. Without script the page itself came as the answer.
#[component]
pub fn Made(action: ServerAction<CreateToken>) -> impl IntoView {
    let l = locale();
    let first: Option<MadeToken> = use_context::<Page>().and_then(|page| page.answer_of(CreateToken::url()));
    let made = Signal::derive(move || match action.value().get() {
        Some(Ok(made)) => Some(made),
        Some(Err(_)) => None,
        None => first.clone(),
    });
    let shown = move |made: MadeToken| {
        let title = td_string!(l, tokens.made.title, name = made.name.as_str()).to_string();
        view! {
            <Notice tone=Tone::Success title=title>
                <p>{td_string!(l, tokens.made.text)}</p>
                <CopyField
                    id="new-token"
                    label=td_string!(l, tokens.made.label)
                    value=made.token
                    copy_label=td_string!(l, tokens.made.copy)
                    copied_label=td_string!(l, tokens.made.copied)
                />
            </Notice>
        }
    };
    view! { <div aria-live="polite">{move || made.get().map(shown)}</div> }
}
