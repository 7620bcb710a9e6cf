//! Trying an address out: one event, and what came of it.

use super::words::{DeliveryBadge, outcome_words};
use crate::api::webhooks::{DeliveryLine, TestWebhook};
use crate::components::{Button, Notice, Section, Tone, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use crate::pages::organizer::outcome::NotDone;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use portico_domain::webhooks::DeliveryState;

/// The button, and the outcome. Without script the page itself came as the answer.
#[component]
pub fn Testing(id: String, action: ServerAction<TestWebhook>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id"]);
    view! {
        <Section id="test" title=td_string!(l, webhooks.test.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, webhooks.test.text)}</p>
                <NotDone state=state title=td_string!(l, webhooks.test.trouble)/>
                <Outcome action=action/>
                <PostForm action=action state=state no_summary=true>
                    <input type="hidden" name="id" value=id/>
                    <Button
                        variant=Variant::Secondary
                        icon=icondata::LuPlugZap
                        pending=action.pending()
                        pending_label=td_string!(l, webhooks.test.pending)
                    >
                        {td_string!(l, webhooks.test.submit)}
                    </Button>
                </PostForm>
            </div>
        </Section>
    }
}

/// What came of an event that was just sent by hand.
#[component]
pub fn Outcome<S>(action: ServerAction<S>) -> impl IntoView
where
    S: ServerFn<Output = DeliveryLine, Error = crate::api::Refused> + Clone + Send + Sync + 'static,
{
    let l = locale();
    let first: Option<DeliveryLine> = use_context::<Page>().and_then(|page| page.answer_of(S::url()));
    let tried = Signal::derive(move || match action.value().get() {
        Some(Ok(line)) => Some(line),
        Some(Err(_)) => None,
        None => first.clone(),
    });
    let shown = move |line: DeliveryLine| {
        let tone = match line.state {
            DeliveryState::Delivered => Tone::Success,
            DeliveryState::Waiting | DeliveryState::Failed => Tone::Danger,
        };
        let words = outcome_words(l, &line);
        view! {
            <Notice tone=tone>
                <p><DeliveryBadge state=line.state/> " " {words}</p>
            </Notice>
        }
    };
    view! { <div aria-live="polite">{move || tried.get().map(shown)}</div> }
}
