//! shortAddress: the page that shows a booking's number and asks for a PIN.

use http::{Method, StatusCode};

use super::state::{Booking, Session, State};
use crate::html::{self, escaped};
use crate::pairs::Pairs;
use crate::pipeline::Incoming;
use crate::reply::Reply;
use crate::walltime;

/// GET asks, POST with `pin` enters.
pub(super) fn share(state: &mut State, code: &str, request: &Incoming, now: i64) -> Reply {
    let Some(booking) = state.bookings.values().find(|it| it.code == code) else {
        return not_found();
    };
    let number = state.spaces.get(&booking.pid).map(|it| it.sipkey.clone()).unwrap_or_default();
    if booking.cancelled {
        return show(
            booking,
            &number,
            "<p>会议已取消。<span lang=\"en\">This meeting was cancelled.</span></p>",
        );
    }
    if booking.end <= now {
        return show(booking, &number, "<p>会议已结束。<span lang=\"en\">This meeting is over.</span></p>");
    }
    if request.method != Method::POST {
        return show(booking, &number, &form(booking, ""));
    }
    let given = Pairs::parse(request.body.as_deref().unwrap_or_default());
    let pin = given.text("pin").unwrap_or_default();
    let host = pin == booking.host_password;
    if !host && pin != booking.visitor_password {
        return show(booking, &number, &form(booking, "密码错误 · Wrong PIN"));
    }
    if !enter(state, code, host, now) {
        let text = "会议还未开启 · This meeting has not started yet";
        return state
            .bookings
            .values()
            .find(|it| it.code == code)
            .map_or_else(not_found, |booking| show(booking, &number, &form(booking, text)));
    }
    let role = if host { "主持人 · Host" } else { "访客 · Visitor" };
    let text = format!(
        "<p class=\"role\">{role}</p><p>您已到达沙箱的会议室。<span lang=\"en\">You have arrived in the \
         sandbox's meeting room.</span></p>"
    );
    state.bookings.values().find(|it| it.code == code).map_or_else(not_found, |it| show(it, &number, &text))
}

/// Where the document is silent: the host opens the meeting at any time, everybody else comes in
/// once it is open.
fn enter(state: &mut State, code: &str, host: bool, now: i64) -> bool {
    let Some((pid, end)) = state.bookings.values().find(|it| it.code == code).map(|it| (it.pid, it.end))
    else {
        return false;
    };
    let Some(space) = state.spaces.get_mut(&pid) else {
        return false;
    };
    if host && space.session.is_none() {
        space.session = Some(Session { since: now, until: Some(end), participants: 0, recording: None });
    }
    match &mut space.session {
        Some(session) => {
            session.participants = session.participants.saturating_add(1);
            true
        }
        None => false,
    }
}

fn form(booking: &Booking, note: &str) -> String {
    let note = if note.is_empty() { String::new() } else { format!("<p role=\"alert\">{note}</p>") };
    let hint = if booking.visitor_password.is_empty() {
        "<p>访客无需密码。<span lang=\"en\">Visitors need no PIN.</span></p>"
    } else {
        ""
    };
    format!(
        "{note}{hint}<form method=\"post\"><label>密码 · PIN <input name=\"pin\" inputmode=\"numeric\" \
         autocomplete=\"off\"></label> <button>进入 · Enter</button></form>"
    )
}

fn show(booking: &Booking, number: &str, text: &str) -> Reply {
    let theme = escaped(&booking.theme);
    let (start, end) = (walltime::local_minute(booking.start), walltime::local_minute(booking.end));
    let body = format!(
        "<h1>{theme}</h1><p>{start} – {end} (Asia/Shanghai)</p>\
         <p>会议号 · Number <strong data-number>{}</strong></p>{text}",
        escaped(number)
    );
    Reply::html(StatusCode::OK, html::page(&theme, &body, "VMR"))
}

pub(super) fn not_found() -> Reply {
    let body = "<h1>404</h1><p>这里没有会议。</p><p lang=\"en\">There is no meeting here.</p>";
    Reply::html(StatusCode::NOT_FOUND, html::page("404", body, "VMR"))
}
