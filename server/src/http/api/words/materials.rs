//! Attendance, streams and documents in JSON.

use super::time;
use axum::body::Bytes;
use portico_domain::forms::DocumentsForm;
use portico_service::{Attendance, DocumentRow, PersonTotal, Stay, StreamPlace, Streams};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who came and left.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attendance)]
pub struct AttendanceWords {
    /// By name.
    pub people: Vec<AttendeeWords>,
    /// By the time of entering.
    pub stays: Vec<StayWords>,
}

/// All stays of one person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attendee)]
pub struct AttendeeWords {
    /// As typed at the join; the vendor's id for somebody who did not come through Portico.
    pub name: String,
    /// Did they come through Portico?
    pub named: bool,
    /// `attendee`, `host`, `speaker` or `invisible`.
    pub role: Option<String>,
    /// What overlaps counts once.
    pub seconds: i64,
    pub stays: usize,
    pub inside: bool,
}

/// One stay of one person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stay)]
pub struct StayWords {
    /// The vendor's id of whoever it is, another one after each join.
    pub user: String,
    /// As typed at the join.
    pub name: Option<String>,
    /// `attendee`, `host`, `speaker` or `invisible`.
    pub role: Option<String>,
    #[schema(format = DateTime)]
    pub entered: String,
    /// None while inside.
    #[schema(format = DateTime)]
    pub left: Option<String>,
    /// Until now for somebody who is inside.
    pub seconds: i64,
}

/// Addresses of a meeting's broadcast. Each may carry a key.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Streams)]
pub struct StreamsWords {
    /// Was the meeting scheduled as a broadcast?
    pub broadcast: bool,
    /// Whoever has it can broadcast.
    pub push: Option<String>,
    /// Where it can be seen.
    pub pull: Vec<StreamWords>,
}

/// Where a broadcast can be seen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stream)]
pub struct StreamWords {
    pub url: String,
    /// On the air now from the vendor's `cdn` or the meeting `server`; or `kept` as it was told at the creation.
    pub from: String,
}

/// The documents of a meeting.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Documents)]
pub struct DocumentsWords {
    pub items: Vec<DocumentWords>,
}

/// A document of a meeting.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Document)]
pub struct DocumentWords {
    pub id: String,
    pub name: String,
    /// As the vendor says, such as `png`.
    pub kind: String,
}

/// Documents of the vendor's library to be attached to a meeting.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewDocuments)]
#[serde(deny_unknown_fields, default)]
pub struct NewDocuments {
    /// Their numbers.
    #[schema(min_items = 1, max_items = 50)]
    pub files: Vec<String>,
}

/// The bytes of a picture.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct PictureBytes(pub Bytes);

pub fn attendance(attendance: &Attendance) -> AttendanceWords {
    AttendanceWords {
        people: attendance.people.iter().map(attendee).collect(),
        stays: attendance.stays.iter().map(stay).collect(),
    }
}

fn attendee(person: &PersonTotal) -> AttendeeWords {
    AttendeeWords {
        name: person.name.clone(),
        named: person.named,
        role: person.role.map(|role| role.name().to_owned()),
        seconds: person.seconds,
        stays: person.stays,
        inside: person.inside,
    }
}

fn stay(stay: &Stay) -> StayWords {
    StayWords {
        user: stay.user_id.clone(),
        name: stay.name.clone(),
        role: stay.role.map(|role| role.name().to_owned()),
        entered: time(stay.entered),
        left: stay.left.map(time),
        seconds: stay.seconds,
    }
}

pub fn streams(streams: &Streams) -> StreamsWords {
    let from = |place| match place {
        StreamPlace::Cdn => "cdn",
        StreamPlace::Server => "server",
        StreamPlace::Kept => "kept",
    };
    let pull = streams.pull.iter();
    StreamsWords {
        broadcast: streams.broadcast,
        push: streams.push.as_ref().map(|address| address.expose_secret().to_owned()),
        pull: pull
            .map(|(place, address)| StreamWords {
                url: address.expose_secret().to_owned(),
                from: from(*place).to_owned(),
            })
            .collect(),
    }
}

pub fn document(row: DocumentRow) -> DocumentWords {
    DocumentWords { id: row.id, name: row.name, kind: row.kind }
}

/// The form that says the same.
pub fn form(wanted: &NewDocuments) -> DocumentsForm {
    DocumentsForm { files: wanted.files.join(",") }
}
