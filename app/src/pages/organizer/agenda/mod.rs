//! The agenda: what needs attention, what is live, what comes next.

mod attention;
mod days;
mod empty;
mod live;

use super::refused::RefusedState;
use crate::api::Refused;
use crate::api::agenda::{AgendaView, read_agenda};
use crate::components::{ButtonLink, Loading, PageHeader};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use attention::AttentionList;
use days::Days;
use empty::{NoConnection, NothingPlanned};
use leptos::prelude::*;
use leptos_meta::Title;
use live::LiveNow;

/// The home of everyone who is signed in.
pub struct AgendaPage {
    agenda: Resource<Result<AgendaView, Refused>>,
}

impl AgendaPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        Self { agenda: Resource::new(|| (), |()| read_agenda()) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let agenda = this.agenda;
        view! {
            <Title text=td_string!(l, agenda.title)/>
            <Transition fallback=move || view! { <Loading label=td_string!(l, agenda.loading) rows=5/> }>
                {move || Suspend::new(async move {
                    match agenda.await {
                        Ok(view) => view! { <Today view=view/> }.into_any(),
                        Err(Refused(refusal)) => view! {
                            <PageHeader title=td_string!(l, agenda.title)/>
                            <RefusedState refusal=refusal/>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

/// The page as soon as it is known.
#[component]
fn Today(view: AgendaView) -> impl IntoView {
    let l = locale();
    let viewer = use_context::<Page>().and_then(|page| page.viewer);
    let organizes = viewer.as_ref().is_some_and(|viewer| viewer.may_organize());
    let administers = viewer.as_ref().is_some_and(|viewer| viewer.may_administer());

    let zone = td_string!(l, agenda.zone, zone = view.zone.clone()).to_string();
    let nothing = view.live.is_empty() && view.days.iter().all(|day| day.meetings.is_empty());
    // An empty agenda carries the button itself.
    let may_schedule = organizes && !view.no_connection && !nothing;
    let content = if view.no_connection {
        view! { <NoConnection administers=administers/> }.into_any()
    } else if nothing {
        view! { <NothingPlanned organizes=organizes/> }.into_any()
    } else {
        view! {
            <Days days=view.days clock=view.clock/>
            {view.cut.then(|| view! {
                <p>
                    {td_string!(l, agenda.cut)} " "
                    <a href="/meetings/calendar">{td_string!(l, agenda.calendar)}</a>
                </p>
            })}
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=view.today
            meta=move || zone
            actions=move || may_schedule.then(|| view! {
                <ButtonLink href="/meetings/new" icon=icondata::LuCalendarPlus>
                    {td_string!(l, agenda.schedule)}
                </ButtonLink>
            })
        />
        <div class="stack">
            <AttentionList items=view.attention administers=administers/>
            <LiveNow meetings=view.live/>
            {content}
        </div>
    }
}
