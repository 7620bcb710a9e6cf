//! What a browser finds behind the addresses in answers: join links, players, files.

use http::{Method, StatusCode};

use super::errors::{self, Refusal};
use super::query::Query;
use super::state::{Meeting, State};
use super::{schedule, video};
use crate::html::{self, escaped};
use crate::media;
use crate::pipeline::Incoming;
use crate::reply::Reply;

/// The download address of a recording. Media addresses are unsigned at this vendor.
pub(super) fn file(state: &mut State, file_id: &str, request: &Incoming, now: i64) -> Reply {
    if video::find(state, file_id, now).is_none() {
        return not_found();
    }
    let name = format!("{file_id}.mp4");
    let download = Query::parse(&request.query).text("download").is_some();
    media::video(&request.headers, file_id, download.then_some(name.as_str()))
}

/// vodUrl: a page that plays.
pub(super) fn player(state: &mut State, file_id: &str, now: i64) -> Reply {
    let Some(recording) = video::find(state, file_id, now) else {
        return not_found();
    };
    let title = escaped(&recording.title);
    let body = format!(
        "<p class=\"role\">录像 · Recording</p><h1>{title}</h1>\
         <video controls preload=\"metadata\" src=\"/lv/vod/{}/f0.mp4\"></video>",
        escaped(file_id)
    );
    Reply::html(StatusCode::OK, page(&title, &body))
}

/// url and publicUrl: in a sandbox the link leads into the meeting itself, so that opening it
/// counts as joining. A HEAD request, as link previews send, does not.
pub(super) fn arrival(state: &mut State, code: &str, request: &Incoming, now: i64) -> Reply {
    let lead = state.variants.join_lead_seconds;
    let found = state.meetings.values_mut().find(|it| it.host_code == code || it.public_code == code);
    let Some(meeting) = found else {
        return not_found();
    };
    let host = meeting.host_code == code;
    if let Err(refusal) = meeting.gate(host, lead, now) {
        return closed(meeting, refusal);
    }
    let given = Query::parse(&request.query);
    if !host && meeting.password.is_some() && meeting.password.as_deref() != given.text("password") {
        return ask_password(meeting, given.text("password").is_some());
    }
    if request.method == Method::GET {
        meeting.admit(host, now);
    }
    let role = if host { "主持人 · Host" } else { "参会者 · Participant" };
    let text = "<p>您已到达沙箱的会议室。真实的会议室会在这里打开客户端。</p>\
         <p lang=\"en\">You have arrived in the sandbox's meeting room. \
         A real vendor would open its client here.</p>";
    show(StatusCode::OK, meeting, role, text)
}

pub(super) fn not_found() -> Reply {
    let body = "<h1>404</h1><p>这里没有会议，也没有录像。</p>\
        <p lang=\"en\">There is no meeting and no recording here.</p>";
    Reply::html(StatusCode::NOT_FOUND, page("404", body))
}

fn closed(meeting: &Meeting, refusal: Refusal) -> Reply {
    let english = if refusal == errors::ENDED {
        "This meeting has ended."
    } else {
        "This meeting has not started yet."
    };
    let text = format!("<p>{}。</p><p lang=\"en\">{english}</p>", refusal.msg);
    show(StatusCode::OK, meeting, "会议 · Meeting", &text)
}

fn ask_password(meeting: &Meeting, wrong: bool) -> Reply {
    let note = if wrong { "<p role=\"alert\">会议密码错误 · Wrong password</p>" } else { "" };
    let form = format!(
        "{note}<form><label>会议密码 · Password <input name=\"password\" inputmode=\"numeric\" \
         required autofocus></label> <button>进入 · Enter</button></form>"
    );
    show(StatusCode::OK, meeting, "参会者 · Participant", &form)
}

fn show(status: StatusCode, meeting: &Meeting, role: &str, text: &str) -> Reply {
    let subject = escaped(&meeting.subject);
    let time = meeting.schedule.map_or(String::new(), |it| {
        let (start, end) = (schedule::as_text(it.start), schedule::as_text(it.end));
        format!("<p>{start} – {end} (Asia/Shanghai)</p>")
    });
    let body = format!(
        "<p class=\"role\">{role}</p><h1>{subject}</h1>{time}<p>会议号 · Number {}</p>{text}",
        meeting.conf_id
    );
    Reply::html(status, page(&subject, &body))
}

fn page(title: &str, body: &str) -> String {
    html::page(title, body, "CloudRoom")
}
