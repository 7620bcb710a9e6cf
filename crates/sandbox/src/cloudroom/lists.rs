//! 查询会议列表, 查询历史会议列表.

use serde_json::{Value, json};

use super::errors::{self, Refusal};
use super::people::{self, Company};
use super::query::{Query, Window, page};
use super::state::{Meeting, Past, Phase, State};

/// 访问限制：300次/min.
const LIMIT: usize = 300;
const MINUTE_MS: i64 = 60_000;

/// Both list operations carry the same note of 300 calls a minute. Whether they share it is not
/// said; the sandbox takes the stricter reading, one window for both, so that who stays below it
/// here stays below it anywhere. The window slides; calls refused are not counted.
pub(super) fn admit(state: &mut State, secret_id: &str, now_ms: i64) -> Result<(), Refusal> {
    let calls = state.list_calls.entry(secret_id.to_owned()).or_default();
    calls.retain(|at| *at > now_ms - MINUTE_MS && *at <= now_ms);
    if calls.len() >= LIMIT {
        return Err(errors::TOO_OFTEN);
    }
    calls.push_back(now_ms);
    Ok(())
}

/// 查询会议列表: what waits or runs, the next first. startTime and endTime bound the start.
pub(super) fn current(state: &mut State, query: &Query, now: i64) -> Result<Value, Refusal> {
    let window = Window::read(query)?;
    let user = query.integer("searchUserId")?;
    let mut meetings: Vec<&Meeting> = state
        .meetings
        .values()
        .filter(|it| it.company == Company::Own && !matches!(it.phase, Phase::Ended { .. }))
        .filter(|it| user.is_none_or(|id| it.people().contains(&id)))
        .filter(|it| window.holds(start_of(it)))
        .collect();
    meetings.sort_by_key(|it| (start_of(it), it.conf_id));
    let lack = state.variants.lists_lack_fields;
    let rows = meetings.into_iter().map(|it| current_row(it, now, lack)).collect();
    page(query, rows, lack)
}

/// A meeting without appointment counts from its creation, as in the sample's row.
fn start_of(meeting: &Meeting) -> i64 {
    meeting.schedule.map_or(meeting.created, |it| it.start)
}

fn current_row(meeting: &Meeting, now: i64, lack_fields: bool) -> Value {
    let started = match meeting.phase {
        Phase::Running { since } => since,
        _ => 0,
    };
    let mut row = json!({
        "confId": meeting.conf_id,
        "subject": meeting.subject,
        "confType": i64::from(meeting.schedule.is_some()),
        "scheduleTime": start_of(meeting),
        "scheduleEndTime": meeting.schedule.map_or(0, |it| it.end),
        // These three stand in the sample alone.
        "startTime": started,
        "endTime": 0,
        "confCode": meeting.public_code,
        "hostName": people::name(meeting.host),
        "members": meeting.members(now),
        "periodType": meeting.period(),
    });
    if let (false, Some(row)) = (lack_fields, row.as_object_mut()) {
        row.insert("status".to_owned(), json!(meeting.phase.status()));
        let password = meeting.password.as_deref().unwrap_or_default();
        row.insert("password".to_owned(), json!(password));
        row.insert("ownerId".to_owned(), json!(meeting.owner));
    }
    row
}

/// 查询历史会议列表: what took place, the latest first.
pub(super) fn history(state: &mut State, query: &Query) -> Result<Value, Refusal> {
    let window = Window::read(query)?;
    let user = query.integer("searchUserId")?;
    let mut past: Vec<&Past> = state
        .history
        .iter()
        .filter(|it| it.company == Company::Own)
        .filter(|it| user.is_none_or(|id| it.people.contains(&id)))
        .filter(|it| window.holds(it.start))
        .collect();
    if past.is_empty() && state.variants.empty_history_refused {
        return Err(errors::NO_RECORDS);
    }
    past.sort_by_key(|it| std::cmp::Reverse((it.start, it.conf_id)));
    let rows = past.into_iter().map(history_row).collect();
    page(query, rows, state.variants.lists_lack_fields)
}

fn history_row(past: &Past) -> Value {
    json!({
        "confId": past.conf_id,
        "subject": past.subject,
        "confType": i64::from(past.schedule.is_some()),
        // scheduleTime, scheduleEndTime and confCode stand in the sample alone.
        "scheduleTime": past.schedule.map_or(past.start, |it| it.start),
        "scheduleEndTime": past.schedule.map_or(0, |it| it.end),
        "startTime": past.start,
        "endTime": past.end,
        "hostName": people::name(past.host),
        "members": past.members,
        "confCode": past.code,
        "periodType": past.schedule.map_or(0, |it| it.period),
    })
}
