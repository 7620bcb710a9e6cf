//! A meeting as the table holds it.

use crate::Result;
use crate::error::StoreError;
use crate::sql::instant;
use portico_domain::ids::{ConnectionId, MeetingId, PersonId, SeriesId, VendorMeetingId};
use portico_domain::meetings::{Meeting, MeetingState, Period, Repeat};
use portico_domain::time::Timestamp;

/// `m.` throughout, so that other nouns can join meetings.
macro_rules! meeting_columns {
    () => {
        "m.id, m.connection_id, m.vendor_id, m.subject, m.start_at, m.end_at, m.repeat_period, \
         m.repeat_until, m.state, m.host_name, m.members, m.owner_id, m.options, m.public_url, \
         m.created_at, m.seen_at, m.sequence, m.series_id"
    };
}
pub(crate) use meeting_columns;

#[derive(sqlx_macros::FromRow)]
pub(crate) struct MeetingRow {
    id: String,
    connection_id: String,
    vendor_id: Option<String>,
    subject: String,
    start_at: i64,
    end_at: Option<i64>,
    repeat_period: Option<String>,
    repeat_until: Option<i64>,
    state: String,
    host_name: String,
    members: i64,
    owner_id: Option<String>,
    options: Option<String>,
    public_url: Option<String>,
    created_at: i64,
    seen_at: i64,
    sequence: i64,
    series_id: Option<String>,
}

impl TryFrom<MeetingRow> for Meeting {
    type Error = StoreError;

    fn try_from(row: MeetingRow) -> Result<Self> {
        let period = row.repeat_period.map(|name| {
            Period::from_name(&name).ok_or_else(|| StoreError::corrupt("meetings.repeat_period"))
        });
        let options = row
            .options
            .map(|text| serde_json::from_str(&text).map_err(|_| StoreError::corrupt("meetings.options")));
        Ok(Meeting {
            id: MeetingId(row.id),
            connection: ConnectionId(row.connection_id),
            vendor_id: row.vendor_id.map(VendorMeetingId),
            series: row.series_id.map(SeriesId),
            subject: row.subject,
            start: Timestamp(row.start_at),
            end: instant(row.end_at),
            repeat: period.transpose()?.map(|period| Repeat { period, until: instant(row.repeat_until) }),
            state: MeetingState::from_name(&row.state)
                .ok_or_else(|| StoreError::corrupt("meetings.state"))?,
            host_name: row.host_name,
            members: row.members,
            owner: row.owner_id.map(PersonId),
            options: options.transpose()?,
            public_url: row.public_url,
            created: Timestamp(row.created_at),
            seen: Timestamp(row.seen_at),
            sequence: row.sequence,
        })
    }
}
