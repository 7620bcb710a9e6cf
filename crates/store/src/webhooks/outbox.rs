//! Writing events down, inside the transaction that changes what they tell of: whatever ends the process
//! afterwards, an event is there if and only if its change is.

use crate::Result;
use crate::error::StoreError;
use crate::meetings::{MeetingRow, meeting_columns};
use crate::new_id;
use crate::wire::{Wire, changing_on_wire, on_wire};
use futures::FutureExt;
use futures::future::BoxFuture;
use portico_domain::capabilities::Vendor;
use portico_domain::ids::VendorMeetingId;
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::time::{Timestamp, write_instant};
use portico_domain::webhooks::{Announced, EventKind};
use serde_json::{Value, json};

/// An event before it has a number.
pub(super) struct News {
    pub kind: EventKind,
    /// What the order holds for: a meeting, or a recording without one.
    pub about: String,
    pub meeting: Option<String>,
    pub data: Value,
}

#[derive(sqlx_macros::FromRow)]
struct MeetingStand {
    #[sqlx(flatten)]
    row: MeetingRow,
    vendor: String,
    announced_state: Option<String>,
    announced_sequence: Option<i64>,
    announced_members: Option<i64>,
    announced_number: Option<String>,
}

macro_rules! stand_query {
    () => {
        concat!(
            "SELECT ",
            meeting_columns!(),
            ", c.vendor, m.announced_state, m.announced_sequence, m.announced_members, m.announced_number \
             FROM meetings m JOIN connections c ON c.id = m.connection_id WHERE m.id = $1"
        )
    };
}

/// Tells of meetings that this transaction has changed, and notes how they now stand. Comes last in it: the
/// numbers of events are locked here, in one order everywhere. Boxed, as the compiler cannot see through so many
/// layers that it may move between threads.
pub(crate) fn tell_of_meetings<'c>(
    wire: impl Into<Wire<'c>>,
    ids: &'c [String],
    at: Timestamp,
) -> BoxFuture<'c, Result<()>> {
    meetings(wire.into(), ids, at).boxed()
}

async fn meetings(mut wire: Wire<'_>, ids: &[String], at: Timestamp) -> Result<()> {
    const NOTE: &str = "UPDATE meetings SET announced_state = state, announced_sequence = sequence, \
        announced_members = members, announced_number = vendor_id WHERE id = $1";
    let wire = &mut wire;
    let mut news = Vec::new();
    for id in ids {
        let stand: Option<MeetingStand> =
            on_wire!(wire, |tx| sqlx::query_as(stand_query!()).bind(id).fetch_optional(tx))?;
        let Some(stand) = stand else { continue };
        let before = before(&stand)?;
        let meeting: Meeting = stand.row.try_into()?;
        let now = Announced {
            state: meeting.state,
            sequence: meeting.sequence,
            members: meeting.members,
            number: meeting.vendor_id.clone(),
        };
        if now.state == MeetingState::Unconfirmed || before.as_ref() == Some(&now) {
            continue;
        }
        changing_on_wire!(wire, |tx| sqlx::query(NOTE).bind(id).execute(tx))?;
        let data = json!({ "meeting": meeting_facts(&meeting, &stand.vendor) });
        news.extend(now.since(before.as_ref()).into_iter().map(|kind| News {
            kind,
            about: id.clone(),
            meeting: Some(id.clone()),
            data: data.clone(),
        }));
    }
    publish(wire, news, at).await
}

fn before(stand: &MeetingStand) -> Result<Option<Announced>> {
    let Some(state) = &stand.announced_state else { return Ok(None) };
    Ok(Some(Announced {
        state: MeetingState::from_name(state)
            .ok_or_else(|| StoreError::corrupt("meetings.announced_state"))?,
        sequence: stand.announced_sequence.unwrap_or_default(),
        members: stand.announced_members.unwrap_or_default(),
        number: stand.announced_number.clone().map(VendorMeetingId),
    }))
}

/// By the names of the API's `Meeting`; what only some may see is not here.
fn meeting_facts(meeting: &Meeting, vendor: &str) -> Value {
    let repeat = meeting
        .repeat
        .map(|repeat| json!({ "period": repeat.period.name(), "until": repeat.until.map(write_instant) }));
    json!({
        "id": meeting.id,
        "connection": meeting.connection,
        "vendor": vendor,
        "number": meeting.vendor_id,
        "series": meeting.series,
        "subject": meeting.subject,
        "start": write_instant(meeting.start),
        "end": meeting.end.map(write_instant),
        "repeat": repeat,
        "state": meeting.state.name(),
        "host_name": meeting.host_name,
        "members": Vendor::from_name(vendor).map_or(Some(meeting.members), |vendor| meeting.people(vendor)),
        "created": write_instant(meeting.created),
        "sequence": meeting.sequence,
    })
}

/// Tells of somebody who went in.
pub(crate) fn tell_of_entrant<'c>(
    wire: impl Into<Wire<'c>>,
    meeting: &'c str,
    guest: Value,
    at: Timestamp,
) -> BoxFuture<'c, Result<()>> {
    entrant(wire.into(), meeting, guest, at).boxed()
}

async fn entrant(mut wire: Wire<'_>, meeting: &str, guest: Value, at: Timestamp) -> Result<()> {
    let wire = &mut wire;
    let stand: Option<MeetingStand> =
        on_wire!(wire, |tx| sqlx::query_as(stand_query!()).bind(meeting).fetch_optional(tx))?;
    let Some(stand) = stand else { return Ok(()) };
    let facts = meeting_facts(&stand.row.try_into()?, &stand.vendor);
    let data = json!({ "meeting": facts, "guest": guest });
    let (about, meeting) = (meeting.to_owned(), Some(meeting.to_owned()));
    publish(wire, vec![News { kind: EventKind::Joined, about, meeting, data }], at).await
}

