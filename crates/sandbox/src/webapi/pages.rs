//! URL 加入会议: the pages below /h5/ that a browser opens.

use http::{Method, StatusCode};
use serde_json::{Map, Value};

use super::errors::{self, Refusal};
use super::keys::{self, Company};
use super::people::{Guest, Role};
use super::state::{Meeting, State};
use crate::html::{self, escaped};
use crate::pairs::Pairs;
use crate::pipeline::Incoming;
use crate::reply::Reply;
use crate::walltime;

/// How somebody came to the door.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Door {
    /// With a token that the enterprise made.
    Token,
    /// With parameters that anybody can edit.
    Open,
}

/// 单参数: opens the token and lets in whom it names. A HEAD request, as link previews send, shows
/// the page and lets nobody in.
pub(super) fn token(state: &mut State, request: &Incoming, now: i64) -> Reply {
    if request.method != Method::GET && request.method != Method::HEAD {
        return not_found();
    }
    let query = Pairs::parse(request.query.as_bytes());
    let Some(claims) = query.text("token").and_then(|token| keys::cipher().open(token)) else {
        return refused(StatusCode::FORBIDDEN, errors::BAD_TOKEN, "This link's token is not valid.");
    };
    let entering = request.method == Method::GET;
    arrive(state, &claims, Door::Token, entering, now)
}

/// 多参数: the parameters stand in the fragment, which no browser sends; a script reads them and
/// posts them back. Nobody checks them: whoever edits the address chooses the role.
pub(super) fn login(state: &mut State, request: &Incoming, now: i64) -> Reply {
    if request.method != Method::POST {
        return Reply::html(StatusCode::OK, page("加入会议 · Join", LOGIN));
    }
    let body = request.body.as_deref().unwrap_or_default();
    let form = Pairs::parse(body);
    let mut claims = Map::new();
    for name in ["serial", "userid", "username", "invisible", "joinRole"] {
        if let Some(value) = form.text(name) {
            claims.insert(name.to_owned(), Value::from(value));
        }
    }
    // 必选 in the document's table, with no code of its own.
    if claims.get("invisible").is_none_or(|it| it != "0" && it != "1") {
        return refused(StatusCode::BAD_REQUEST, errors::NO_DATA, "invisible must be 0 or 1.");
    }
    arrive(state, &claims, Door::Open, true, now)
}

/// The page was closed, or its button was pressed.
pub(super) fn leave(state: &mut State, request: &Incoming, now: i64) -> Reply {
    let form = Pairs::parse(request.body.as_deref().unwrap_or_default());
    let session = form.filled("session").filter(|_| request.method == Method::POST);
    let Some(session) = session else {
        return not_found();
    };
    let mut left = false;
    for meeting in state.meetings.values_mut() {
        left |= meeting.leave(now, |visit| visit.session == session);
    }
    let words = if left {
        "<h1>您已离开 · You have left</h1>"
    } else {
        "<h1>您不在会议中 · You are in no meeting</h1>"
    };
    Reply::html(StatusCode::OK, page("已离开 · Left", words))
}

fn arrive(state: &mut State, claims: &Map<String, Value>, door: Door, entering: bool, now: i64) -> Reply {
    let guest = match guest(claims) {
        Ok(guest) => guest,
        Err(refusal) => return refused(StatusCode::BAD_REQUEST, refusal, "A parameter is missing or wrong."),
    };
    let session = format!("{}{}", state.dice.code(), state.dice.code());
    let serial = claims.get("serial").and_then(Value::as_str).filter(|it| !it.is_empty());
    let meeting = match state.meeting(Company::Own, serial) {
        Ok(meeting) => meeting,
        Err(refusal) => return refused(StatusCode::NOT_FOUND, refusal, "There is no such meeting here."),
    };
    if meeting.over(now) {
        let text = format!(
            "<h1>{}</h1><p>{} {}</p><p lang=\"en\">This meeting is over.</p>",
            escaped(&meeting.name),
            errors::OVER.code,
            errors::OVER.text
        );
        return Reply::html(StatusCode::OK, page(&escaped(&meeting.name), &text));
    }
    if entering {
        meeting.enter(guest.clone(), session.clone(), now);
    }
    Reply::html(StatusCode::OK, inside(meeting, &guest, claims, door, &session, now))
}

/// The table of 多参数; a token's claims are held to the same, but its sample has no invisible.
fn guest(claims: &Map<String, Value>) -> Result<Guest, Refusal> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str).filter(|it| !it.is_empty());
    let serial = text("serial");
    serial.ok_or(errors::NO_SERIAL)?;
    let userid = text("userid").ok_or(errors::NO_USER)?.to_owned();
    let username = text("username").ok_or(errors::NO_NICKNAME)?.to_owned();
    let role = Role::read(text("joinRole").unwrap_or_default())?;
    let invisible = text("invisible") == Some("1");
    Ok(Guest { userid, username, role, invisible })
}

