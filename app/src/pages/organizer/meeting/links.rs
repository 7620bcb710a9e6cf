//! The join links: what people are given instead of a vendor address.

use super::actions::Acts;
use super::link_form::CreateForm;
use super::link_table::LinkTable;
use crate::api::meetings::MeetingView;
use crate::components::{EmptyState, Section};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::NotDone;
use leptos::prelude::*;
use portico_domain::meetings::MeetingState;

/// The links of the meeting, and the form that makes one.
#[component]
pub fn JoinLinks(view: MeetingView, acts: Acts) -> impl IntoView {
    let l = locale();
    let revoke = FormState::new(acts.revoke_link, &["meeting", "link"]);
    let meeting = view.line.id.clone();
    let over = matches!(view.line.state, MeetingState::Ended | MeetingState::Cancelled);
    let may_create = view.may_edit && !over;
    let none_yet = view.links.is_empty();
    let list = if none_yet {
        let (title, text) = if may_create {
            (td_string!(l, meetings.links.empty), Some(td_string!(l, meetings.links.empty_text).to_owned()))
        } else {
            (td_string!(l, meetings.links.empty_closed), None)
        };
        view! { <EmptyState icon=icondata::LuLink title=title text=text/> }.into_any()
    } else {
        view! {
            <LinkTable meeting=meeting.clone() links=view.links may_revoke=view.may_edit acts=acts state=revoke/>
        }
        .into_any()
    };
    let create = may_create.then(|| {
        view! {
            <CreateForm
                meeting=meeting
                roles=view.line.vendor.join_roles()
                zone=view.zone
                earliest=view.now_field
                open=none_yet
                acts=acts
            />
        }
    });
    view! {
        <Section id="links" title=td_string!(l, meetings.links.title)>
            <div class="stack">
                <NotDone state=revoke title=td_string!(l, meetings.one.trouble)/>
                {list}
                {create}
            </div>
        </Section>
    }
}
