//! A meeting: facts, what happens in it now, join links, recordings, history.

mod actions;
mod facts;
mod header;
mod history;
mod limits;
mod link_fields;
mod link_form;
mod link_table;
mod links;
mod live;
mod live_feed;
mod recordings;
mod room_rules;

use super::outcome::NotDone;
use super::refused::RefusedState;
use crate::api::Refused;
use crate::api::meetings::{MeetingView, view_meeting};
use crate::components::{Link, Loading, Notice, PageHeader, Tone};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use actions::Acts;
use facts::MeetingFacts;
use header::MeetingHeader;
use history::History;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use limits::Limits;
use links::JoinLinks;
use live::LiveState;
use live_feed::follow;
use portico_domain::meetings::MeetingState;
use recordings::Recordings;

/// One meeting, for those who may see it.
pub struct MeetingPage {
    acts: Acts,
    meeting: Resource<Result<MeetingView, Refused>>,
}

impl MeetingPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let address = use_params_map();
        let id = Memo::new(move |_| address.with(|params| params.get("id").unwrap_or_default()));
        let acts = Acts::new();
        let done = acts.done();
        Self { acts, meeting: Resource::new(move || (id.get(), done.get()), |(id, _)| view_meeting(id)) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let MeetingPage { acts, meeting } = this;
        view! {
            <Transition fallback=move || {
                view! { <Loading label=td_string!(l, meetings.loading_meeting) rows=6/> }
            }>
                {move || Suspend::new(async move {
                    match meeting.await {
                        Ok(view) => view! { <Known view=view acts=acts/> }.into_any(),
                        Err(Refused(refusal)) => view! {
                            <Title text=td_string!(l, meetings.title)/>
                            <PageHeader
                                title=td_string!(l, meetings.title)
                                back=Link::new("/meetings", td_string!(l, meetings.one.back))
                            />
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

/// The page as soon as the meeting is known.
#[component]
fn Known(view: MeetingView, acts: Acts) -> impl IntoView {
    let l = locale();
    let live = follow(view.line.id.clone(), view.live.clone());
    let end = FormState::new(acts.end, &["id", "key"]);
    let cancel = FormState::new(acts.cancel, &["id", "key"]);
    let unconfirmed = view.line.state == MeetingState::Unconfirmed;
    view! {
        <Title text=view.line.subject.clone()/>
        <MeetingHeader view=view.clone() acts=acts end=end cancel=cancel live=live/>
        <div class="stack">
            <NotDone state=end title=td_string!(l, meetings.one.trouble)/>
            <NotDone state=cancel title=td_string!(l, meetings.one.trouble)/>
            {unconfirmed.then(|| view! {
                <Notice tone=Tone::Warning title=td_string!(l, meetings.one.unconfirmed)>
                    <p>{td_string!(l, meetings.one.unconfirmed_text)}</p>
                </Notice>
            })}
            <MeetingFacts view=view.clone()/>
        </div>
        <LiveState id=view.line.id.clone() live=live/>
        <JoinLinks view=view.clone() acts=acts/>
        <Recordings
            rows=view.recordings
            possible={view.capabilities.recordings.possible()}
            vendor=view.line.vendor
        />
        <History changes=view.history/>
        <Limits capabilities=view.capabilities vendor=view.line.vendor/>
    }
}