fn inside(
    meeting: &Meeting,
    guest: &Guest,
    claims: &Map<String, Value>,
    door: Door,
    session: &str,
    now: i64,
) -> String {
    let name = escaped(&meeting.name);
    let invisible = if guest.invisible { "（隐身 · invisible）" } else { "" };
    let door = match door {
        Door::Token => "<p>身份来自令牌。<span lang=\"en\">Who you are was read from the token.</span></p>",
        Door::Open => {
            "<p>身份来自网址片段，未经验证。<span lang=\"en\">Who you are was read from the address's \
             fragment; nobody verified it.</span></p>"
        }
    };
    let rows: String = claims.iter().map(|(name, value)| claim(name, value)).collect();
    let body = format!(
        "<p class=\"role\">{}{invisible}</p><h1>{name}</h1><p>{}</p>{}{door}<dl>{rows}</dl>{}{}",
        guest.role.words(),
        when(meeting, now),
        picture(meeting),
        others(meeting, now),
        leaving(session),
    );
    page(&name, &body)
}

fn claim(name: &str, value: &Value) -> String {
    let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let name = escaped(name);
    format!("<dt>{name}</dt><dd data-claim=\"{name}\">{}</dd>", escaped(&shown))
}

fn when(meeting: &Meeting, now: i64) -> String {
    let start = walltime::local_minute(meeting.start);
    let end = meeting.end.map_or("永久 · no end".to_owned(), walltime::local_minute);
    let early = if now < meeting.start { " · 尚未开始 not started yet" } else { "" };
    format!("{start} – {end} (Asia/Shanghai){early}")
}

fn picture(meeting: &Meeting) -> String {
    let path = meeting.picture.as_deref();
    path.map_or(String::new(), |path| format!("<img src=\"{path}\" alt=\"\" width=\"320\">"))
}

fn others(meeting: &Meeting, now: i64) -> String {
    let names = meeting.visits.iter().filter(|it| it.inside(now) && !it.guest.invisible);
    let rows: String =
        names.map(|it| format!("<li>{}</li>", escaped(&it.guest.username))).collect::<Vec<_>>().concat();
    format!("<h2>在线 · Here now</h2><ul>{rows}</ul>")
}

fn leaving(session: &str) -> String {
    format!(
        "<form method=\"post\" action=\"/h5/leave\"><input type=\"hidden\" name=\"session\" \
         value=\"{session}\"><button>离开 · Leave</button></form>\
         <script>addEventListener('pagehide',()=>navigator.sendBeacon('/h5/leave',\
         new URLSearchParams({{session:'{session}'}})))</script>"
    )
}

fn refused(status: StatusCode, refusal: Refusal, english: &str) -> Reply {
    let text = format!(
        "<h1>无法加入 · Cannot join</h1><p role=\"alert\">{} {}</p><p lang=\"en\">{english}</p>",
        refusal.code, refusal.text
    );
    let mut reply = Reply::html(status, page("无法加入 · Cannot join", &text));
    reply.code = Some(refusal.code);
    reply
}

pub(super) fn not_found() -> Reply {
    let body = "<h1>404</h1><p>这里没有会议，也没有文件。</p>\
        <p lang=\"en\">There is no meeting and no file here.</p>";
    Reply::html(StatusCode::NOT_FOUND, page("404", body))
}

fn page(title: &str, body: &str) -> String {
    html::page(title, body, "WebAPI")
}

/// Sends itself as soon as the fragment has all five parameters.
const LOGIN: &str = "<h1>加入会议 · Join a meeting</h1>\
    <p>参数取自网址中 # 之后的片段。<span lang=\"en\">The parameters are read from the address's \
    fragment by a script; the server never sees the fragment.</span></p>\
    <form method=\"post\" action=\"/h5/login\">\
    <p><label>会议号 · serial <input name=\"serial\" required></label></p>\
    <p><label>userid <input name=\"userid\" required></label></p>\
    <p><label>昵称 · username <input name=\"username\" required></label></p>\
    <p><label>invisible <input name=\"invisible\" value=\"0\" required></label></p>\
    <p><label>joinRole <input name=\"joinRole\" value=\"presenter\" required></label></p>\
    <button>加入 · Join</button></form>\
    <script>const given=new URLSearchParams(location.hash.split('?')[1]||'');\
    const form=document.querySelector('form');let all=true;\
    for(const name of ['serial','userid','username','invisible','joinRole']){\
    const value=given.get(name);if(value)form.elements[name].value=value;else all=false;}\
    if(all)form.submit();</script>";
