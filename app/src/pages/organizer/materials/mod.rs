//! What belongs to a WebAPI meeting besides its times.
//!
//! Each part is asked for at once with the page, stands in a section of its own and may fail alone. Forms
//! stand outside of what is read anew, so that nothing typed is lost while people come and go.

mod attach_form;
mod attendance;
mod background;
mod documents;
mod streams;

use super::beside::{self, beside};
use super::meeting::live_feed;
use super::outcome::successes;
use crate::api::Refused;
use crate::api::materials::{AttachDocuments, MaterialsView, view_materials};
use crate::api::meetings::{LivePanel, MeetingView};
use crate::components::{EmptyState, Loading, Notice, Tone};
use crate::i18n::*;
use crate::language::{locale, refusal_text};
use attendance::AttendanceSection;
use background::BackgroundSection;
use documents::DocumentsSection;
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::Refusal;
use streams::StreamsSection;

type Read = Resource<Result<Option<MaterialsView>, Refused>>;

/// Attendance, broadcast, documents and the picture of one meeting.
pub struct MaterialsPage {
    meeting: beside::Read,
    part: Part,
}

/// What the sections read, and the one write that is a server function.
#[derive(Clone, Copy)]
struct Part {
    read: Read,
    attach: ServerAction<AttachDocuments>,
}

impl MaterialsPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let id = beside::named();
        let attach = ServerAction::new();
        let done = successes(attach);
        let read = Resource::new(move || (id.get(), done.get()), |(id, _)| view_materials(id));
        Self { meeting: beside::load(id), part: Part { read, attach } }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let title = td_string!(locale(), materials.page.title);
        let part = this.part;
        beside(title, this.meeting, move |view| view! { <Materials view=view part=part/> }.into_any())
    }
}

/// All sections, where the meeting stands at a vendor that has such things.
#[component]
fn Materials(view: MeetingView, part: Part) -> impl IntoView {
    let l = locale();
    if !has_materials(&view) {
        return view! {
            <EmptyState
                icon=icondata::LuFolderOpen
                title=td_string!(l, materials.page.none)
                text=td_string!(l, materials.page.none_text)
            />
        }
        .into_any();
    }
    let open = matches!(view.line.state, MeetingState::Scheduled | MeetingState::Live);
    let may_change = view.may_edit && open;
    let id = view.line.id.clone();
    follow(part.read, live_feed::follow(id.clone(), view.live));
    view! {
        <AttendanceSection id=id.clone() read=part.read/>
        {view.may_edit.then(|| view! { <StreamsSection read=part.read/> })}
        <DocumentsSection id=id.clone() key=view.key.clone() part=part may_change=may_change/>
        <BackgroundSection id=id key=view.key read=part.read may_change=may_change/>
    }
    .into_any()
}

/// Whether the meeting has any of this: only one vendor's has, and only once it has a number there.
pub fn has_materials(view: &MeetingView) -> bool {
    view.line.vendor == Vendor::Webapi && view.line.number.is_some()
}

/// Attendance grows as people come, so it is read anew when their number changes.
fn follow(read: Read, live: Signal<LivePanel>) {
    let inside = Memo::new(move |_| live.with(|live| (live.state, live.members)));
    Effect::new(move |before: Option<(MeetingState, Option<i64>)>| {
        let now = inside.get();
        if before.is_some_and(|before| before != now) {
            read.refetch();
        }
        now
    });
}

/// One part as soon as it is known: shown, or why it is not there.
fn part<T: Send + 'static>(
    read: Read,
    pick: fn(MaterialsView) -> Option<Result<T, Refusal>>,
    show: impl Fn(Locale, T) -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let l = locale();
    view! {
        <Transition fallback=move || view! { <Loading label=td_string!(l, materials.loading) rows=3/> }>
            {move || {
                let show = show.clone();
                Suspend::new(async move {
                    match read.await.map(|view| view.and_then(pick)) {
                        Ok(None) => ().into_any(),
                        Ok(Some(Ok(known))) => show(l, known),
                        Ok(Some(Err(refusal))) | Err(Refused(refusal)) => missing(l, &refusal),
                    }
                })
            }}
        </Transition>
    }
}

/// Why a part is not there. The rest of the page does not depend on it.
fn missing(l: Locale, refusal: &Refusal) -> AnyView {
    let text = refusal_text(l, refusal);
    view! { <Notice tone=Tone::Old title=td_string!(l, materials.missing)><p>{text}</p></Notice> }.into_any()
}
