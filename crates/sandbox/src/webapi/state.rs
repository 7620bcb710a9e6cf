//! What the vendor holds: meetings with their visits, documents, pictures and recordings.
//!
//! Nothing runs in the background. Every look at the state first settles what should have happened
//! by then, with the times at which it should have happened.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;

use super::errors::{self, Refusal};
use super::keys::Company;
use super::people::{Guest, Visit, spans};
use super::variants::WebapiVariants;
use crate::dice::Dice;

pub(super) struct Meeting {
    pub serial: i64,
    pub company: Company,
    pub name: String,
    pub start: i64,
    /// None = 永久.
    pub end: Option<i64>,
    pub chairman_password: String,
    pub live: bool,
    pub room_id: String,
    pub sig: String,
    /// The addresses' auth_key.
    pub push_key: String,
    pub pull_key: String,
    pub picture: Option<String>,
    pub files: Vec<i64>,
    pub visits: Vec<Visit>,
    /// Beginnings of the spans that already have their recording.
    pub recorded: BTreeSet<i64>,
}

/// A document of the enterprise's library, to which meetings are bound.
pub(super) struct Document {
    pub id: i64,
    pub name: &'static str,
    pub path: String,
    pub kind: &'static str,
    pub content: &'static [u8],
}

/// One row of 获取录制文件.
pub(super) struct Recording {
    pub id: i64,
    pub serial: i64,
    pub company: Company,
    pub duration: i64,
    pub path: String,
    pub created: i64,
    /// Who was there: 关联的用户.
    pub users: Vec<String>,
}

pub(super) struct State {
    pub meetings: BTreeMap<i64, Meeting>,
    pub recordings: Vec<Recording>,
    pub documents: Vec<Document>,
    /// Uploaded pictures by path, with their media type.
    pub pictures: BTreeMap<String, (&'static str, Bytes)>,
    /// `version` of the enterprise's meetings.
    pub version: i64,
    pub variants: WebapiVariants,
    pub dice: Dice,
}

impl State {
    pub fn empty() -> Self {
        Self {
            meetings: BTreeMap::new(),
            recordings: Vec::new(),
            documents: Vec::new(),
            pictures: BTreeMap::new(),
            version: 1172,
            variants: WebapiVariants::default(),
            dice: Dice::fresh(),
        }
    }

    /// Brings everything up to `now`: who is in when a meeting ends, leaves; what was held and is
    /// over, has its recording.
    pub fn settle(&mut self, now: i64) {
        for meeting in self.meetings.values_mut() {
            meeting.close(now);
            for span in spans(&meeting.visits, now) {
                if span.open || span.to == span.from || !meeting.recorded.insert(span.from) {
                    continue;
                }
                let there =
                    meeting.visits.iter().filter(|it| it.entered <= span.to && it.entered >= span.from);
                let users = there.map(|it| it.guest.userid.clone()).collect();
                let folder = format!("{:016x}{:016x}", self.dice.roll(), self.dice.roll());
                self.recordings.push(Recording {
                    id: self.recordings.last().map_or(1, |it| it.id + 1),
                    serial: meeting.serial,
                    company: meeting.company,
                    duration: span.to - span.from,
                    path: format!("/upload/{folder}/1/user/{folder}.mp4"),
                    created: span.to,
                    users,
                });
            }
        }
    }

    /// A meeting of the caller's company, over or not.
    pub fn meeting(&mut self, company: Company, serial: Option<&str>) -> Result<&mut Meeting, Refusal> {
        let serial = number(serial.ok_or(errors::NO_SERIAL)?).ok_or(errors::NO_MEETING)?;
        match self.meetings.get_mut(&serial) {
            None => Err(errors::NO_MEETING),
            Some(meeting) if meeting.company != company => Err(errors::NOT_ALLOWED),
            Some(meeting) => Ok(meeting),
        }
    }

    /// A meeting that is not over yet: 会议过期 is 4007 to whoever wants to change it.
    pub fn current(
        &mut self,
        company: Company,
        serial: Option<&str>,
        now: i64,
    ) -> Result<&mut Meeting, Refusal> {
        let meeting = self.meeting(company, serial)?;
        if meeting.over(now) { Err(errors::NO_MEETING) } else { Ok(meeting) }
    }

    /// 会议号 of nine digits, like the document's, that is not taken.
    pub fn new_serial(&mut self) -> i64 {
        loop {
            let serial = 100_000_000 + self.dice.below(900_000_000);
            if !self.meetings.contains_key(&serial) {
                return serial;
            }
        }
    }
}

impl Meeting {
    pub fn over(&self, now: i64) -> bool {
        self.end.is_some_and(|end| end <= now)
    }

    /// Somebody comes in; whoever was in under the same userid is gone from there.
    pub fn enter(&mut self, guest: Guest, session: String, now: i64) {
        self.leave(now, |visit| visit.guest.userid == guest.userid);
        self.visits.push(Visit { guest, session, entered: now, left: None });
    }

    /// Ends the stays that match; whether there were any.
    pub fn leave(&mut self, now: i64, who: impl Fn(&Visit) -> bool) -> bool {
        let mut any = false;
        for visit in self.visits.iter_mut().filter(|it| it.inside(now) && who(it)) {
            visit.left = Some(now);
            any = true;
        }
        any
    }

    /// Nobody stays beyond the end, and who was to come after it never comes.
    fn close(&mut self, now: i64) {
        let Some(end) = self.end.filter(|end| *end <= now) else {
            return;
        };
        self.visits.retain(|visit| visit.entered < end || visit.left.is_some_and(|left| left <= end));
        for visit in &mut self.visits {
            visit.left = Some(visit.left.map_or(end, |left| left.min(end)));
        }
    }
}

/// 会议号 as a parameter: digits alone.
pub(super) fn number(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
