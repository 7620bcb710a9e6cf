//! `/system`: is all well, and if not, what to do now.

use super::concerns::Concerns;
use super::connections::ConnectionStates;
use super::figures::Figures;
use crate::api::Refused;
use crate::api::system::{SystemView, view_system};
use crate::components::{ButtonLink, Loading, PageHeader, Variant};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::refused::RefusedState;
use crate::pages::organizer::times_in::times_in;
use leptos::prelude::*;
use leptos_meta::Title;

/// Where the state of the whole is.
const SYSTEM: &str = "/system";

/// The page of the system's state.
pub struct SystemPage {
    view: Resource<Result<SystemView, Refused>>,
}

impl SystemPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        Self { view: Resource::new(|| (), |()| view_system()) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let view = this.view;
        view! {
            <Title text=td_string!(l, system.title)/>
            <PageHeader
                title=td_string!(l, system.title)
                meta=move || td_string!(l, system.meta)
                actions=move || again(l)
            />
            <Transition fallback=move || view! { <Loading label=td_string!(l, system.loading) rows=10/> }>
                {move || Suspend::new(async move {
                    match view.await {
                        Ok(found) => view! { <Found found=found/> }.into_any(),
                        Err(Refused(refusal)) => view! { <RefusedState refusal=refusal/> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

/// The same page anew, also without script.
fn again(l: Locale) -> impl IntoView {
    view! {
        // External: a fresh page, not the one in the browser's memory.
        <ButtonLink
            href=SYSTEM
            variant=Variant::Secondary
            icon=icondata::LuRefreshCw
            attr:rel="external"
        >
            {td_string!(l, system.again)}
        </ButtonLink>
    }
}

#[component]
fn Found(found: SystemView) -> impl IntoView {
    let l = locale();
    let SystemView { at, concerns, process, database, connections, work, audit, people } = found;
    let at = td_string!(l, system.at, at = at.as_str()).to_string();
    let at: Vec<String> = std::iter::once(at).chain(times_in(l)).collect();
    view! {
        <div class="stack">
            <p class="muted">{at.join(" ")}</p>
            <Concerns lines=concerns/>
        </div>
        <Figures id="process" title=td_string!(l, system.process.title) figures=process/>
        <Figures id="database" title=td_string!(l, system.database.title) figures=database/>
        <ConnectionStates lines=connections/>
        <Figures id="work" title=td_string!(l, system.work.title) figures=work/>
        <Figures id="audit" title=td_string!(l, audit.title) figures=audit>
            <p>
                <ButtonLink href="/audit#chain" variant=Variant::Secondary>
                    {td_string!(l, system.audit.open)}
                </ButtonLink>
            </p>
        </Figures>
        <Figures id="people" title=td_string!(l, people.title) figures=people/>
    }
}
