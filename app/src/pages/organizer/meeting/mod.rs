//! A meeting: facts, what happens in it now, join links, recordings, history.

mod actions;
mod facts;
mod header;
mod history;
mod limits;
pub(super) mod link_fields;
mod link_form;
mod link_table;
mod links;
mod live;
pub(super) mod live_feed;
mod more;
mod nudges;
mod own_facts;
mod recorder;
mod recordings;
mod room_rules;
mod series;
mod unconfirmed;
mod under_way;

use super::beside;
use super::outcome::{Done, NotDone, saved_word};
use super::refused::RefusedState;
use crate::api::Refused;
use crate::api::meetings::{MeetingView, view_meeting};
use crate::components::{Link, Loading, PageHeader};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use actions::Acts;
use facts::MeetingFacts;
use header::MeetingHeader;
use history::History;
use leptos::prelude::*;
use leptos_meta::Title;
use limits::Limits;
use links::JoinLinks;
use live::LiveState;
use live_feed::follow;
use more::More;
use recorder::{Recorder, RecorderPart};
use recordings::Recordings;
use series::Series;
use unconfirmed::Unconfirmed;
use under_way::SeriesUnderWay;

/// One meeting, for those who may see it.
pub struct MeetingPage {
    acts: Acts,
    meeting: Resource<Result<MeetingView, Refused>>,
    recorder: RecorderPart,
}

impl MeetingPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let id = beside::named();
        let acts = Acts::new();
        let done = acts.done();
        let meeting = Resource::new(move || (id.get(), done.get()), |(id, _)| view_meeting(id));
        Self { acts, meeting, recorder: RecorderPart::load(id) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let MeetingPage { acts, meeting, recorder } = this;
        view! {
            <Transition fallback=move || {
                view! { <Loading label=td_string!(l, meetings.loading_meeting) rows=6/> }
            }>
                {move || Suspend::new(async move {
                    match meeting.await {
                        Ok(view) => view! {
                            <Known view=view acts=acts recorder=recorder/>
                        }
                        .into_any(),
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
fn Known(view: MeetingView, acts: Acts, recorder: RecorderPart) -> impl IntoView {
    let l = locale();
    let live = follow(view.line.id.clone(), view.live.clone());
    let end = FormState::new(acts.end, &["id", "key"]);
    let cancel = FormState::new(acts.cancel, &["id", "key"]);
    let handed_over = saved_word().get_value().is_some_and(|word| word == "handed-over");
    let handed_over = handed_over.then(|| td_string!(l, people.shares.owner.done).to_owned());
    view! {
        <Title text=view.line.subject.clone()/>
        <MeetingHeader view=view.clone() acts=acts end=end cancel=cancel live=live/>
        <div class="stack">
            <Done text=Signal::stored(handed_over)/>
            <NotDone state=end title=td_string!(l, meetings.one.trouble)/>
            <NotDone state=cancel title=td_string!(l, meetings.one.trouble)/>
            <SeriesUnderWay id=view.line.id.clone() live=live/>
            <Unconfirmed view=view.clone()/>
            <MeetingFacts view=view.clone()/>
        </div>
        <LiveState id=view.line.id.clone() live=live/>
        <Recorder view=view.clone() part=recorder/>
        <JoinLinks view=view.clone() acts=acts/>
        <Series view=view.clone() acts=acts/>
        <More view=view.clone()/>
        <Recordings
            rows=view.recordings.clone()
            possible={view.capabilities.recordings.possible()}
            vendor=view.line.vendor
        />
        <History changes=view.history/>
        <Limits capabilities=view.capabilities vendor=view.line.vendor/>
    }
}
