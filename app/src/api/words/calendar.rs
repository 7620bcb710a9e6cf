//! A calendar sheet in words.

use super::ages::ages;
use super::meetings::{choices, states};
use super::owners::owners;
use super::{Asked, asked};
use crate::api::Refused;
use crate::api::meetings::{CalendarDay, CalendarQuery, CalendarView};
use portico_domain::ids::ConnectionId;
use portico_domain::meetings::MeetingState;
use portico_service::sheet::{self, Sheet, Span};
use portico_service::{MeetingFilter, MeetingRow, Member};

/// So many meetings of a day stand in a month; the week shows them all.
const SHOWN_IN_A_MONTH: usize = 4;

pub async fn read(query: CalendarQuery) -> Result<CalendarView, Refused> {
    let asked = asked()?;
    let member = asked.member()?;
    let span = if query.view == "week" { Span::Week } else { Span::Month };
    let sheet = Sheet::of(&query.day, span, asked.zone.date(asked.now));
    let filter = filter(&member, &query);
    let between = member.meetings_between(sheet.instants(&asked.zone), &asked.zone, &filter).await?;
    let connections = member.connections().await?;
    let most = if span == Span::Month { SHOWN_IN_A_MONTH } else { usize::MAX };
    Ok(CalendarView {
        title: sheet.title(asked.language),
        weekdays: sheet::weekdays(asked.language).map(str::to_owned).to_vec(),
        days: days(&asked, &sheet, &between.rows, most),
        previous: sheet.previous().to_string(),
        next: sheet.next().to_string(),
        cut: between.cut,
        zone: asked.zone.label(asked.now),
        owners: owners(&asked, &query.owner).await?,
        ages: ages(&asked, &connections, &query.connection),
        connections: choices(&connections),
    })
}

fn filter(member: &Member, query: &CalendarQuery) -> MeetingFilter {
    let states = match query.state.as_str() {
        "" => Vec::new(),
        "all" => MeetingState::ALL.to_vec(),
        name => states(name),
    };
    let connection = (!query.connection.is_empty()).then(|| ConnectionId::new(query.connection.as_str()));
    MeetingFilter {
        text: query.text.clone(),
        connection,
        states,
        owner: member.owned_by(&query.owner),
        ..MeetingFilter::default()
    }
}

fn days(asked: &Asked, sheet: &Sheet, rows: &[MeetingRow], most: usize) -> Vec<CalendarDay> {
    let (begin, _) = sheet.instants(&asked.zone);
    let today = asked.zone.date(asked.now);
    // What began before the sheet stands on its first day.
    let mut rows = rows.iter().map(|row| (asked.zone.date(row.meeting.start.max(begin)), row)).peekable();
    let mut days = Vec::new();
    for day in sheet.weeks().into_iter().flatten() {
        let mut meetings = Vec::new();
        while let Some((_, row)) = rows.next_if(|(date, _)| *date == day) {
            meetings.push(asked.line(row));
        }
        let more = meetings.len().saturating_sub(most);
        meetings.truncate(most);
        days.push(CalendarDay {
            date: day.to_string(),
            number: day.day().to_string(),
            label: asked.zone.day(asked.zone.day_start(day), asked.now, asked.language),
            is_today: day == today,
            is_inside: sheet.is_inside(day),
            meetings,
            more,
        });
    }
    days
}
