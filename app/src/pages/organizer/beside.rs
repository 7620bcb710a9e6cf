//! What the pages beside a meeting's own have in common: they name the meeting and lead back to it.

use super::refused::RefusedState;
use crate::api::Refused;
use crate::api::meetings::{MeetingView, view_meeting};
use crate::components::{Link, Loading, PageHeader};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The meeting that the address names.
pub type Read = Resource<Result<MeetingView, Refused>>;

/// Its id, as the address has it.
pub fn named() -> Memo<String> {
    let address = use_params_map();
    Memo::new(move |_| address.with(|params| params.get("id").unwrap_or_default()))
}

/// The heading, and the content as soon as the meeting is known.
pub fn beside(
    title: &'static str,
    meeting: Read,
    content: impl Fn(MeetingView) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    let l = locale();
    let show = move |known: Result<MeetingView, Refused>| match known {
        Ok(view) => {
            let back = Link::new(format!("/meetings/{}", view.line.id), view.line.subject.clone());
            let (machine, when) = (view.line.machine.clone(), view.line.when.clone());
            view! {
                <PageHeader
                    title=title
                    back=back
                    meta=move || view! { <time datetime=machine>{when}</time> }
                />
                {content(view)}
            }
            .into_any()
        }
        Err(Refused(refusal)) => view! {
            <PageHeader title=title back=Link::new("/meetings", td_string!(l, meetings.one.back))/>
            <RefusedState refusal=refusal/>
        }
        .into_any(),
    };
    view! {
        <Title text=title/>
        <Transition fallback=move || view! { <Loading label=td_string!(l, meetings.loading_meeting) rows=4/> }>
            {move || {
                let show = show.clone();
                Suspend::new(async move { show(meeting.await) })
            }}
        </Transition>
    }
    .into_any()
}

/// Begins to load the meeting.
pub fn load(id: Memo<String>) -> Read {
    Resource::new(move || id.get(), view_meeting)
}
