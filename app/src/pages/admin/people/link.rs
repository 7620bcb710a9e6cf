//! A link that was just made, to be copied now.

use crate::api::Refused;
use crate::api::accounts::PasswordLink;
use crate::components::{CopyField, Notice, Tone};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The link that the action answered with. Without script the page itself came as the answer.
pub fn made<S>(action: ServerAction<S>) -> Signal<Option<PasswordLink>>
where
    S: ServerFn<Output = PasswordLink, Error = Refused> + Clone + Send + Sync + 'static,
{
    let first: Option<PasswordLink> = use_context::<Page>().and_then(|page| page.answer_of(S::url()));
    Signal::derive(move || match action.value().get() {
        Some(Ok(link)) => Some(link),
        Some(Err(_)) => None,
        None => first.clone(),
    })
}

/// Read out when it appears, and gone with the page.
#[component]
pub fn LinkMade(link: Signal<Option<PasswordLink>>) -> impl IntoView {
    let l = locale();
    let shown = move |link: PasswordLink| {
        let (name, expires) = (link.name.as_str(), link.expires.as_str());
        let title = td_string!(l, people.link.title, name = name).to_string();
        let text = td_string!(l, people.link.text, name = name, expires = expires).to_string();
        view! {
            <Notice tone=Tone::Success title=title>
                <p>{text}</p>
                <CopyField
                    id="password-link"
                    label=td_string!(l, people.link.label)
                    value=link.address
                    copy_label=td_string!(l, people.link.copy)
                    copied_label=td_string!(l, people.link.copied)
                />
            </Notice>
        }
    };
    view! { <div aria-live="polite">{move || link.get().map(shown)}</div> }
}
