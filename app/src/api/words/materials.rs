//! What belongs to a meeting besides its times, in words.

use super::{Asked, asked};
use crate::api::Refused;
use crate::api::materials::{
    AttendanceView, DocumentLine, MaterialsView, Moment, PersonLine, StayLine, StreamFrom, StreamLine,
    StreamsView,
};
use portico_domain::forms::DocumentsForm;
use portico_domain::ids::MeetingId;
use portico_domain::refusals::Kind;
use portico_domain::time::Timestamp;
use portico_service::{Attendance, DocumentRow, Materials, StreamPlace, Streams, when};
use secrecy::ExposeSecret;

pub async fn view(meeting: String) -> Result<Option<MaterialsView>, Refused> {
    let asked = asked()?;
    match asked.member()?.materials(&MeetingId::new(meeting)).await {
        Ok(materials) => Ok(Some(in_words(&asked, materials))),
        Err(refusal) if matches!(refusal.kind, Kind::Unsupported | Kind::Unconfirmed) => Ok(None),
        Err(refusal) => Err(refusal.into()),
    }
}

fn in_words(asked: &Asked, materials: Materials) -> MaterialsView {
    MaterialsView {
        attendance: materials.attendance.map(|attendance| attended(asked, &attendance)),
        streams: materials.streams.map(|streams| streams.map(streamed)),
        documents: materials.documents.map(|documents| documents.into_iter().map(document).collect()),
        has_background: materials.has_background,
    }
}

fn attended(asked: &Asked, attendance: &Attendance) -> AttendanceView {
    let moment = |at: Timestamp| Moment { words: asked.moment(at), machine: asked.zone.machine(at) };
    let people = attendance.people.iter().map(|person| PersonLine {
        name: person.name.clone(),
        named: person.named,
        role: person.role,
        length: when::length(person.seconds),
        stays: person.stays,
        inside: person.inside,
    });
    let stays = attendance.stays.iter().map(|stay| StayLine {
        name: stay.name.clone().unwrap_or_else(|| stay.user_id.clone()),
        entered: moment(stay.entered),
        left: stay.left.map(moment),
        length: when::length(stay.seconds),
    });
    AttendanceView {
        zone: asked.zone.label(attendance.meeting.start),
        people: people.collect(),
        stays: stays.collect(),
    }
}

/// Only who may edit gets this far: the addresses carry keys.
fn streamed(streams: Streams) -> StreamsView {
    let from = |place| match place {
        StreamPlace::Cdn => StreamFrom::Cdn,
        StreamPlace::Server => StreamFrom::Server,
        StreamPlace::Kept => StreamFrom::Kept,
    };
    let pull = streams.pull.iter();
    StreamsView {
        broadcast: streams.broadcast,
        push: streams.push.map(|address| address.expose_secret().to_owned()),
        pull: pull
            .map(|(place, address)| StreamLine {
                address: address.expose_secret().to_owned(),
                from: from(*place),
            })
            .collect(),
    }
}

fn document(row: DocumentRow) -> DocumentLine {
    DocumentLine { id: row.id, name: row.name, kind: row.kind }
}

pub async fn attach(meeting: String, key: String, form: DocumentsForm) -> Result<(), Refused> {
    asked()?.organizer()?.attach_documents(&MeetingId::new(meeting), &key, &form).await?;
    Ok(())
}
