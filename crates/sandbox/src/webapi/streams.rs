//! 获取直播, and what stands behind the addresses of streams.

use http::StatusCode;
use serde_json::{Value, json};

use super::keys::Company;
use super::meeting::{pull_url, pull_url2};
use super::params::Params;
use super::state::{Meeting, State, number};
use super::{Answer, members, pages};
use crate::media;
use crate::reply::Reply;

/// 获取直播: the streams that run now; without serial those of the whole enterprise.
pub(super) fn list(state: &mut State, company: Company, params: &Params, host: &str, now: i64) -> Answer {
    let serial = params.text("serial");
    if serial.is_some() {
        state.meeting(company, serial)?;
    }
    let running: Vec<&Meeting> = state
        .meetings
        .values()
        .filter(|it| it.company == company && streams(it, now))
        .filter(|it| serial.is_none_or(|serial| it.serial.to_string() == serial))
        .collect();
    let form = state.variants.serials;
    let row = |meeting: &Meeting, url: String| -> Value {
        json!({ "serial": form.text(&meeting.serial.to_string()), "pullUrl": url })
    };
    let cdn: Vec<Value> = running.iter().map(|it| row(it, pull_url(it, host))).collect();
    let server: Vec<Value> = running.iter().map(|it| row(it, pull_url2(it, host))).collect();
    Ok(members(json!({ "cdnStreams": cdn, "serverStreams": server })))
}

/// A live meeting sends from its start to its end.
fn streams(meeting: &Meeting, now: i64) -> bool {
    meeting.live && meeting.start <= now && !meeting.over(now)
}

/// The playlist of a running stream. Its one segment is the bundled recording, which is no true
/// transport stream: enough to see that the address leads somewhere.
pub(super) fn playlist(state: &State, name: &str, now: i64) -> Reply {
    let meeting = name.strip_suffix(".m3u8").and_then(number).and_then(|it| state.meetings.get(&it));
    match meeting {
        Some(meeting) if streams(meeting, now) => {
            let text = format!(
                "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:{0}\n#EXTINF:{0},\n/upload/{1}.mp4\n",
                media::SECONDS,
                meeting.serial
            );
            Reply::new(StatusCode::OK, "application/vnd.apple.mpegurl", text)
        }
        _ => pages::not_found(),
    }
}
