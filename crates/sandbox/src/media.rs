//! The one video that every recording plays, with byte ranges (RFC 9110, section 14).

use std::ops::RangeInclusive;

use bytes::Bytes;
use http::header::{ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_RANGE, ETAG, IF_RANGE, RANGE};
use http::{HeaderMap, StatusCode};
use http_range_header::{EndPosition, StartPosition};

use crate::reply::Reply;

/// How long the video plays.
pub(crate) const SECONDS: i64 = 24;

static VIDEO: &[u8] = include_bytes!("../assets/recording.mp4");

/// Bytes of the video: what the vendor calls the size of a recording.
pub(crate) fn size() -> i64 {
    i64::try_from(VIDEO.len()).unwrap_or(i64::MAX)
}

/// The video whole or in part. `tag` names this recording's content; `download` is the file name
/// to save it under.
pub(crate) fn video(headers: &HeaderMap, tag: &str, download: Option<&str>) -> Reply {
    let etag = format!("\"{tag}\"");
    let reply = match wanted(headers, &etag) {
        Wanted::All => Reply::new(StatusCode::OK, "video/mp4", VIDEO),
        Wanted::Part(range) => part(range),
        Wanted::Impossible => {
            let length = format!("bytes */{}", VIDEO.len());
            Reply::new(StatusCode::RANGE_NOT_SATISFIABLE, "text/plain", Bytes::new())
                .with_header(CONTENT_RANGE, &length)
        }
    };
    let reply = reply.with_header(ACCEPT_RANGES, "bytes").with_header(ETAG, &etag);
    match download {
        Some(name) => {
            let disposition = format!("attachment; filename=\"{name}\"");
            reply.with_header(CONTENT_DISPOSITION, &disposition)
        }
        None => reply,
    }
}

fn part(range: RangeInclusive<usize>) -> Reply {
    let place = format!("bytes {}-{}/{}", range.start(), range.end(), VIDEO.len());
    let bytes = VIDEO.get(range).unwrap_or_default();
    Reply::new(StatusCode::PARTIAL_CONTENT, "video/mp4", bytes).with_header(CONTENT_RANGE, &place)
}

enum Wanted {
    All,
    Part(RangeInclusive<usize>),
    Impossible,
}

fn wanted(headers: &HeaderMap, etag: &str) -> Wanted {
    let Some(range) = headers.get(RANGE).and_then(|value| value.to_str().ok()) else {
        return Wanted::All;
    };
    // A part of another version than the one the player holds would corrupt its copy.
    if headers.get(IF_RANGE).is_some_and(|known| known != etag) {
        return Wanted::All;
    }
    let Ok(parsed) = http_range_header::parse_range_header(range) else {
        // An unreadable Range is ignored, as the RFC has it.
        return Wanted::All;
    };
    match parsed.ranges.as_slice() {
        [only] => satisfy(only.start, only.end, VIDEO.len() as u64),
        // Several parts in one answer are optional; players ask for one.
        _ => Wanted::All,
    }
}

/// The library reads the syntax; what can be satisfied is decided here, because the RFC asks for
/// less severity than the library's own check: a suffix longer than the file is the whole file,
/// and an end before its start is no range at all.
fn satisfy(start: StartPosition, end: EndPosition, size: u64) -> Wanted {
    let last = size - 1;
    let end = match end {
        EndPosition::Index(end) => end.min(last),
        EndPosition::LastByte => last,
    };
    let start = match start {
        StartPosition::Index(start) => start,
        StartPosition::FromLast(count) => size.saturating_sub(count),
    };
    if start >= size {
        Wanted::Impossible
    } else if end < start {
        Wanted::All
    } else {
        Wanted::Part(start as usize..=end as usize)
    }
}
