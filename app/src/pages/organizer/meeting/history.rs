//! What was done to the meeting, and by whom.

use crate::api::meetings::ChangeLine;
use crate::components::{Cell, DataTable, HeadCell, Row, Section};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting_words::changed_fields;
use leptos::prelude::*;
use portico_domain::meetings::MOST_CHANGES;

/// The changes as the server orders them.
#[component]
pub fn History(mut changes: Vec<ChangeLine>) -> impl IntoView {
    let l = locale();
    // The server reads one more than are shown.
    let cut = changes.len() > MOST_CHANGES;
    changes.truncate(MOST_CHANGES);
    let content = if changes.is_empty() {
        view! { <p class="muted">{td_string!(l, meetings.history.empty)}</p> }.into_any()
    } else {
        view! {
            <Changes changes=changes/>
            {cut.then(|| view! {
                <p class="muted">{td_string!(l, meetings.history.cut, most = MOST_CHANGES).to_string()}</p>
            })}
        }
        .into_any()
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
    let detail = detail_text(l, &change.what, change.detail);
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
        "link-changed" => td_string!(l, meetings.history.link_changed),
        "shared" => td_string!(l, meetings.history.shared),
        "unshared" => td_string!(l, meetings.history.unshared),
        "handed-over" => td_string!(l, meetings.history.handed_over),
        "recording-goes" => td_string!(l, meetings.history.recording_goes),
        "recording-kept" => td_string!(l, meetings.history.recording_kept),
        "recording-deleted" => td_string!(l, meetings.history.recording_deleted),
        "recording-shared" => td_string!(l, meetings.history.recording_shared),
        "recording-unshared" => td_string!(l, meetings.history.recording_unshared),
        _ => td_string!(l, meetings.history.changed),
    }
}

/// A change names its fields; whatever else has a detail has it in words already.
fn detail_text(l: Locale, what: &str, detail: String) -> String {
    match what {
        _ if detail.is_empty() => td_string!(l, meetings.none).to_owned(),
        "changed" => changed_fields(l, &detail),
        _ => detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_a_change_are_named_in_the_readers_language() {
        let text = |l, detail: &str| detail_text(l, "changed", detail.to_owned());
        assert_eq!(text(Locale::en, "subject start"), "subject, start");
        assert_eq!(text(Locale::en, "end repeat options password"), "end, repetition, options, password");
        assert_eq!(text(Locale::zh_CN, "subject start"), "主题、开始时间");
        assert_eq!(
            text(Locale::en, "subject colour"),
            "subject, colour",
            "an unknown field is shown as it is"
        );
        assert_eq!(text(Locale::en, ""), "–");
        assert_eq!(detail_text(Locale::en, "link-created", "Start of term".into()), "Start of term");
    }
}
