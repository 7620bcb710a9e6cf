//! What runs right now, over all connections.

use super::super::meeting_words::MeetingBadge;
use crate::api::meetings::MeetingLine;
use crate::components::{Cell, DataTable, HeadCell, Row, Section};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// The live meetings; nothing when there are none.
#[component]
pub fn LiveNow(meetings: Vec<MeetingLine>) -> impl IntoView {
    let l = locale();
    (!meetings.is_empty()).then(|| {
        let head = vec![
            HeadCell::new(td_string!(l, meetings.list.subject)),
            HeadCell::new(td_string!(l, meetings.list.when)),
            HeadCell::new(td_string!(l, meetings.list.state_column)),
            HeadCell::new(td_string!(l, meetings.list.members)).end(),
        ];
        let rows = meetings.into_iter().map(|meeting| row(l, meeting)).collect_view();
        view! {
            <Section id="live" title=td_string!(l, agenda.live)>
                <DataTable caption=td_string!(l, agenda.live) head=head>{rows}</DataTable>
            </Section>
        }
    })
}

fn row(l: Locale, meeting: MeetingLine) -> impl IntoView {
    let people = meeting.members.map(|count| count.to_string());
    view! {
        <Row>
            <Cell main=true>
                <a href=format!("/meetings/{}", meeting.id)>{meeting.subject}</a>
                <span class="cell-note">{meeting.connection_name}</span>
            </Cell>
            <Cell label=td_string!(l, meetings.list.when)>
                <time datetime=meeting.machine>{meeting.when}</time>
            </Cell>
            <Cell label=td_string!(l, meetings.list.state_column)><MeetingBadge state=meeting.state/></Cell>
            <Cell label=td_string!(l, meetings.list.members) end=true>{people}</Cell>
        </Row>
    }
}
