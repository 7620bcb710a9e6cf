//! 创建会议, 修改会议, 查询会议, 加入会议, 结束会议, 删除会议.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::draft::{self, Draft, Table};
use super::errors::{self, BAD_REQUEST, Refusal};
use super::people::{self, Company};
use super::query::Query;
use super::rules::{self, ATTRIBUTES, PERMISSION};
use super::state::{Meeting, Phase, State};
use crate::pipeline::Incoming;

const HOST: i64 = 1;
const ORDINARY: i64 = 4;

/// 创建会议.
pub(super) fn create(
    state: &mut State,
    request: &Incoming,
    now: i64,
    unknown: &mut Vec<String>,
) -> Result<Value, Refusal> {
    let body = json_object(request)?;
    let draft = draft::read(&body, Table::Create, now, unknown)?;
    let mut meeting = blank(state, Company::Own, now);
    apply(&mut meeting, draft);
    // The creator of a meeting made over the API is not told apart from its host.
    meeting.owner = meeting.host;
    check_invited(&meeting)?;
    let conf_id = meeting.conf_id;
    state.meetings.insert(conf_id, meeting);
    Ok(json!({ "confId": conf_id }))
}

/// 修改会议: what is not mentioned stays.
pub(super) fn change(
    state: &mut State,
    conf_id: i64,
    request: &Incoming,
    now: i64,
    unknown: &mut Vec<String>,
) -> Result<Value, Refusal> {
    let body = json_object(request)?;
    let meeting = state.meeting(conf_id)?;
    only_before_start(meeting)?;
    let draft = draft::read(&body, Table::Change, now, unknown)?;
    let mut changed = meeting.clone();
    apply(&mut changed, draft);
    check_invited(&changed)?;
    *meeting = changed;
    Ok(json!({}))
}

/// 加入会议. There is no client to install in a sandbox, so whoever is given a CRMT string counts
/// as having arrived.
pub(super) fn join(state: &mut State, conf_id: i64, query: &Query, now: i64) -> Result<Value, Refusal> {
    let lead = state.variants.join_lead_seconds;
    let meeting = state.meeting(conf_id)?;
    let nickname = nickname(query)?;
    let host = match query.text("userType") {
        None => ORDINARY,
        Some(text) => text.parse().map_err(|_| errors::USER_TYPE)?,
    };
    let host = match host {
        HOST => true,
        ORDINARY => false,
        _ => return Err(errors::USER_TYPE),
    };
    if matches!(meeting.phase, Phase::Ended { .. }) {
        return Err(errors::ENDED);
    }
    // The host's door has the same lock: the document excepts nobody from the password.
    if meeting.password.is_some() && meeting.password.as_deref() != query.text("password") {
        return Err(errors::WRONG_PASSWORD);
    }
    check_allowed(meeting, nickname, host)?;
    meeting.gate(host, lead, now)?;
    meeting.admit(host, now);
    Ok(json!({ "crmt": crmt(meeting, host) }))
}

/// 结束会议.
pub(super) fn end(state: &mut State, conf_id: i64, now: i64) -> Result<Value, Refusal> {
    state.end(conf_id, now)?;
    Ok(json!({}))
}

/// 删除会议. What has taken place cannot be undone, so only a meeting that waits can be deleted;
/// of a series that is between two occurrences the history stays.
pub(super) fn delete(state: &mut State, conf_id: i64) -> Result<Value, Refusal> {
    only_before_start(state.meeting(conf_id)?)?;
    state.meetings.remove(&conf_id);
    Ok(json!({}))
}

fn only_before_start(meeting: &Meeting) -> Result<(), Refusal> {
    match meeting.phase {
        Phase::Waiting => Ok(()),
        _ => Err(errors::STARTED_OR_ENDED),
    }
}

/// The body of an operation that has one.
pub(super) fn json_object(request: &Incoming) -> Result<Map<String, Value>, Refusal> {
    let body = request.body.as_deref().ok_or(BAD_REQUEST)?;
    if !request.says_json() {
        return Err(BAD_REQUEST);
    }
    serde_json::from_slice(body).map_err(|_| BAD_REQUEST)
}

/// A meeting with the document's defaults.
pub(super) fn blank(state: &mut State, company: Company, now: i64) -> Meeting {
    Meeting {
        conf_id: state.new_conf_id(),
        company,
        subject: String::new(),
        password: None,
        host: people::CREATOR,
        owner: people::CREATOR,
        invitees: Vec::new(),
        assistants: Vec::new(),
        email_notice: 0,
        sms_notice: 0,
        schedule: None,
        attributes: rules::defaults(&ATTRIBUTES),
        permission: rules::defaults(&PERMISSION),
        created: now,
        host_code: state.dice.code(),
        public_code: state.dice.code(),
        phone_pin: state.dice.digits(6),
        phase: Phase::Waiting,
        joined: 0,
        host_in: false,
        expected: 0,
    }
}

fn apply(meeting: &mut Meeting, draft: Draft) {
    fn put<T>(place: &mut T, given: Option<T>) {
        if let Some(value) = given {
            *place = value;
        }
    }
    put(&mut meeting.subject, draft.subject);
    put(&mut meeting.host, draft.host);
    put(&mut meeting.invitees, draft.invitees);
    put(&mut meeting.assistants, draft.assistants);
    put(&mut meeting.password, draft.password.map(Some));
    put(&mut meeting.email_notice, draft.email_notice);
    put(&mut meeting.sms_notice, draft.sms_notice);
    put(&mut meeting.schedule, draft.schedule.map(Some));
    meeting.attributes.extend(draft.attributes);
    meeting.permission.extend(draft.permission);
}

/// 22229 has no other place among these operations: a meeting for invited people needs some.
fn check_invited(meeting: &Meeting) -> Result<(), Refusal> {
    if meeting.attribute("allowJoin") == 2 && meeting.invitees.is_empty() {
        return Err(errors::NO_INVITEES);
    }
    Ok(())
}

fn nickname(query: &Query) -> Result<&str, Refusal> {
    match query.text("nickName").map(str::trim) {
        None | Some("") => Err(errors::NO_NICKNAME),
        Some(name) if name.chars().count() > 30 => Err(errors::NICKNAME_LONG),
        Some(name) => Ok(name),
    }
}

/// allowJoin. The operation carries no account, only a nickname, so a person of the company is
/// recognised by name.
fn check_allowed(meeting: &Meeting, nickname: &str, host: bool) -> Result<(), Refusal> {
    let is_named = |id: i64| people::name(id) == nickname;
    match meeting.attribute("allowJoin") {
        _ if host => Ok(()),
        1 if !people::ids().any(is_named) => Err(errors::COMPANY_ONLY),
        2 if !meeting.people().into_iter().any(is_named) => Err(errors::INVITED_ONLY),
        _ => Ok(()),
    }
}

/// The sample decodes to lines `-MEETTYPE=…` and `-MGRACNT=…;…`. The second part of the account is
/// a fresh secret at every call.
fn crmt(meeting: &Meeting, host: bool) -> String {
    let user_type = if host { HOST } else { ORDINARY };
    let text = format!(
        "-MEETTYPE=MEETMGR\n-MGRACNT=sandbox;{}\n-MGRCONF={}\n-MGRTYPE={user_type}\n",
        Uuid::new_v4().simple(),
        meeting.conf_id,
    );
    format!("CRMT:{}", STANDARD.encode(text))
}
