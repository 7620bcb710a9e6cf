//! Meetings side by side.

use super::super::meeting_words::{MeetingBadge, period_word};
use crate::api::meetings::MeetingLine;
use crate::components::{Badge, Cell, DataTable, HeadCell, Row};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// A page of the list.
#[component]
pub fn MeetingTable(rows: Vec<MeetingLine>) -> impl IntoView {
    let l = locale();
    let head = vec![
        HeadCell::new(td_string!(l, meetings.list.subject)),
        HeadCell::new(td_string!(l, meetings.list.when)),
        HeadCell::new(td_string!(l, meetings.list.state_column)),
        HeadCell::new(td_string!(l, meetings.list.host)),
        HeadCell::new(td_string!(l, meetings.list.connection)),
        HeadCell::new(td_string!(l, meetings.list.number)),
        HeadCell::new(td_string!(l, meetings.list.members)).end(),
    ];
    let rows = rows.into_iter().map(|meeting| view! { <MeetingRow meeting=meeting/> }).collect_view();
    view! { <DataTable caption=td_string!(l, meetings.list.caption) head=head>{rows}</DataTable> }
}

#[component]
fn MeetingRow(meeting: MeetingLine) -> impl IntoView {
    let l = locale();
    let repeats = meeting.repeats.map(|period| {
        view! { <span class="cell-note">{period_word(l, period)}</span> }
    });
    let mine = meeting.mine.then(|| view! { " " <Badge>{td_string!(l, meetings.list.yours)}</Badge> });
    let series = meeting.in_series.then(|| view! { " " <Badge>{td_string!(l, series.badge)}</Badge> });
    let or_dash =
        move |text: String| if text.is_empty() { td_string!(l, meetings.none).to_owned() } else { text };
    let people = meeting.members.map(|count| count.to_string()).unwrap_or_default();
    view! {
        <Row>
            <Cell main=true>
                <a href=format!("/meetings/{}", meeting.id)>{meeting.subject}</a>
                {mine}
                {series}
            </Cell>
            <Cell label=td_string!(l, meetings.list.when)>
                <div>
                    <time datetime=meeting.machine>{meeting.when}</time>
                    {repeats}
                </div>
            </Cell>
            <Cell label=td_string!(l, meetings.list.state_column)><MeetingBadge state=meeting.state/></Cell>
            <Cell label=td_string!(l, meetings.list.host)>{or_dash(meeting.host_name)}</Cell>
            <Cell label=td_string!(l, meetings.list.connection)>{meeting.connection_name}</Cell>
            <Cell label=td_string!(l, meetings.list.number)>
                {or_dash(meeting.number.unwrap_or_default())}
            </Cell>
            <Cell label=td_string!(l, meetings.list.members) end=true>{or_dash(people)}</Cell>
        </Row>
    }
}
