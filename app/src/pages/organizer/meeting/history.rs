//! What was done to the meeting, and by whom.

use crate::api::meetings::ChangeLine;
use crate::components::{Cell, DataTable, HeadCell, Row, Section};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// The changes as the server orders them.
#[component]
pub fn History(changes: Vec<ChangeLine>) -> impl IntoView {
    let l = locale();
    let content = if changes.is_empty() {
        view! { <p class="muted">{td_string!(l, meetings.history.empty)}</p> }.into_any()
    } else {
        view! { <Changes changes=changes/> }.into_any()
    };
    view! { <Section id="history" title=td_string!(l, meetings.history.title)>{content}</Section> }
}

#[component]
fn Changes(changes: Vec<ChangeLine>) -> impl IntoView {
    let l = locale();
    let head = vec![
        HeadCell::new(td_string!(l, meetings.history.what)),
        HeadCell::new(td_string!(l, meetings.history.at)),
        HeadCell::new(td_string!(l, meetings.history.who)),
        HeadCell::new(td_string!(l, meetings.history.detail)),
    ];
    let rows = changes.into_iter().map(|change| row(l, change)).collect_view();
    view! { <DataTable caption=td_string!(l, meetings.history.caption) head=head>{rows}</DataTable> }
}

fn row(l: Locale, change: ChangeLine) -> impl IntoView {
    let person = change.person.unwrap_or_else(|| td_string!(l, meetings.history.machine).to_owned());
    let detail =
        if change.detail.is_empty() { td_string!(l, meetings.none).to_owned() } else { change.detail };
    view! {
        <Row>
            <Cell main=true>{what_word(l, &change.what)}</Cell>
            <Cell label=td_string!(l, meetings.history.at)>{change.at}</Cell>
            <Cell label=td_string!(l, meetings.history.who)>{person}</Cell>
            <Cell label=td_string!(l, meetings.history.detail)>{detail}</Cell>
        </Row>
    }
}

/// A word of the audit log that this page does not know is still a change.
fn what_word(l: Locale, what: &str) -> &'static str {
    match what {
        "scheduled" => td_string!(l, meetings.history.scheduled),
        "changed-elsewhere" => td_string!(l, meetings.history.changed_elsewhere),
        "ended" => td_string!(l, meetings.history.ended),
        "cancelled" => td_string!(l, meetings.history.cancelled),
        "withdrawn" => td_string!(l, meetings.history.withdrawn),
        "cancelled-elsewhere" => td_string!(l, meetings.history.cancelled_elsewhere),
        "found" => td_string!(l, meetings.history.found),
        "confirmed" => td_string!(l, meetings.history.confirmed),
        "never-created" => td_string!(l, meetings.history.never_created),
        "never-answered" => td_string!(l, materials.history.never_answered),
        "documents-attached" => td_string!(l, materials.history.documents_attached),
        "background-changed" => td_string!(l, materials.history.background_changed),
        "renumbered" => td_string!(l, control.history.renumbered),
        "recording-started" => td_string!(l, control.history.recording_started),
        "recording-stopped" => td_string!(l, control.history.recording_stopped),
        "link-created" => td_string!(l, meetings.history.link_created),
        "link-revoked" => td_string!(l, meetings.history.link_revoked),
        "recording-deleted" => td_string!(l, meetings.history.recording_deleted),
        "recording-shared" => td_string!(l, meetings.history.recording_shared),
        "recording-unshared" => td_string!(l, meetings.history.recording_unshared),
        _ => td_string!(l, meetings.history.changed),
    }
}
