//! The lists of current and of past meetings. Each call counts against 300 a minute.

use crate::cloudroom::read::{self, Paging};
use crate::kit::{Fields, Operation, Reading, Unreadable, tolerate};
use crate::{ListedMeeting, Page, Span};
use http::Method;
use portico_domain::meetings::MeetingState;
use serde_json::Value;

/// What either list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// Only meetings of this user of the vendor.
    pub user: Option<u64>,
    pub span: Span,
    pub paging: Paging,
}

impl Search {
    fn query(self) -> Vec<(&'static str, String)> {
        let user = self.user.map(|user| ("searchUserId", user.to_string()));
        let rest = [
            ("startTime", self.span.from.seconds().to_string()),
            ("endTime", self.span.to.seconds().to_string()),
            ("current", self.paging.current.to_string()),
            ("size", self.paging.size.to_string()),
        ];
        user.into_iter().chain(rest).collect()
    }
}

/// 查询会议列表
#[derive(Clone, Copy, Debug)]
pub struct Current(pub Search);

impl Operation for Current {
    const NAME: &'static str = "conference.list";
    const METHOD: Method = Method::GET;
    const DOC: &'static str = "cloudroom.md#查询会议列表";
    const IS_LIST: bool = true;
    const REPEATABLE: bool = true;
    type Reply = Page<ListedMeeting>;

    fn path(&self) -> Vec<String> {
        vec!["conference".into(), "list".into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        self.0.query()
    }

    fn read(&self, reply: &Value, reading: &Reading) -> Result<Page<ListedMeeting>, Unreadable> {
        read::page(reply, self.0.paging, |row, path| current_row(row, path, reading))
    }
}

/// 查询历史会议列表
#[derive(Clone, Copy, Debug)]
pub struct History(pub Search);

impl Operation for History {
    const NAME: &'static str = "conference.history";
    const METHOD: Method = Method::GET;
    const DOC: &'static str = "cloudroom.md#查询历史会议列表";
    const IS_LIST: bool = true;
    const REPEATABLE: bool = true;
    type Reply = Page<ListedMeeting>;

    fn path(&self) -> Vec<String> {
        vec!["conference".into(), "history".into(), "list".into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        self.0.query()
    }

    fn read(&self, reply: &Value, reading: &Reading) -> Result<Page<ListedMeeting>, Unreadable> {
        read::page(reply, self.0.paging, |row, path| history_row(row, path, reading))
    }
}

fn current_row(row: &Value, path: &str, reading: &Reading) -> Result<ListedMeeting, Unreadable> {
    let fields = Fields::of(row, path)?;
    let members = tolerate(fields.integer(&["members"]));
    // Without `status`, people inside are the only sign of a running meeting.
    let runs = members.is_some_and(|members| members > 0).then_some(MeetingState::Live);
    let state = tolerate(read::state(&fields)).or(runs);
    listed(&fields, reading, members, state, &["scheduleTime", "startTime"], &["scheduleEndTime", "endTime"])
}

fn history_row(row: &Value, path: &str, reading: &Reading) -> Result<ListedMeeting, Unreadable> {
    let fields = Fields::of(row, path)?;
    let members = tolerate(fields.integer(&["members"]));
    let state = Some(MeetingState::Ended);
    listed(&fields, reading, members, state, &["startTime", "scheduleTime"], &["endTime", "scheduleEndTime"])
}

/// What both lists' rows share. A meeting nobody booked may carry no start: it stands open now.
fn listed(
    fields: &Fields<'_>,
    reading: &Reading,
    members: Option<i64>,
    state: Option<MeetingState>,
    starts: &[&'static str],
    ends: &[&'static str],
) -> Result<ListedMeeting, Unreadable> {
    let first = |names: &[&'static str]| {
        let mut found = Ok(None);
        for name in names {
            found = read::time(fields, &[*name], &reading.zone);
            if !matches!(found, Ok(None)) {
                break;
            }
        }
        found
    };
    let period = read::period_said(fields);
    Ok(ListedMeeting {
        vendor_id: read::conf_id(fields)?,
        subject: fields.text(&["subject"])?.unwrap_or_default(),
        start: first(starts)?,
        end: first(ends)?,
        silent_of_repeat: period.is_none(),
        repeat_period: period.flatten(),
        state,
        host_name: tolerate(fields.text(&["hostName"])).unwrap_or_default(),
        members: members.map(|members| members.max(0)),
        owner: tolerate(fields.integer(&["ownerId"])).and_then(|id| u64::try_from(id).ok()),
    })
}
