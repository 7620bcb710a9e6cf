//! What the vendor holds: meetings, history, recordings; and how time moves them on.
//!
//! Nothing runs in the background. Every look at the state first settles what should have happened
//! by then, with the times at which it should have happened.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

use super::errors::{self, Refusal};
use super::people::Company;
use super::rules::Settings;
use super::schedule::{Schedule, period};
use super::variants::Variants;
use super::{company, department, user};
use crate::dice::Dice;

/// How long the vendor works on a recording after the meeting.
const RECORDING_DELAY: i64 = 5;
/// A meeting without a scheduled end is closed after this long, the longest a scheduled one may last.
const LONGEST: i64 = 24 * 3600;
/// Bounds the work of one look after the clock has leapt; the next look goes on.
const STEPS: usize = 4000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Phase {
    Waiting,
    Running { since: i64 },
    Ended { at: i64 },
}

impl Phase {
    /// 会议状态（0：未开始；1：进行中；2：已结束）.
    pub fn status(self) -> i64 {
        match self {
            Self::Waiting => 0,
            Self::Running { .. } => 1,
            Self::Ended { .. } => 2,
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Meeting {
    pub conf_id: i64,
    pub company: Company,
    pub subject: String,
    pub password: Option<String>,
    pub host: i64,
    pub owner: i64,
    pub invitees: Vec<i64>,
    pub assistants: Vec<i64>,
    pub email_notice: i64,
    pub sms_notice: i64,
    pub schedule: Option<Schedule>,
    pub attributes: Settings,
    pub permission: Settings,
    pub created: i64,
    pub host_code: String,
    pub public_code: String,
    pub phone_pin: String,
    pub phase: Phase,
    /// People who came through the join operation or a page.
    pub joined: u32,
    pub host_in: bool,
    /// Imaginary people who turn up when the scheduled time comes. Only seeded meetings have any.
    pub expected: u32,
}

/// One row of 查询历史会议列表.
#[derive(Clone, Debug)]
pub(super) struct Past {
    pub conf_id: i64,
    pub company: Company,
    pub subject: String,
    pub schedule: Option<Schedule>,
    pub host: i64,
    pub people: Vec<i64>,
    pub start: i64,
    pub end: i64,
    pub members: u32,
    pub code: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Recording {
    pub file_id: String,
    pub title: String,
    pub conf_id: i64,
    pub company: Company,
    /// When it becomes visible.
    pub created: i64,
    pub duration: i64,
}

pub(super) struct State {
    pub meetings: BTreeMap<i64, Meeting>,
    pub history: Vec<Past>,
    pub recordings: Vec<Recording>,
    /// By compGUID.
    pub companies: BTreeMap<String, company::Firm>,
    /// By account.
    pub users: BTreeMap<String, user::User>,
    /// By departmentId; the root is not among them.
    pub departments: BTreeMap<i64, department::Department>,
    pub variants: Variants,
    /// Times of recent list calls by secretId, in milliseconds.
    pub list_calls: BTreeMap<String, VecDeque<i64>>,
    pub dice: Dice,
}

impl State {
    pub fn empty() -> Self {
        Self {
            meetings: BTreeMap::new(),
            history: Vec::new(),
            recordings: Vec::new(),
            companies: company::furniture(),
            users: BTreeMap::new(),
            departments: BTreeMap::new(),
            variants: Variants::default(),
            list_calls: BTreeMap::new(),
            dice: Dice::fresh(),
        }
    }

    /// Brings everything up to `now`.
    pub fn settle(&mut self, now: i64) {
        for meeting in self.meetings.values_mut() {
            for _ in 0..STEPS {
                let Some(end) = meeting.step(now) else { break };
                let Some(end) = end else { continue };
                self.history.push(meeting.past(end));
                self.recordings.push(meeting.recording(end, &mut self.dice));
                meeting.move_on(end.at);
            }
        }
    }

    /// A meeting of the caller's company.
    pub fn meeting(&mut self, conf_id: i64) -> Result<&mut Meeting, Refusal> {
        match self.meetings.get_mut(&conf_id) {
            None => Err(errors::NO_SUCH_MEETING),
            Some(meeting) if meeting.company != Company::Own => Err(errors::NOT_ALLOWED),
            Some(meeting) => Ok(meeting),
        }
    }

    /// Ends a running meeting now.
    pub fn end(&mut self, conf_id: i64, now: i64) -> Result<(), Refusal> {
        let meeting = self.meeting(conf_id)?;
        let since = match meeting.phase {
            Phase::Waiting => return Err(errors::NOT_STARTED),
            Phase::Ended { .. } => return Err(errors::ENDED),
            Phase::Running { since } => since,
        };
        let meeting = meeting.clone();
        let end = End { since, at: now };
        self.history.push(meeting.past(end));
        let recording = meeting.recording(end, &mut self.dice);
        self.recordings.push(recording);
        self.meeting(conf_id)?.move_on(now);
        Ok(())
    }

    /// A conference number of eight digits, like the document's, that is not taken.
    pub fn new_conf_id(&mut self) -> i64 {
        loop {
            let id = 10_000_000 + self.dice.below(90_000_000);
            if !self.meetings.contains_key(&id) {
                return id;
            }
        }
    }
}

/// From when to when a meeting really took place.
#[derive(Clone, Copy)]
pub(super) struct End {
    pub since: i64,
    pub at: i64,
}

impl Meeting {
    /// One step towards `now`: none when nothing is due; `Some(Some(_))` when it has just ended.
    fn step(&mut self, now: i64) -> Option<Option<End>> {
        match (self.phase, self.schedule) {
            (Phase::Waiting, Some(it)) if self.expected > 0 && now >= it.start => {
                self.phase = Phase::Running { since: it.start };
                self.host_in = true;
                Some(None)
            }
            // Nobody came. The occurrence leaves no history.
            (Phase::Waiting, Some(it)) if now >= it.end => {
                self.move_on(it.end);
                Some(None)
            }
            (Phase::Running { since }, schedule) => {
                let at = schedule.map(|it| it.end).filter(|end| *end >= since).unwrap_or(since + LONGEST);
                (now >= at).then_some(Some(End { since, at }))
            }
            _ => None,
        }
    }

    /// After an occurrence: the next one of the series, or the end of the meeting.
    fn move_on(&mut self, at: i64) {
        self.joined = 0;
        self.host_in = false;
        match self.schedule.and_then(|schedule| schedule.next()) {
            Some(next) => {
                self.schedule = Some(next);
                self.phase = Phase::Waiting;
            }
            None => self.phase = Phase::Ended { at },
        }
    }

    /// Someone comes in.
    pub fn admit(&mut self, host: bool, now: i64) {
        if self.phase == Phase::Waiting {
            self.phase = Phase::Running { since: now };
        }
        self.joined = self.joined.saturating_add(1);
        self.host_in |= host;
    }

    /// Whether someone may come in now.
    ///
    /// Where the document is silent: the host may open the meeting at any time; everyone else from
    /// `lead` seconds before the start, and with canJoinAdv = 0 only once the host is in.
    pub fn gate(&self, host: bool, lead: i64, now: i64) -> Result<(), Refusal> {
        let needs_host = self.attribute("canJoinAdv") == 0;
        match self.phase {
            Phase::Ended { .. } => Err(errors::ENDED),
            _ if host => Ok(()),
            _ if needs_host && !self.host_in => Err(errors::NOT_STARTED),
            Phase::Running { .. } => Ok(()),
            Phase::Waiting => match self.schedule {
                Some(schedule) if now < schedule.start.saturating_sub(lead) => Err(errors::NOT_STARTED),
                _ => Ok(()),
            },
        }
    }

    /// 在线人数: the imaginary people drop in during the first minutes, and one steps out at times.
    pub fn members(&self, now: i64) -> u32 {
        let Phase::Running { since } = self.phase else {
            return 0;
        };
        let elapsed = (now - since).max(0);
        let arrived = u32::try_from(1 + elapsed / 20).unwrap_or(u32::MAX);
        let stepped_out = u32::from(self.expected > 3 && (elapsed / 60 + self.conf_id) % 3 == 0);
        self.joined + self.expected.min(arrived).saturating_sub(stepped_out)
    }

    pub fn attribute(&self, name: &str) -> i64 {
        self.attributes.get(name).copied().unwrap_or_default()
    }

    pub fn period(&self) -> i64 {
        self.schedule.map_or(period::NONE, |it| it.period)
    }

    /// Everybody for whom this is a meeting of theirs (searchUserId).
    pub fn people(&self) -> Vec<i64> {
        let named = [self.host, self.owner].into_iter();
        named.chain(self.invitees.iter().copied()).chain(self.assistants.iter().copied()).collect()
    }

    pub fn past(&self, end: End) -> Past {
        Past {
            conf_id: self.conf_id,
            company: self.company,
            subject: self.subject.clone(),
            schedule: self.schedule,
            host: self.host,
            people: self.people(),
            start: end.since,
            end: end.at,
            members: (self.joined + self.expected).max(1),
            code: self.public_code.clone(),
        }
    }

    pub fn recording(&self, end: End, dice: &mut Dice) -> Recording {
        Recording {
            file_id: dice.file_id(),
            title: self.subject.clone(),
            conf_id: self.conf_id,
            company: self.company,
            created: end.at + RECORDING_DELAY,
            duration: (end.at - end.since).max(1),
        }
    }
}
