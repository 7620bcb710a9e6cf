//! 查询录像, 删除录像.

use serde_json::{Value, json};

use super::errors::{self, Refusal};
use super::people::Company;
use super::query::{Query, page};
use super::state::{Recording, State};
use crate::media;

/// 查询录像, the latest first. A meeting that was deleted after some occurrences still has its
/// recordings; one that the vendor never knew is refused.
pub(super) fn list(
    state: &mut State,
    conf_id: i64,
    query: &Query,
    origin: &str,
    now: i64,
) -> Result<Value, Refusal> {
    let took_place = state.history.iter().any(|it| it.conf_id == conf_id);
    match state.meeting(conf_id) {
        Err(refusal) if refusal != errors::NO_SUCH_MEETING || !took_place => return Err(refusal),
        _ => {}
    }
    let mut found: Vec<&Recording> =
        state.recordings.iter().filter(|it| it.conf_id == conf_id && it.created <= now).collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.created));
    let rows = found.into_iter().map(|it| row(it, origin)).collect();
    page(query, rows, state.variants.lists_lack_fields)
}

/// The addresses keep the form of the sample, its doubled slash included.
fn row(recording: &Recording, origin: &str) -> Value {
    let file_id = &recording.file_id;
    json!({
        "title": recording.title,
        "fileId": file_id,
        "confId": recording.conf_id,
        "createTime": recording.created,
        "duration": recording.duration,
        "size": media::size(),
        "url": format!("{origin}/lv//vod/{file_id}/f0.mp4?download"),
        "vodUrl": format!("{origin}/vod/{file_id}"),
    })
}

/// 删除录像.
pub(super) fn delete(state: &mut State, file_id: &str, now: i64) -> Result<Value, Refusal> {
    let recording = find(state, file_id, now).ok_or(errors::NO_SUCH_RECORDING)?;
    if recording.company != Company::Own {
        return Err(errors::NOT_ALLOWED);
    }
    state.recordings.retain(|it| it.file_id != file_id);
    Ok(json!({}))
}

/// A recording that is ready.
pub(super) fn find<'a>(state: &'a State, file_id: &str, now: i64) -> Option<&'a Recording> {
    state.recordings.iter().find(|it| it.file_id == file_id && it.created <= now)
}
