//! What happens in the room, and its recording: who records, start and stop, where it is streamed.

mod buttons;
mod feed;
mod panel;

use super::super::outcome::{NotDone, successes};
use crate::api::Refused;
use crate::api::control::{RoomPanel, StartRecording, StopRecording, read_room};
use crate::api::meetings::MeetingView;
use crate::components::{ButtonLink, Loading, Notice, Section, Tone, Variant};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::{locale, refusal_text};
use leptos::prelude::*;
use panel::Panel;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::Refusal;

/// What the section reads and does. Lives as long as the page.
#[derive(Clone, Copy)]
pub struct RecorderPart {
    read: Resource<Result<Option<RoomPanel>, Refused>>,
    start: ServerAction<StartRecording>,
    stop: ServerAction<StopRecording>,
}

impl RecorderPart {
    /// Begins to load the room of the meeting with this id.
    pub fn load(id: Memo<String>) -> Self {
        let (start, stop) = (ServerAction::new(), ServerAction::new());
        let (started, stopped) = (successes(start), successes(stop));
        let read = Resource::new(move || (id.get(), started.get(), stopped.get()), |(id, ..)| read_room(id));
        Self { read, start, stop }
    }
}

/// The section, where the vendor can be told to record and the meeting is not over.
#[component]
pub fn Recorder(view: MeetingView, part: RecorderPart) -> impl IntoView {
    let open = matches!(view.line.state, MeetingState::Scheduled | MeetingState::Live);
    let shown = open && view.capabilities.record_on_demand.possible();
    shown.then(|| view! { <Room id=view.line.id subject=view.line.subject part=part/> })
}

#[component]
fn Room(id: String, subject: String, part: RecorderPart) -> impl IntoView {
    let l = locale();
    let start = FormState::new(part.start, &["id", "key"]);
    let stop = FormState::new(part.stop, &["id", "key"]);
    let page = format!("/meetings/{id}");
    view! {
        <Section
            id="recorder"
            title=td_string!(l, control.title)
            actions=move || view! {
                // External: without script a plain link, with script a page read anew.
                <ButtonLink
                    href=page
                    variant=Variant::Quiet
                    icon=icondata::LuRefreshCw
                    attr:rel="external"
                >
                    {td_string!(l, control.refresh)}
                </ButtonLink>
            }
        >
            <div class="stack">
                <NotDone state=start title=td_string!(l, control.not_started)/>
                <NotDone state=stop title=td_string!(l, control.not_stopped)/>
                <Transition fallback=move || {
                    view! { <Loading label=td_string!(l, control.loading) rows=2/> }
                }>
                    {move || {
                        let (id, subject) = (id.clone(), subject.clone());
                        Suspend::new(async move {
                            match part.read.await {
                                Ok(Some(panel)) => view! {
                                    <Panel id=id subject=subject panel=panel part=part start=start stop=stop/>
                                }
                                .into_any(),
                                Ok(None) => ().into_any(),
                                Err(Refused(refusal)) => silent(l, &refusal),
                            }
                        })
                    }}
                </Transition>
            </div>
        </Section>
    }
}

fn silent(l: Locale, refusal: &Refusal) -> AnyView {
    let text = refusal_text(l, refusal);
    view! { <Notice tone=Tone::Old title=td_string!(l, control.silent)><p>{text}</p></Notice> }.into_any()
}