#[derive(sqlx_macros::FromRow)]
struct RecordingStand {
    id: String,
    connection_id: String,
    vendor: String,
    vendor_meeting: String,
    meeting_id: Option<String>,
    title: String,
    created_at: i64,
    duration: i64,
    size: i64,
    gone: bool,
    announced: Option<String>,
}

/// Tells of recordings that this transaction has changed. As [`tell_of_meetings`], it comes last.
pub(crate) fn tell_of_recordings<'c>(
    wire: impl Into<Wire<'c>>,
    ids: &'c [String],
    at: Timestamp,
) -> BoxFuture<'c, Result<()>> {
    recordings(wire.into(), ids, at).boxed()
}

async fn recordings(mut wire: Wire<'_>, ids: &[String], at: Timestamp) -> Result<()> {
    const LOOK: &str = "SELECT r.id, r.connection_id, c.vendor, r.vendor_meeting, r.meeting_id, r.title, \
        r.created_at, r.duration, r.size, r.deleted_at IS NOT NULL AS gone, r.announced \
        FROM recordings r JOIN connections c ON c.id = r.connection_id WHERE r.id = $1";
    const NOTE: &str = "UPDATE recordings SET announced = $2 WHERE id = $1";
    let wire = &mut wire;
    let mut news = Vec::new();
    for id in ids {
        let stand: Option<RecordingStand> =
            on_wire!(wire, |tx| sqlx::query_as(LOOK).bind(id).fetch_optional(tx))?;
        let Some(stand) = stand else { continue };
        let (kind, now) = match (stand.announced.as_deref(), stand.gone) {
            (Some("ready"), true) => (EventKind::RecordingDeleted, "deleted"),
            (None | Some("deleted"), false) => (EventKind::RecordingReady, "ready"),
            _ => continue,
        };
        changing_on_wire!(wire, |tx| sqlx::query(NOTE).bind(id).bind(now).execute(tx))?;
        let about = stand.meeting_id.clone().unwrap_or_else(|| id.clone());
        let data = json!({ "recording": recording_facts(&stand) });
        news.push(News { kind, about, meeting: stand.meeting_id, data });
    }
    publish(wire, news, at).await
}

fn recording_facts(stand: &RecordingStand) -> Value {
    json!({
        "id": stand.id,
        "connection": stand.connection_id,
        "vendor": stand.vendor,
        "meeting": stand.meeting_id,
        "meeting_number": stand.vendor_meeting,
        "title": stand.title,
        "created": write_instant(Timestamp(stand.created_at)),
        "duration": stand.duration,
        "size": stand.size,
    })
}

/// Gives each event its number and lays it out for every address that wants it.
async fn publish(wire: &mut Wire<'_>, mut news: Vec<News>, at: Timestamp) -> Result<()> {
    const LISTENERS: &str = "SELECT id, events FROM webhooks WHERE stopped_at IS NULL ORDER BY id";
    const NUMBER: &str = "INSERT INTO event_numbers (about, last, at) VALUES ($1, 1, $2) \
        ON CONFLICT (about) DO UPDATE SET last = event_numbers.last + 1, at = excluded.at RETURNING last";
    if news.is_empty() {
        return Ok(());
    }
    let listeners: Vec<(String, String)> = on_wire!(wire, |tx| sqlx::query_as(LISTENERS).fetch_all(tx))?;
    // So that two transactions cannot lock each other out.
    news.sort_by(|a, b| a.about.cmp(&b.about));
    for event in &news {
        let name = event.kind.name();
        let wants = |events: &str| events.split_whitespace().any(|wanted| wanted == name);
        let wanting: Vec<_> = listeners.iter().filter(|(_, events)| wants(events)).collect();
        if wanting.is_empty() {
            continue;
        }
        let number: i64 = on_wire!(wire, |tx| sqlx::query_scalar(NUMBER)
            .bind(&event.about)
            .bind(at.millis())
            .fetch_one(tx))?;
        let body = body(event, at);
        let event_id = new_id();
        for (webhook, _) in wanting {
            let laid = Laid { webhook, event_id: &event_id, number, ordered: true, body: &body };
            lay_out(wire, event, &laid, at, super::give_up(at)).await?;
        }
    }
    Ok(())
}

/// What is sent, byte for byte.
pub(super) fn body(event: &News, at: Timestamp) -> String {
    let (name, data) = (event.kind.name(), &event.data);
    json!({ "type": name, "timestamp": write_instant(at), "data": data }).to_string()
}

/// One event for one address.
pub(super) struct Laid<'a> {
    pub webhook: &'a str,
    pub event_id: &'a str,
    pub number: i64,
    pub ordered: bool,
    pub body: &'a str,
}

pub(super) async fn lay_out(
    wire: &mut Wire<'_>,
    event: &News,
    laid: &Laid<'_>,
    at: Timestamp,
    give_up: i64,
) -> Result<String> {
    const SQL: &str = "INSERT INTO webhook_deliveries (id, webhook_id, event_id, kind, about, number, \
        ordered, replay, meeting_id, body, at, state, attempts, next_at, give_up_at, leased_until) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, $8, $9, $10, 'waiting', 0, $10, $11, 0)";
    let id = new_id();
    changing_on_wire!(wire, |tx| sqlx::query(SQL)
        .bind(&id)
        .bind(laid.webhook)
        .bind(laid.event_id)
        .bind(event.kind.name())
        .bind(&event.about)
        .bind(laid.number)
        .bind(laid.ordered)
        .bind(event.meeting.as_deref())
        .bind(laid.body)
        .bind(at.millis())
        .bind(give_up)
        .execute(tx))?;
    Ok(id)
}
