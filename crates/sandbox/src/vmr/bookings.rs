//! 创建预约会议, 取消预约会议, 查询预约列表.

use serde_json::{Value, json};

use super::Answer;
use super::auth::Tenant;
use super::body::Body;
use super::errors::{self, Refusal};
use super::seed;
use super::state::{Booking, State};
use super::variants::CreatedShape;
use crate::pairs::Pairs;
use crate::walltime;

/// No length is given for what people write; this is the document's usual one for columns.
const LONG: usize = 255;

/// 创建预约会议.
pub(super) fn create(state: &mut State, tenant: Tenant, body: &Body, origin: &str, now: i64) -> Answer {
    let account = state.account(tenant, Some(body.required("account", 50)?))?.address;
    let theme = body.required("theme", LONG)?.to_owned();
    let introduction = body.text("introduction", LONG)?.unwrap_or_default().to_owned();
    let visitors = visitors(state, body)?;
    let (start, end) = times(body, now)?;
    let auto_open = match body.required("isAutoOpen", 3)? {
        "yes" => true,
        "no" => false,
        _ => return Err(errors::BAD_PARAMETER),
    };
    let host_password = password(body, "shostPwd")?;
    let visitor_password = password(body, "svisitorPwd")?.unwrap_or_default();
    let pid = pick(state, tenant, account, body.id("pid", 20)?.as_deref())?;
    let taken = |it: &&Booking| it.pid == pid && !it.cancelled && it.start < end && start < it.end;
    if state.bookings.values().any(|it| taken(&it)) {
        return Err(errors::ROOM_TAKEN);
    }
    let booking = Booking {
        id: next_id(state),
        tenant,
        pid,
        account,
        theme,
        introduction,
        // The answer calls it randomHostPwd: what is not given is drawn.
        host_password: host_password.unwrap_or_else(|| state.dice.digits(6)),
        visitor_password,
        auto_open,
        start,
        end,
        created: now,
        code: state.dice.code(),
        visitors,
        cancelled: false,
        expected: 0,
    };
    let written = row(&booking, state, origin);
    state.bookings.insert(booking.id, booking);
    Ok(match state.variants.created {
        CreatedShape::Object => written,
        CreatedShape::Array => json!([written]),
    })
}

/// 取消预约会议. A booking that was cancelled before is not there any more.
pub(super) fn cancel(state: &mut State, tenant: Tenant, body: &Body) -> Answer {
    let id = body.id("st_id", 50)?.ok_or(errors::BAD_PARAMETER)?;
    let found = id.parse().ok().and_then(|id: i64| state.bookings.get_mut(&id));
    let booking = found.filter(|it| !it.cancelled).ok_or(errors::NO_MEETING)?;
    if booking.tenant != tenant {
        return Err(errors::AUTH_MISMATCH);
    }
    booking.cancelled = true;
    let (pid, id) = (booking.pid, booking.id);
    if let Some(space) = state.spaces.get_mut(&pid) {
        // A meeting under way goes on, but nothing more is expected of it.
        space.quiet = Some(id);
    }
    Ok(Value::Null)
}

/// 查询预约列表: what the account has booked and not cancelled, the earliest first, past ones too.
pub(super) fn list(state: &State, tenant: Tenant, query: &Pairs, origin: &str) -> Answer {
    let account = state.account(tenant, query.text("account"))?.address;
    let mut found: Vec<&Booking> =
        state.bookings.values().filter(|it| it.account == account && !it.cancelled).collect();
    found.sort_by_key(|it| (it.start, it.id));
    Ok(found.into_iter().map(|it| row(it, state, origin)).collect())
}

/// yyyy-MM-dd HH:mm, local. The document names no rule; an end that is not after the start or now
/// books nothing.
fn times(body: &Body, now: i64) -> Result<(i64, i64), Refusal> {
    let read = |name: &str| {
        let text = body.required(name, 16)?;
        walltime::parse_local_minute(text).ok_or(errors::BAD_TIME)
    };
    let (start, end) = (read("startDate")?, read("endDate")?);
    if end <= start || end <= now {
        return Err(errors::BAD_TIME);
    }
    Ok((start, end))
}

/// 参会者的uid, joined by commas.
fn visitors(state: &State, body: &Body) -> Result<Vec<i64>, Refusal> {
    let text = body.text("visitor_ids", 4000)?.unwrap_or_default();
    let ids = text.split(',').filter(|_| !text.is_empty());
    let known = |text: &str| {
        let id: i64 = text.parse().map_err(|_| errors::BAD_PARAMETER)?;
        let found = state.contacts.iter().any(|(uid, _)| *uid == id);
        found.then_some(id).ok_or(errors::NO_CONTACT)
    };
    ids.map(known).collect()
}

/// Digits, as everywhere in the document: they are typed on room systems.
fn password(body: &Body, name: &str) -> Result<Option<String>, Refusal> {
    let given = body.text(name, 20)?.filter(|it| !it.is_empty());
    match given {
        Some(text) if !text.bytes().all(|it| it.is_ascii_digit()) => Err(errors::BAD_PARAMETER),
        _ => Ok(given.map(str::to_owned)),
    }
}

/// 空字符表示 系统随机按规则创建: a room of its own, with a number of its own.
fn pick(
    state: &mut State,
    tenant: Tenant,
    account: &'static str,
    wanted: Option<&str>,
) -> Result<i64, Refusal> {
    let Some(wanted) = wanted else {
        return Ok(seed::room_for_one_booking(state, tenant));
    };
    let space = wanted.parse().ok().and_then(|pid: i64| state.spaces.get(&pid));
    let space = space.filter(|it| it.bookable).ok_or(errors::NO_MEETING)?;
    if space.tenant != tenant || space.only_for.is_some_and(|only| only != account) {
        return Err(errors::AUTH_MISMATCH);
    }
    Ok(space.pid)
}

/// Counts on from the sample's 1429.
pub(super) fn next_id(state: &State) -> i64 {
    state.bookings.last_key_value().map_or(1429, |(id, _)| id + 1)
}

fn row(booking: &Booking, state: &State, origin: &str) -> Value {
    let ids = state.variants.ids;
    let name = |id: i64| state.contacts.iter().find(|(uid, _)| *uid == id).map_or("", |(_, name)| name);
    let creator = state.accounts.iter().find(|it| it.address == booking.account);
    let sipkey = state.spaces.get(&booking.pid).map_or("", |it| it.sipkey.as_str());
    let visitors: Vec<Value> = booking
        .visitors
        .iter()
        .map(|id| json!({ "id": ids.text(&id.to_string()), "name": name(*id) }))
        .collect();
    json!({
        "id": ids.number(booking.id),
        "theme": booking.theme,
        "introduction": booking.introduction,
        "randomHostPwd": booking.host_password,
        "randomVisitorPwd": booking.visitor_password,
        "sipkey": ids.text(sipkey),
        "isAutoOpen": state.variants.flag(booking.auto_open),
        "startDate": walltime::local_minute(booking.start),
        "endDate": walltime::local_minute(booking.end),
        "createSubscriber": {
            "id": ids.number(creator.map_or(0, |it| it.id)),
            "name": creator.map_or("", |it| it.name),
        },
        "createTime": walltime::local(booking.created),
        "shortAddress": format!("{origin}/meet/share/{}", booking.code),
        "bizProductId": ids.number(booking.pid),
        "visitorList": visitors,
    })
}
