//! What belongs to a WebAPI meeting besides its times: attendance, streams, documents, the background.

use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::forms::DocumentsForm;
use portico_domain::links::JoinRole;
use portico_domain::refusals::Refusal;
use serde::{Deserialize, Serialize};

/// All parts; what could not be had says why. The picture is at `/meetings/{id}/background`, a document at
/// `/meetings/{id}/documents/{file}`, the attendance as a file at `/meetings/{id}/attendance.csv`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MaterialsView {
    pub attendance: Result<AttendanceView, Refusal>,
    /// Absent for those who may not edit.
    pub streams: Option<Result<StreamsView, Refusal>>,
    pub documents: Result<Vec<DocumentLine>, Refusal>,
    /// Was a picture set through Portico?
    pub has_background: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceView {
    /// Name and offset of the zone that the times are in.
    pub zone: String,
    pub people: Vec<PersonLine>,
    pub stays: Vec<StayLine>,
}

/// All stays of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLine {
    /// The vendor's id for somebody who did not come through Portico.
    pub name: String,
    pub named: bool,
    pub role: Option<JoinRole>,
    /// "1:02:03"
    pub length: String,
    pub stays: usize,
    pub inside: bool,
}

/// One stay of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StayLine {
    pub name: String,
    pub entered: Moment,
    /// Absent while inside.
    pub left: Option<Moment>,
    /// "2:03"
    pub length: String,
}

/// A time in words and as machines read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    pub words: String,
    pub machine: String,
}

/// Addresses of a broadcast, for those who may edit the meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamsView {
    /// Was the meeting scheduled as a broadcast?
    pub broadcast: bool,
    /// Whoever has it can broadcast.
    pub push: Option<String>,
    pub pull: Vec<StreamLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamLine {
    pub address: String,
    pub from: StreamFrom,
}

/// Who serves a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StreamFrom {
    /// On the air now, over the vendor's CDN.
    Cdn,
    /// On the air now, from the meeting server itself.
    Server,
    /// As told when the meeting was made.
    Kept,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLine {
    pub id: String,
    pub name: String,
    /// As the vendor says, such as `png`.
    pub kind: String,
}

/// `None` where the meeting has none of this: another vendor's, or one without a number yet.
#[server(prefix = "/fn", endpoint = "materials/view", output = Answer)]
pub async fn view_materials(meeting: String) -> Result<Option<MaterialsView>, Refused> {
    super::words::materials::view(meeting).await
}

/// Attaches documents of the vendor's library by their numbers.
#[server(prefix = "/fn", endpoint = "materials/attach", output = Answer)]
pub async fn attach_documents(meeting: String, key: String, form: DocumentsForm) -> Result<(), Refused> {
    super::words::materials::attach(meeting, key, form).await
}
