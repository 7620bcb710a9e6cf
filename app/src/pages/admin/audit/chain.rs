//! Whether the log is whole: what the last check found, and the button that checks now.

use crate::api::audit::{ChainLine, CheckAudit};
use crate::components::{Button, Notice, Section, Tone, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use crate::pages::organizer::outcome::NotDone;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// `last` is what stood there when the page came; what is found now replaces it.
#[component]
pub fn Chain(last: Option<ChainLine>, action: ServerAction<CheckAudit>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &[]);
    // Without script the page itself came as the answer.
    let answer: Option<ChainLine> = use_context::<Page>().and_then(|page| page.answer_of(CheckAudit::url()));
    let first = answer.or(last);
    let found = move || match action.value().get() {
        Some(Ok(found)) => Some(found),
        _ => first.clone(),
    };
    view! {
        <Section id="chain" title=td_string!(l, audit.chain.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, audit.chain.text)}</p>
                <div aria-live="polite">{move || view! { <Found chain=found()/> }}</div>
                <NotDone state=state title=td_string!(l, audit.chain.failed)/>
                <PostForm action=action state=state no_summary=true>
                    <Button
                        variant=Variant::Secondary
                        icon=icondata::LuShieldCheck
                        pending=action.pending()
                        pending_label=td_string!(l, audit.chain.pending)
                    >
                        {td_string!(l, audit.chain.submit)}
                    </Button>
                </PostForm>
            </div>
        </Section>
    }
}

#[component]
fn Found(chain: Option<ChainLine>) -> impl IntoView {
    let l = locale();
    let Some(chain) = chain else {
        return view! { <p class="muted">{td_string!(l, audit.chain.never)}</p> }.into_any();
    };
    let (tone, title) = match chain.whole {
        true => (Tone::Success, td_string!(l, audit.chain.good)),
        false => (Tone::Danger, td_string!(l, audit.chain.bad)),
    };
    let at = td_string!(l, audit.chain.when, at = chain.at).to_string();
    view! { <Notice tone=tone title=title><p>{chain.text} " " {at}</p></Notice> }.into_any()
}
