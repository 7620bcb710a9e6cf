//! 预约会议, 修改会议, 删除会议.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::errors::{self, Refusal};
use super::keys::Company;
use super::params::Params;
use super::state::{Meeting, State, number};
use super::{Answer, members};
use crate::dice::Dice;

/// 预约会议.
pub(super) fn create(state: &mut State, company: Company, params: &Params, host: &str, now: i64) -> Answer {
    let name = params.text("meetingname").ok_or(errors::NO_NAME)?.to_owned();
    let (start, end) = times(params, now)?;
    let password = chairman_password(params)?.ok_or(errors::NO_CHAIRMAN)?;
    let current = state.meetings.values().filter(|it| it.company == company && !it.over(now)).count();
    if state.variants.meeting_limit.is_some_and(|limit| current >= limit) {
        return Err(errors::TOO_MANY_MEETINGS);
    }
    let mut meeting = blank(state, company, &name, start, end);
    meeting.chairman_password = password;
    // 1 为直播,0 为不直播. Anything else has no code of its own and is no live stream.
    meeting.live = params.text("islive") == Some("1");
    let serial = meeting.serial;
    state.version += 1;
    let answer = json!({
        "version": state.version,
        "serial": state.variants.serials.number(serial),
        "roomid": meeting.room_id,
        "sig": meeting.sig,
        "pushurl": format!("{host}/app/{serial}?auth_key={}", meeting.push_key),
        "pullurl": pull_url(&meeting, host),
        "pullurl2": pull_url2(&meeting, host),
        "recordpath": format!("{host}/upload/{serial}.mp4"),
    });
    state.meetings.insert(serial, meeting);
    Ok(members(answer))
}

/// `域名/live/754884357.m3u8?auth_key=…`.
pub(super) fn pull_url(meeting: &Meeting, host: &str) -> String {
    format!("{host}/live/{}.m3u8?auth_key={}", meeting.serial, meeting.pull_key)
}

/// `域名/hls/754884357.m3u8`.
pub(super) fn pull_url2(meeting: &Meeting, host: &str) -> String {
    format!("{host}/hls/{}.m3u8", meeting.serial)
}

/// 修改会议: name and password stay when they are not given, the end does not: 不填为永久.
pub(super) fn modify(state: &mut State, company: Company, params: &Params, now: i64) -> Answer {
    let form = state.variants.serials;
    let meeting = state.current(company, params.text("serial"), now)?;
    let (start, end) = times(params, now)?;
    let password = chairman_password(params)?;
    if let Some(name) = params.text("meetingname") {
        name.clone_into(&mut meeting.name);
    }
    if let Some(password) = password {
        meeting.chairman_password = password;
    }
    (meeting.start, meeting.end) = (start, end);
    Ok(members(json!({ "serial": form.number(meeting.serial) })))
}

/// 删除会议. One that is over can still be deleted; its recordings stay.
pub(super) fn delete(state: &mut State, company: Company, params: &Params) -> Answer {
    let serial = state.meeting(company, params.text("serial"))?.serial;
    state.meetings.remove(&serial);
    state.version += 1;
    let written = state.variants.serials.text(&serial.to_string());
    Ok(members(json!({ "version": state.version, "serial": written })))
}

/// 时间戳,精确到秒: digits, and no more of them than seconds have.
fn times(params: &Params, now: i64) -> Result<(i64, Option<i64>), Refusal> {
    let read = |text: &str| number(text).filter(|_| text.len() <= 10).ok_or(errors::TIME_FORM);
    let start = read(params.text("starttime").ok_or(errors::NO_TIMES)?)?;
    let end = params.text("endtime").map(read).transpose()?;
    if end.is_some_and(|end| end <= start || end <= now) {
        return Err(errors::TIME_WRONG);
    }
    Ok((start, end))
}

/// 4 ≤ 长度 ≤ 20.
fn chairman_password(params: &Params) -> Result<Option<String>, Refusal> {
    let given = params.text("chairmanpwd");
    match given.map(|it| it.chars().count()) {
        Some(length) if !(4..=20).contains(&length) => Err(errors::CHAIRMAN_FORM),
        _ => Ok(given.map(str::to_owned)),
    }
}

/// A meeting with fresh secrets.
pub(super) fn blank(
    state: &mut State,
    company: Company,
    name: &str,
    start: i64,
    end: Option<i64>,
) -> Meeting {
    let serial = state.new_serial();
    let dice = &mut state.dice;
    Meeting {
        serial,
        company,
        name: name.to_owned(),
        start,
        end,
        chairman_password: dice.digits(6),
        live: false,
        room_id: format!("{:016x}{:08x}", dice.roll(), dice.roll() >> 32),
        sig: STANDARD.encode(rolled(dice)),
        push_key: auth_key(start, dice),
        pull_key: auth_key(start, dice),
        picture: None,
        files: Vec::new(),
        visits: Vec::new(),
        recorded: std::collections::BTreeSet::new(),
    }
}

/// 分享会议时使用; the sample's are 32 bytes.
fn rolled(dice: &mut Dice) -> Vec<u8> {
    (0..4).flat_map(|_| dice.roll().to_be_bytes()).collect()
}

/// `1801234303-0-0-ca771167c25b04bea29b8f8afb3cb84d`.
fn auth_key(start: i64, dice: &mut Dice) -> String {
    let until = start.saturating_add(365 * 24 * 3600);
    format!("{until}-0-0-{:016x}{:016x}", dice.roll(), dice.roll())
}
