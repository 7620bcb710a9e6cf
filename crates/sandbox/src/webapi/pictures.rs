//! 修改会议背景, and every file that answers name: pictures, documents, recordings.

use bytes::Bytes;
use http::{Method, StatusCode};
use serde_json::json;

use super::keys::Company;
use super::params::Params;
use super::state::{State, number};
use super::{Answer, errors, members, pages};
use crate::pipeline::Incoming;
use crate::reply::Reply;
use crate::{media, walltime};

/// 修改会议背景.
pub(super) fn upload(state: &mut State, company: Company, params: &Params, now: i64) -> Answer {
    state.current(company, params.text("serial"), now)?;
    // Neither a missing file nor one that is no picture has a code of its own in the table.
    let bytes = params.file("filedata").filter(|it| !it.is_empty()).ok_or(errors::NO_DATA)?;
    let (media_type, ending) = kind(bytes).ok_or(errors::NOT_WRITTEN)?;
    let stamp = walltime::local_as(now, "%Y%m%d_%H%M%S");
    let path = format!("/uploads/{stamp}_{}.{ending}", state.dice.code());
    state.pictures.insert(path.clone(), (media_type, bytes.clone()));
    state.current(company, params.text("serial"), now)?.picture = Some(path.clone());
    Ok(members(json!({ "picPath": path })))
}

/// By content, whatever the name says.
fn kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(("image/png", "png")),
        [0xff, 0xd8, 0xff, ..] => Some(("image/jpeg", "jpg")),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(("image/gif", "gif")),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(("image/webp", "webp")),
        [b'B', b'M', _, ..] => Some(("image/bmp", "bmp")),
        _ => None,
    }
}

/// picPath, downloadpath, filepath and recordpath, all on the sandbox's own port.
pub(super) fn file(state: &State, path: &str, request: &Incoming, now: i64) -> Reply {
    if request.method != Method::GET && request.method != Method::HEAD {
        return pages::not_found();
    }
    if let Some((media_type, bytes)) = state.pictures.get(path) {
        return Reply::new(StatusCode::OK, media_type, bytes.clone());
    }
    if let Some(document) = state.documents.iter().find(|it| it.path == path) {
        return Reply::new(StatusCode::OK, media_type(document.kind), Bytes::from_static(document.content));
    }
    match recording(state, path, now) {
        Some(id) => media::video(&request.headers, &format!("webapi-{id}"), None),
        None => pages::not_found(),
    }
}

/// By filepath, or by recordpath, which means the meeting's latest.
fn recording(state: &State, path: &str, now: i64) -> Option<i64> {
    let mut ready = state.recordings.iter().filter(|it| it.created <= now);
    let short = path.strip_prefix("/upload/").and_then(|it| it.strip_suffix(".mp4")).and_then(number);
    match short {
        Some(serial) => {
            let latest = ready.rfind(|it| it.serial == serial).map(|it| it.id);
            // While a meeting streams, its playlist names this file.
            latest.or_else(|| state.meetings.get(&serial).filter(|it| it.live).map(|it| it.serial))
        }
        None => ready.find(|it| it.path == path).map(|it| it.id),
    }
}

fn media_type(kind: &str) -> &'static str {
    match kind {
        "png" => "image/png",
        "pdf" => "application/pdf",
        _ => "text/plain; charset=utf-8",
    }
}
