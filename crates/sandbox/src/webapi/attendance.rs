//! 获取上课时长, 会议成员进出记录.

use serde_json::{Value, json};

use super::keys::Company;
use super::params::Params;
use super::people::{Visit, spans};
use super::state::State;
use super::variants::{NoLeaveTime, TimeForm, WebapiVariants};
use super::{Answer, errors, members};
use crate::walltime;

/// 获取上课时长: from the first person's coming to now, or to the last one's leaving; of a meeting
/// that was held several times, the last time. 0 before anybody came.
pub(super) fn class_time(state: &mut State, company: Company, params: &Params, now: i64) -> Answer {
    let variants = state.variants.clone();
    let meeting = state.meeting(company, params.text("serial"))?;
    let length = spans(&meeting.visits, now).last().map_or(0, |span| span.to - span.from);
    Ok(members(json!({
        "serial": variants.serials.number(meeting.serial),
        "duration": duration(length, &variants),
    })))
}

/// 会议成员进出记录, the earliest first. Invisible people are recorded like all others.
pub(super) fn list(state: &mut State, company: Company, params: &Params, now: i64) -> Answer {
    let variants = state.variants.clone();
    let meeting = state.meeting(company, params.text("serial"))?;
    let mut visits: Vec<&Visit> = meeting.visits.iter().filter(|it| it.entered <= now).collect();
    if visits.is_empty() && variants.empty_refused {
        return Err(errors::NO_DATA);
    }
    visits.sort_by_key(|it| it.entered);
    let serial = meeting.serial.to_string();
    let rows: Vec<Value> = visits.into_iter().map(|it| row(it, &serial, &variants, now)).collect();
    Ok(members(json!({ "logininfo": rows })))
}

fn row(visit: &Visit, serial: &str, variants: &WebapiVariants, now: i64) -> Value {
    let mut row = members(json!({
        "userid": visit.guest.userid,
        "entertime": time(visit.entered, variants),
        "serial": variants.serials.text(serial),
    }));
    let left = match (visit.left_by(now), variants.no_leave_time) {
        (Some(left), _) => Some(time(left, variants)),
        (None, NoLeaveTime::Empty) => Some(json!("")),
        (None, NoLeaveTime::Null) => Some(Value::Null),
        (None, NoLeaveTime::Absent) => None,
    };
    if let Some(left) = left {
        row.insert("leavetime".to_owned(), left);
    }
    Value::Object(row)
}

/// A moment as the answers write it.
pub(super) fn time(seconds: i64, variants: &WebapiVariants) -> Value {
    match variants.times {
        TimeForm::Text => json!(walltime::local(seconds)),
        TimeForm::Seconds => json!(seconds),
    }
}

/// 时长(秒).
pub(super) fn duration(seconds: i64, variants: &WebapiVariants) -> Value {
    if variants.durations_as_text { json!(seconds.to_string()) } else { json!(seconds) }
}
