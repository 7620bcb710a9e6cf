//! What the control port may do to the vendor, past all of the vendor's own rules.

use serde_json::{Value, json};

use super::state::{Meeting, Phase, State};
use super::variants::Variants;
use super::{Room, people};

/// There is no meeting of that number.
#[derive(Debug, PartialEq, Eq)]
pub struct NoSuchMeeting;

impl Room {
    pub fn variants(&self) -> Variants {
        self.with(|state| state.variants.clone())
    }

    pub fn set_variants(&self, variants: Variants) {
        self.with(|state| state.variants = variants);
    }

    /// Somebody is in: the meeting runs from now on.
    pub fn start_meeting(&self, conf_id: i64) -> Result<(), NoSuchMeeting> {
        let now = self.clock.now();
        self.poke(conf_id, |meeting| {
            if !matches!(meeting.phase, Phase::Running { .. }) {
                meeting.phase = Phase::Running { since: now };
                meeting.joined = meeting.joined.max(1);
                meeting.host_in = true;
            }
        })
    }

    /// Ends a meeting as 结束会议 would; one that does not run is left as it is.
    pub fn end_meeting(&self, conf_id: i64) -> Result<(), NoSuchMeeting> {
        let now = self.clock.now();
        self.with(|state| match state.end(conf_id, now) {
            Err(refusal) if refusal == super::errors::NO_SUCH_MEETING => Err(NoSuchMeeting),
            _ => Ok(()),
        })
    }

    /// Exactly so many people are in; the imaginary ones leave.
    pub fn set_members(&self, conf_id: i64, members: u32) -> Result<(), NoSuchMeeting> {
        self.poke(conf_id, |meeting| {
            meeting.joined = members;
            meeting.expected = 0;
        })
    }

    /// Everything held, for tests that look behind the API.
    pub fn snapshot(&self) -> Value {
        let now = self.clock.now();
        self.with(|state| snapshot(state, now))
    }

    fn poke(&self, conf_id: i64, act: impl FnOnce(&mut Meeting)) -> Result<(), NoSuchMeeting> {
        self.with(|state| {
            let meeting = state.meetings.get_mut(&conf_id).ok_or(NoSuchMeeting)?;
            act(meeting);
            Ok(())
        })
    }
}

fn snapshot(state: &State, now: i64) -> Value {
    let meetings: Vec<Value> = state.meetings.values().map(|it| meeting(it, now)).collect();
    let history: Vec<Value> = state
        .history
        .iter()
        .map(|it| {
            json!({
                "confId": it.conf_id, "subject": it.subject, "startTime": it.start,
                "endTime": it.end, "members": it.members, "company": it.company,
            })
        })
        .collect();
    json!({
        "people": people::all(),
        "meetings": meetings,
        "history": history,
        "recordings": state.recordings,
        "companies": state.companies,
        "users": state.users,
        "departments": state.departments,
        "variants": state.variants,
    })
}

fn meeting(meeting: &Meeting, now: i64) -> Value {
    json!({
        "confId": meeting.conf_id,
        "subject": meeting.subject,
        "company": meeting.company,
        "status": meeting.phase.status(),
        "phase": meeting.phase,
        "scheduleTime": meeting.schedule.map(|it| it.start),
        "scheduleEndTime": meeting.schedule.map(|it| it.end),
        "periodType": meeting.period(),
        "hostId": meeting.host,
        "inviteeIds": meeting.invitees,
        "assistantIds": meeting.assistants,
        "members": meeting.members(now),
        "password": meeting.password,
        "hostCode": meeting.host_code,
        "publicCode": meeting.public_code,
        "emailNotice": meeting.email_notice,
        "smsNotice": meeting.sms_notice,
        "attributes": meeting.attributes,
        "permission": meeting.permission,
    })
}
