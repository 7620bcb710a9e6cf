//! Testing a connection: one harmless call, and its outcome in words.

use super::words::{remedy, skew_in_full};
use crate::api::connections::{TestConnection, TestResult};
use crate::components::{Button, Notice, Section, Tone, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::{locale, refusal_text};
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::refusals::Refusal;

/// The button, and what came of it.
#[component]
pub fn Testing(id: String, vendor: Vendor, action: ServerAction<TestConnection>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id"]);
    let refusal = state.refusal();
    let outcome = move || {
        if action.pending().get() {
            return ().into_any();
        }
        match (action.value().get(), refusal.get()) {
            (Some(Ok(result)), _) => view! { <Good result=result vendor=vendor/> }.into_any(),
            (_, Some(refusal)) => view! { <Bad refusal=refusal vendor=vendor/> }.into_any(),
            _ => ().into_any(),
        }
    };
    view! {
        <Section id="test" title=td_string!(l, connections.test.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, connections.test.text)}</p>
                <div aria-live="polite">{outcome}</div>
                <PostForm action=action state=state no_summary=true>
                    <input type="hidden" name="id" value=id/>
                    <Button
                        variant=Variant::Secondary
                        icon=icondata::LuPlugZap
                        pending=action.pending()
                        pending_label=td_string!(l, connections.test.pending)
                    >
                        {td_string!(l, connections.test.submit)}
                    </Button>
                </PostForm>
            </div>
        </Section>
    }
}

#[component]
fn Good(result: TestResult, vendor: Vendor) -> impl IntoView {
    let l = locale();
    let skew = skew_in_full(l, result.skew_seconds, vendor);
    let tone = if skew.is_some() { Tone::Warning } else { Tone::Success };
    view! {
        <Notice tone=tone title=td_string!(l, connections.test.good)>
            <p>{td_string!(l, connections.test.took, took = result.took).to_string()}</p>
            {skew.map(|text| view! { <p>{text}</p> })}
        </Notice>
    }
}

#[component]
fn Bad(refusal: Refusal, vendor: Vendor) -> impl IntoView {
    let l = locale();
    // The vendor's own code comes with its own remedy.
    let remedy = if refusal.vendor.is_some() { None } else { remedy(l, refusal.kind, vendor) };
    view! {
        <Notice tone=Tone::Danger title=td_string!(l, connections.test.bad)>
            <p>{refusal_text(l, &refusal)}</p>
            {remedy.map(|remedy| view! { <p>{remedy}</p> })}
        </Notice>
    }
}
