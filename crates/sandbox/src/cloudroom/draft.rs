//! The body of 创建会议 and 修改会议: read by type first, then checked by rule.

use serde_json::{Map, Value};

use super::errors::{self, BAD_REQUEST, Refusal};
use super::fields::Fields;
use super::people;
use super::rules::{self, ATTRIBUTES, PERMISSION, Settings};
use super::schedule::{Schedule, period};

/// Times beyond this are no times (year 2200), and would overflow the calendar.
const LATEST: i64 = 7_258_118_400;

/// Which table the body follows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Create,
    Change,
}

/// What a body asks for; none = not mentioned.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub subject: Option<String>,
    pub host: Option<i64>,
    pub invitees: Option<Vec<i64>>,
    pub assistants: Option<Vec<i64>>,
    pub password: Option<String>,
    pub email_notice: Option<i64>,
    pub sms_notice: Option<i64>,
    pub schedule: Option<Schedule>,
    pub attributes: Settings,
    pub permission: Settings,
}

/// Reads and checks a body. `unknown` receives the members that no table names.
pub(super) fn read(
    body: &Map<String, Value>,
    table: Table,
    now: i64,
    unknown: &mut Vec<String>,
) -> Result<Draft, Refusal> {
    let draft = parse(body, table, now, unknown)?;
    check_subject(draft.subject.as_deref(), table)?;
    check_password(draft.password.as_deref())?;
    check_people(&draft)?;
    Ok(draft)
}

fn parse(
    body: &Map<String, Value>,
    table: Table,
    now: i64,
    unknown: &mut Vec<String>,
) -> Result<Draft, Refusal> {
    let mut fields = Fields::new(body, "");
    let mut draft = Draft {
        subject: fields.text("subject")?,
        host: fields.integer("hostId", BAD_REQUEST)?,
        // The two tables really do spell this differently.
        invitees: fields.integers(match table {
            Table::Create => "inviteIds",
            Table::Change => "inviteeIds",
        })?,
        assistants: fields.integers("assistantInfos")?,
        password: fields.text("password")?,
        ..Draft::default()
    };
    if table == Table::Create {
        draft.email_notice = fields.flag("emailNotice")?;
        draft.sms_notice = fields.flag("smsNotice")?;
        // Votes are accepted by type and kept nowhere: no operation shows them again.
        fields.texts("voteIds")?;
    }
    let order = fields.object("orderConfig")?;
    let attributes = fields.object("attributes")?;
    let permission = fields.object("permission")?;
    unknown.extend(fields.unknown());
    if let Some(map) = attributes {
        let (given, strange) = rules::read(&ATTRIBUTES, map, "attributes.")?;
        draft.attributes = given;
        unknown.extend(strange);
    }
    if let Some(map) = permission {
        let (given, strange) = rules::read(&PERMISSION, map, "permission.")?;
        draft.permission = given;
        unknown.extend(strange);
    }
    if let Some(map) = order {
        draft.schedule = Some(read_order(map, now, unknown)?);
    }
    Ok(draft)
}

/// Section OrderConfig. The samples of both operations show an orderConfig of periodType alone; the
/// table says that the two times are required, and the table wins.
fn read_order(map: &Map<String, Value>, now: i64, unknown: &mut Vec<String>) -> Result<Schedule, Refusal> {
    let mut fields = Fields::new(map, "orderConfig.");
    let start = fields.integer("scheduleTime", errors::START_FORM)?;
    let end = fields.integer("scheduleEndTime", errors::END_FORM)?;
    let period = fields.integer("periodType", errors::PERIOD_TYPE)?;
    let until = fields.integer("periodEndTime", errors::PERIOD_END_FORM)?;
    unknown.extend(fields.unknown());

    let start = in_time(start.ok_or(errors::NO_START)?, errors::START_FORM)?;
    let end = in_time(end.ok_or(errors::NO_END)?, errors::END_FORM)?;
    let period = period.unwrap_or(period::NONE);
    if !(period::NONE..=period::MONTH).contains(&period) {
        return Err(errors::PERIOD_TYPE);
    }
    if start < now {
        return Err(errors::START_PAST);
    }
    if end < start {
        return Err(errors::END_BEFORE_START);
    }
    if end - start > 24 * 3600 {
        return Err(errors::TOO_LONG);
    }
    if period == period::NONE {
        return Ok(Schedule::once(start, end));
    }
    let until = match until.ok_or(errors::NO_PERIOD_END)? {
        -1 => None,
        until if until < start && until >= 0 => return Err(errors::PERIOD_END_EARLY),
        until => Some(in_time(until, errors::PERIOD_END_FORM)?),
    };
    Ok(Schedule::repeating(start, end, period, until))
}

fn in_time(seconds: i64, refusal: Refusal) -> Result<i64, Refusal> {
    if (0..LATEST).contains(&seconds) { Ok(seconds) } else { Err(refusal) }
}

fn check_subject(subject: Option<&str>, table: Table) -> Result<(), Refusal> {
    match subject {
        None if table == Table::Change => Ok(()),
        None => Err(errors::NO_SUBJECT),
        Some(text) if text.trim().is_empty() => Err(errors::NO_SUBJECT),
        // 字符 are counted as a reader would: an ideograph or an emoji is one.
        Some(text) if text.chars().count() > 50 => Err(errors::SUBJECT_LONG),
        Some(_) => Ok(()),
    }
}

fn check_password(password: Option<&str>) -> Result<(), Refusal> {
    match password {
        Some(text) if !(4..=6).contains(&text.len()) || !text.bytes().all(|it| it.is_ascii_digit()) => {
            Err(errors::PASSWORD_FORM)
        }
        _ => Ok(()),
    }
}

fn check_people(draft: &Draft) -> Result<(), Refusal> {
    if draft.host.is_some_and(|id| !people::exists(id)) {
        return Err(errors::NO_SUCH_HOST);
    }
    if !known(draft.invitees.as_deref()) {
        return Err(errors::NO_SUCH_INVITEE);
    }
    let assistants = draft.assistants.as_deref();
    if assistants.is_some_and(|ids| ids.len() > 4) {
        return Err(errors::TOO_MANY_ASSISTANTS);
    }
    if !known(assistants) {
        return Err(errors::NO_SUCH_ASSISTANT);
    }
    Ok(())
}

fn known(ids: Option<&[i64]>) -> bool {
    ids.unwrap_or_default().iter().all(|id| people::exists(*id))
}
