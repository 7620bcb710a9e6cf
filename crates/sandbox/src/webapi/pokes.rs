//! What the control port may do to the vendor, past all of the vendor's own rules.

use serde_json::{Value, json};

use super::Room;
use super::people::{Guest, Role};
use super::state::{Meeting, State};
use super::variants::WebapiVariants;
use crate::control::NoSuchThing;

impl Room {
    pub fn variants(&self) -> WebapiVariants {
        self.with(|state| state.variants.clone())
    }

    pub fn set_variants(&self, variants: WebapiVariants) {
        self.with(|state| state.variants = variants);
    }

    /// Somebody is in from now on, as if they had opened the page.
    pub fn enter(&self, serial: i64, userid: &str, username: &str) -> Result<(), NoSuchThing> {
        let now = self.clock.now();
        let guest = Guest {
            userid: userid.to_owned(),
            username: username.to_owned(),
            role: Role::Presenter,
            invisible: false,
        };
        self.poke(serial, |meeting| {
            meeting.enter(guest, String::new(), now);
            true
        })
    }

    /// Somebody is gone.
    pub fn leave(&self, serial: i64, userid: &str) -> Result<(), NoSuchThing> {
        let now = self.clock.now();
        self.poke(serial, |meeting| meeting.leave(now, |visit| visit.guest.userid == userid))
    }

    /// The meeting's time is over.
    pub fn end(&self, serial: i64) -> Result<(), NoSuchThing> {
        let now = self.clock.now();
        self.poke(serial, |meeting| {
            meeting.end = Some(now);
            true
        })
    }

    /// Everything held, for tests that look behind the API.
    pub fn snapshot(&self) -> Value {
        let now = self.clock.now();
        self.with(|state| snapshot(state, now))
    }

    fn poke(&self, serial: i64, act: impl FnOnce(&mut Meeting) -> bool) -> Result<(), NoSuchThing> {
        self.with(|state| {
            let meeting = state.meetings.get_mut(&serial).ok_or(NoSuchThing)?;
            if act(meeting) { Ok(()) } else { Err(NoSuchThing) }
        })
    }
}

fn snapshot(state: &State, now: i64) -> Value {
    let meetings: Vec<Value> = state.meetings.values().map(|it| meeting(it, now)).collect();
    let documents: Vec<Value> =
        state.documents.iter().map(|it| json!({ "fileid": it.id, "filename": it.name })).collect();
    let recordings: Vec<Value> = state
        .recordings
        .iter()
        .map(|it| {
            json!({
                "id": it.id, "serial": it.serial, "duration": it.duration, "filepath": it.path,
                "created": it.created, "users": it.users,
            })
        })
        .collect();
    json!({
        "meetings": meetings,
        "documents": documents,
        "recordings": recordings,
        "variants": state.variants,
    })
}

fn meeting(meeting: &Meeting, now: i64) -> Value {
    let visits: Vec<Value> = meeting
        .visits
        .iter()
        .filter(|it| it.entered <= now)
        .map(|it| {
            json!({
                "userid": it.guest.userid, "username": it.guest.username,
                "role": it.guest.role.words(), "invisible": it.guest.invisible,
                "entered": it.entered, "left": it.left_by(now),
            })
        })
        .collect();
    json!({
        "serial": meeting.serial,
        "company": format!("{:?}", meeting.company),
        "name": meeting.name,
        "start": meeting.start,
        "end": meeting.end,
        "over": meeting.over(now),
        "chairmanpwd": meeting.chairman_password,
        "live": meeting.live,
        "picture": meeting.picture,
        "files": meeting.files,
        "visits": visits,
    })
}
