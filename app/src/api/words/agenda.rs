//! The agenda in words.

use super::asked;
use crate::api::Refused;
use crate::api::agenda::{AgendaDay, AgendaView, Attention};
use crate::api::words::Asked;
use portico_domain::connections::Connection;
use portico_service::{Agenda, MeetingRow};

/// From this on a difference between clocks is worth a word; CloudRoom refuses at five minutes.
const NOTEWORTHY_SKEW_SECONDS: i64 = 120;

pub async fn read() -> Result<AgendaView, Refused> {
    let asked = asked()?;
    let member = asked.member()?;
    let agenda = member.agenda(&asked.zone).await?;
    let mut view = AgendaView {
        today: asked.zone.full_day(asked.now, asked.language),
        clock: asked.zone.clock(asked.now),
        zone: asked.zone.label(asked.now),
        live: agenda.live.iter().map(|row| asked.line(row)).collect(),
        days: days(&asked, &agenda.coming),
        cut: agenda.cut,
        no_connection: agenda.connections.is_empty(),
        ..AgendaView::default()
    };
    view.attention = attention(&asked, &agenda);
    Ok(view)
}

fn days(asked: &Asked, rows: &[MeetingRow]) -> Vec<AgendaDay> {
    let mut days: Vec<AgendaDay> = Vec::new();
    let today = asked.zone.day(asked.now, asked.now, asked.language);
    for row in rows {
        // What began before midnight still belongs to today.
        let shown = row.meeting.start.max(asked.zone.day_start(asked.zone.date(asked.now)));
        let label = asked.zone.day(shown, asked.now, asked.language);
        if days.last().is_none_or(|day| day.label != label) {
            days.push(AgendaDay { is_today: label == today, label, meetings: Vec::new() });
        }
        if let Some(day) = days.last_mut() {
            day.meetings.push(asked.line(row));
        }
    }
    days
}

fn attention(asked: &Asked, agenda: &Agenda) -> Vec<Attention> {
    let failing = agenda.connections.iter().filter_map(|connection| of_connection(asked, connection));
    let unconfirmed = agenda.unconfirmed.iter().map(|row| Attention::Unconfirmed {
        id: row.meeting.id.0.clone(),
        subject: row.meeting.subject.clone(),
        when: asked.zone.span(row.meeting.start, row.meeting.end, asked.now, asked.language),
    });
    failing.chain(unconfirmed).collect()
}

fn of_connection(asked: &Asked, connection: &Connection) -> Option<Attention> {
    let health = &connection.health;
    let (id, name) = (connection.id.0.clone(), connection.name.clone());
    if connection.paused {
        return None;
    }
    if health.is_failing() {
        return Some(Attention::Failing {
            connection: id,
            name,
            why: asked.noted(
                connection.vendor,
                health.failure.as_deref().unwrap_or_default(),
                health.code.as_deref(),
            ),
            since: health.failed.map(|at| asked.distance(at)).unwrap_or_default(),
            known: health.synchronised.map(|at| asked.distance(at)),
        });
    }
    let skew = health.skew_seconds.filter(|skew| skew.abs() >= NOTEWORTHY_SKEW_SECONDS)?;
    Some(Attention::Skewed { connection: id, name, vendor: connection.vendor, seconds: skew })
}
