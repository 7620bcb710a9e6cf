//! 获取直播录播状态, 获取会议信息.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Answer;
use super::auth::Tenant;
use super::body::Body;
use super::errors::{self, Refusal};
use super::state::State;
use super::variants::Envelope;
use crate::pairs::Pairs;
use crate::pipeline::Incoming;
use crate::reply::Reply;

/// 获取直播录播状态. A room that is not open is neither live nor recorded; that is no refusal.
pub(super) fn live(state: &mut State, tenant: Tenant, body: &Body, origin: &str) -> Answer {
    let variants = state.variants.clone();
    let space = state.space(tenant, body.required("conferenceKey", 50)?)?;
    let recording = space.session.as_ref().and_then(|it| it.recording.as_ref());
    let live = space.live && space.session.is_some();
    let host = origin.trim_start_matches("http://").split(':').next().unwrap_or_default();
    let stale = space.last_record.as_deref().filter(|_| variants.stale_record_id);
    let mut data = json!({
        "conferenceKey": space.sipkey,
        "live": live,
        "rtmpUrl": if live { format!("rtmp://{host}/live/{}", space.sipkey) } else { String::new() },
        "record": recording.is_some(),
        "recordId": recording.map(|it| it.id.as_str()).or(stale).unwrap_or_default(),
    });
    // 录制开启失败将返回，否则不返回该字段.
    let reason = space.failed_reason.as_deref().filter(|_| recording.is_none());
    let reason = reason.or(variants.empty_failed_reason.then_some(""));
    if let (Some(reason), Some(data)) = (reason, data.as_object_mut()) {
        data.insert("failedReason".to_owned(), json!(reason));
    }
    Ok(data)
}

/// 获取会议信息: no auth, no envelope, and both passwords for whoever knows the number.
pub(super) fn info(state: &mut State, request: &Incoming) -> Reply {
    let now = request.now;
    if request.method != Method::GET {
        return flat(state, Err(errors::WRONG_METHOD));
    }
    let query = Pairs::parse(request.query.as_bytes());
    let found = query.filled("addr").ok_or(errors::BAD_PARAMETER).and_then(|number| {
        let pid = state.by_number(number).map(|it| it.pid).ok_or(errors::NO_MEETING)?;
        about(state, pid, now).ok_or(errors::NO_MEETING)
    });
    let mut reply = flat(state, found);
    reply.unknown_fields = query.unknown(&["addr"]);
    reply
}

/// While a booking holds, its passwords open the room instead of the room's own.
fn about(state: &State, pid: i64, now: i64) -> Option<Value> {
    let space = state.spaces.get(&pid)?;
    let booking = state.current(pid, now);
    let (host, guest) = booking.map_or((&space.host_pin, &space.guest_pin), |booking| {
        (&booking.host_password, &booking.visitor_password)
    });
    let name = booking.map_or(space.name.as_str(), |it| it.theme.as_str());
    Some(json!({
        "name": if space.bookable { space.name.as_str() } else { name },
        "alias": space.sipkey,
        "hostpwd": host,
        "guestpwd": guest,
        "locked": space.locked,
        "started": space.session.is_some(),
        "participants": space.session.as_ref().map_or(0, |it| it.participants),
    }))
}

fn flat(state: &State, outcome: Result<Value, Refusal>) -> Reply {
    let (mut body, code, msg) = match outcome {
        Ok(about) => (about, 200, "success"),
        Err(refusal) => (json!({}), refusal.code, refusal.message),
    };
    if let Some(body) = body.as_object_mut() {
        body.insert("code".to_owned(), state.variants.code(code, Envelope::Flat));
        body.insert("msg".to_owned(), json!(msg));
    }
    let mut reply = Reply::json(StatusCode::OK, &body);
    reply.code = (code != 200).then_some(code);
    reply
}
