//! Recordings in words.

use super::{Asked, ages::ages, asked, meetings::choices, owners::owners};
use crate::api::Refused;
use crate::api::recordings::{
    FailedDeletionLine, Going, RecordingLine, RecordingList, RecordingQuery, RetentionView,
};
use portico_domain::connections::Connection;
use portico_domain::forms::RetentionForm;
use portico_domain::ids::{ConnectionId, RecordingId};
use portico_domain::recordings::{FailedDeletion, Recording};
use portico_domain::refusals::{Refusal, Rule};
use portico_service::{Order, RecordingFilter, RecordingRow, RecordingSort, when};

const ROWS: usize = 50;
/// What goes within so many seconds is pointed out.
const SOON: i64 = 7 * 86_400;

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
        owner: None,
        goes: recording.delete_at.map(|at| Going {
            at: asked.moment(at),
            machine: asked.zone.machine(at),
            soon: at <= asked.now.plus_seconds(SOON),
            overdue: at <= asked.now,
        }),
        retention: None,
    }
}

fn row_line(asked: &Asked, row: &RecordingRow) -> RecordingLine {
    let subject = row.meeting.as_ref().map(|meeting| meeting.subject.clone());
    let line = line(asked, &row.recording, &row.connection, subject, row.may_delete);
    RecordingLine { owner: row.owner_name.clone(), ..line }
}

/// For whoever may delete it: its own time if it has one, or else an empty field.
fn retention(asked: &Asked, row: &RecordingRow) -> Option<RetentionView> {
    let delete_at = row.recording.delete_at.map(|at| asked.zone.field(at));
    let failed = |failed: &FailedDeletion| FailedDeletionLine {
        at: asked.moment(failed.at),
        why: asked.noted(row.connection.vendor, &failed.failure, failed.code.as_deref()),
        next: asked.moment(failed.next),
    };
    row.may_delete.then(|| RetentionView {
        form: RetentionForm { delete_at: delete_at.unwrap_or_default() },
        zone: asked.zone.label(asked.now),
        now_field: asked.zone.field(asked.now),
        failed: row.recording.failed_deletion.as_ref().map(failed),
    })
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
    let owner = member.owned_by(&query.owner);
    let filter = RecordingFilter { text: query.text.clone(), connection, owner, ..Default::default() };
    let (sort, order) = match query.sort.as_str() {
        "oldest" => (RecordingSort::Created, Order::Ascending),
        "longest" => (RecordingSort::Duration, Order::Descending),
        "largest" => (RecordingSort::Size, Order::Descending),
        "title" => (RecordingSort::Title, Order::Ascending),
        _ => (RecordingSort::Created, Order::Descending),
    };
    let (rows, next) = member.recordings(&filter, sort, order, &query.after, ROWS).await?;
    let connections = member.connections().await?;
    Ok(RecordingList {
        count: member.count_recordings(&filter).await?,
        rows: rows.iter().map(|row| row_line(&asked, row)).collect(),
        next,
        zone: asked.zone.label(asked.now),
        owners: owners(&asked, &query.owner).await?,
        ages: ages(&asked, &connections, &query.connection),
        connections: choices(&connections),
    })
}

pub async fn view(id: String) -> Result<RecordingLine, Refused> {
    let asked = asked()?;
    let row = asked.member()?.recording(&RecordingId::new(id)).await?;
    Ok(RecordingLine { retention: retention(&asked, &row), ..row_line(&asked, &row) })
}

pub async fn retain(id: String, form: RetentionForm) -> Result<(), Refused> {
    let asked = asked()?;
    let organizer = asked.organizer()?;
    // Whose it is comes before what is wrong with the form.
    let row = organizer.own_recording(&RecordingId::new(id)).await?;
    let typed = form.read().map_err(Refusal::invalid)?;
    let no_time = || Refusal::field("delete_at", Rule::NotATime);
    let at = typed.map(|at| asked.zone.place(at).ok_or_else(no_time)).transpose()?;
    organizer.retain_recording(&row.recording.id, at).await?;
    Ok(())
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
