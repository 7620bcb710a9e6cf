//! 开启录制, 关闭录制, 获取录制文件, 删除录制文件.

use serde_json::{Value, json};
use uuid::Uuid;

use super::Answer;
use super::auth::Tenant;
use super::body::Body;
use super::errors;
use super::links;
use super::state::{Record, Running, Space, State};
use crate::{media, walltime};

/// 开启录制. The answer only says that the order was taken: a recording that fails shows in
/// 获取直播录播状态.
pub(super) fn open(state: &mut State, tenant: Tenant, body: &Body, now: i64) -> Answer {
    let space = state.space(tenant, body.required("conferenceKey", 50)?)?;
    if !space.may_record {
        return Err(errors::RECORDING_FORBIDDEN);
    }
    let session = space.session.as_ref().ok_or(errors::NOT_STARTED)?;
    if session.recording.is_some() {
        return Err(errors::ALREADY_RECORDING);
    }
    let id = Uuid::new_v4().to_string();
    start(space, id.clone(), now);
    Ok(json!({ "recordId": id }))
}

/// Starts a recording, whoever asked for it, unless one runs or nobody is there.
pub(super) fn start(space: &mut Space, id: String, now: i64) {
    space.failed_reason = space.fail_next.take();
    match space.session.as_mut().filter(|it| it.recording.is_none()) {
        Some(session) if space.failed_reason.is_none() => {
            session.recording = Some(Running { id, since: now });
        }
        _ => space.last_record = Some(id),
    }
}

/// 关闭录制.
pub(super) fn close(state: &mut State, tenant: Tenant, body: &Body, now: i64) -> Answer {
    let space = state.space(tenant, body.required("conferenceKey", 50)?)?;
    let session = space.session.as_mut().ok_or(errors::NOT_STARTED)?;
    let running = session.recording.take().ok_or(errors::NOT_RECORDING)?;
    let id = running.id.clone();
    let record = space.finish(running, now);
    state.records.push(record);
    Ok(json!({ "recordId": id }))
}

/// 获取录制文件. The table calls recordId an int, yet its own ids are text: both are taken. A recording
/// that still runs, or that is not there, has no files.
pub(super) fn list(state: &State, tenant: Tenant, body: &Body, origin: &str, now: i64) -> Answer {
    let id = body.id("recordId", 50)?.ok_or(errors::BAD_PARAMETER)?;
    body.text("origin", 128)?;
    let found = state.records.iter().filter(|it| it.tenant == tenant && it.id == id);
    Ok(found.map(|it| row(it, state, origin, now)).collect())
}

fn row(record: &Record, state: &State, origin: &str, now: i64) -> Value {
    let mut row = json!({
        "recordId": record.id,
        "conferenceKey": record.sipkey,
        "entId": state.variants.ids.number(record.tenant.number()),
        // The sample's file name has the local time, eight hours later: these two are UTC.
        "startTime": walltime::utc(record.start),
        "fileSize": media::size(),
        "stopTime": walltime::utc(record.stop),
        "downUrl": links::down_url(record, state, origin, now),
    });
    // The sample alone has it, and only in some rows.
    if let (Some(cid), Some(row)) = (&record.cid, row.as_object_mut()) {
        row.insert("cid".to_owned(), json!(cid));
    }
    row
}

/// 删除录制文件.
pub(super) fn delete(state: &mut State, tenant: Tenant, body: &Body) -> Answer {
    let id = body.required("recordId", 50)?.to_owned();
    let known = state.records.len();
    state.records.retain(|it| it.tenant != tenant || it.id != id);
    if state.records.len() == known {
        return Err(errors::NO_RECORD);
    }
    Ok(json!({ "recordId": id }))
}
