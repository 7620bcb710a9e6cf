//! Recordings in words.

use super::{Asked, asked, meetings::choices};
use crate::api::Refused;
use crate::api::recordings::{RecordingLine, RecordingList, RecordingQuery};
use portico_domain::connections::Connection;
use portico_domain::ids::{ConnectionId, RecordingId};
use portico_domain::recordings::Recording;
use portico_service::{Order, RecordingFilter, RecordingRow, RecordingSort, when};

const ROWS: usize = 50;

pub fn line(
    asked: &Asked,
    recording: &Recording,
    connection: &Connection,
    meeting_subject: Option<String>,
    may_delete: bool,
) -> RecordingLine {
    RecordingLine {
        id: recording.id.0.clone(),
        title: recording.title.clone(),
        created: asked.moment(recording.created),
        machine: asked.zone.machine(recording.created),
        length: when::length(recording.duration),
        size: (recording.size > 0).then(|| size(recording.size)),
        connection_name: connection.name.clone(),
        vendor: connection.vendor,
        meeting: recording.meeting.as_ref().map(|id| id.0.clone()),
        meeting_subject,
        number: recording.vendor_meeting.0.clone(),
        may_delete,
    }
}

fn row_line(asked: &Asked, row: &RecordingRow) -> RecordingLine {
    let subject = row.meeting.as_ref().map(|meeting| meeting.subject.clone());
    line(asked, &row.recording, &row.connection, subject, row.may_delete)
}

/// Bytes as people read them, in powers of a thousand as disks are sold.
pub(super) fn size(bytes: i64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let mut amount = bytes.max(0) as f64 / 1000.0;
    let mut unit = UNITS[0];
    for next in &UNITS[1..] {
        if amount < 1000.0 {
            break;
        }
        amount /= 1000.0;
        unit = next;
    }
    if amount < 10.0 { format!("{amount:.1} {unit}") } else { format!("{amount:.0} {unit}") }
}

pub async fn list(query: RecordingQuery) -> Result<RecordingList, Refused> {
    let asked = asked()?;
    let member = asked.member()?;
    let connection = (!query.connection.is_empty()).then(|| ConnectionId::new(query.connection.as_str()));
    let filter = RecordingFilter { text: query.text.clone(), connection, ..Default::default() };
    let (sort, order) = match query.sort.as_str() {
        "oldest" => (RecordingSort::Created, Order::Ascending),
        "longest" => (RecordingSort::Duration, Order::Descending),
        "largest" => (RecordingSort::Size, Order::Descending),
        "title" => (RecordingSort::Title, Order::Ascending),
        _ => (RecordingSort::Created, Order::Descending),
    };
    let (rows, next) = member.recordings(&filter, sort, order, &query.after, ROWS).await?;
    let whole = query.after.is_empty() && next.is_none();
    Ok(RecordingList {
        count: whole.then_some(rows.len() as i64),
        rows: rows.iter().map(|row| row_line(&asked, row)).collect(),
        next,
        zone: asked.zone.label(asked.now),
        connections: choices(&member.connections().await?),
    })
}

pub async fn view(id: String) -> Result<RecordingLine, Refused> {
    let asked = asked()?;
    let row = asked.member()?.recording(&RecordingId::new(id)).await?;
    Ok(row_line(&asked, &row))
}

pub async fn delete(id: String) -> Result<(), Refused> {
    asked()?.organizer()?.delete_recording(&RecordingId::new(id)).await?;
    leptos_axum::redirect("/recordings");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_as_people_read_them() {
        assert_eq!(size(6_950_912), "7.0 MB");
        assert_eq!(size(250_000), "250 kB");
        assert_eq!(size(0), "0.0 kB");
        assert_eq!(size(12_345_678_901), "12 GB");
    }
}
