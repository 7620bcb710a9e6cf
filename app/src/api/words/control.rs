//! The room of a meeting in words.

use super::{asked, new_key};
use crate::api::Refused;
use crate::api::control::{RecorderNow, RoomNow, RoomPanel};
use portico_domain::ids::MeetingId;
use portico_domain::refusals::Kind;
use portico_service::{Recorder, RoomLook};
use secrecy::ExposeSecret;

fn now(look: RoomLook) -> RoomNow {
    RoomNow {
        started: look.started,
        locked: look.locked,
        participants: look.participants,
        recorder: match look.recorder {
            Recorder::Nobody => RecorderNow::Nobody,
            Recorder::Portico => RecorderNow::Portico,
            Recorder::SomeoneElse => RecorderNow::SomeoneElse,
            Recorder::Unconfirmed => RecorderNow::Unconfirmed,
        },
        failed_reason: look.failed_reason,
        live: look.live,
        stream: look.stream.map(|stream| stream.expose_secret().to_owned()),
        may_edit: look.may_edit,
    }
}

pub async fn room(id: String) -> Result<Option<RoomPanel>, Refused> {
    let look = asked()?.member()?.room_look(&MeetingId::new(id)).await;
    match look {
        Ok(look) => Ok(Some(RoomPanel { now: look.map(now), key: new_key() })),
        Err(refusal) if refusal.kind == Kind::Unsupported => Ok(None),
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn start(id: String, key: String) -> Result<(), Refused> {
    asked()?.organizer()?.start_recording(&MeetingId::new(id), &key).await?;
    Ok(())
}

pub async fn stop(id: String, key: String) -> Result<(), Refused> {
    asked()?.organizer()?.stop_recording(&MeetingId::new(id), &key).await?;
    Ok(())
}
