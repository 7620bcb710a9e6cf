//! Everything that can be asked for, in every way in which it can go wrong.

use super::super::world::{NONE, Thing};
use super::plant::{Planted, TYPED};
use crate::http::functions::SECRET_FIELDS;
use crate::policy::rule::{About, Door, Rule};
use crate::policy::table::RULES;
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::{Method, Request};
use portico_domain::capabilities::Vendor;
use std::cell::Cell;
use std::collections::BTreeSet;

/// Who asks.
pub struct Who {
    pub role: &'static str,
    pub session: Option<String>,
    pub tokens: Vec<String>,
    /// How often a token was shown.
    pub shown: Cell<usize>,
}

impl Who {
    /// One after the other, so that none of them is ever over its limit.
    fn token(&self) -> Option<&String> {
        self.shown.set(self.shown.get() + 1);
        self.tokens.get(self.shown.get() / 500 % self.tokens.len().max(1))
    }
}

/// A request that can be made again for somebody else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ask {
    pub method: &'static str,
    pub path: String,
    /// Whether a token opens it, and not a session.
    pub by_token: bool,
    headers: Vec<(&'static str, &'static str)>,
    body: Vec<u8>,
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");
const OURS: (&str, &str) = ("sec-fetch-site", "same-origin");
const PAGE: (&str, &str) = ("accept", "text/html");

impl Ask {
    fn get(path: impl Into<String>) -> Self {
        let headers = vec![PAGE, ("accept-encoding", "br, gzip")];
        Self { method: "GET", path: path.into(), by_token: false, headers, body: Vec::new() }
    }

    pub fn of(&self, who: &Who) -> Request<Body> {
        let mut request = Request::builder().method(self.method).uri(&self.path);
        for (name, value) in &self.headers {
            request = request.header(*name, *value);
        }
        if self.by_token
            && let Some(token) = who.token()
        {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        } else if let Some(session) = &who.session {
            request = request.header(COOKIE, format!("portico-session={session}"));
        }
        request.body(Body::from(self.body.clone())).unwrap()
    }
}

/// Does it end, take away or use up what others are still to ask about?
pub fn destroys(ask: &Ask) -> bool {
    const WORDS: [&str; 13] = [
        "cancel",
        "/end",
        "revoke",
        "remove",
        "delete",
        "drop",
        "disable",
        "sign-out",
        "change-password",
        "pause",
        "change-role",
        "reset-password",
        "/proxy/",
    ];
    ask.method == "DELETE" || WORDS.iter().any(|word| ask.path.contains(word))
}

/// What any server function may want to know; the fields of secrets hold [`TYPED`].
fn typed(planted: &Planted, thing: &Thing, page: &str) -> String {
    let secrets: String = SECRET_FIELDS.iter().map(|name| format!("&{name}={TYPED}")).collect();
    let known = planted.portico.typed(&thing.meeting, thing);
    // The same field twice is refused as a whole.
    let known: Vec<&str> = known
        .split('&')
        .filter(|pair| !SECRET_FIELDS.iter().any(|name| pair.starts_with(&format!("{name}="))))
        .collect();
    let known =
        known.join("&").replace(&format!("connection={NONE}"), &format!("connection={}", thing.meeting));
    format!("_page={page}&{known}{secrets}&form[account]=x&form[role]=viewer")
}

fn path(planted: &Planted, rule: &Rule, thing: &Thing) -> Vec<String> {
    let path = planted.portico.path_to(rule.path, thing);
    let filled = |slugs: &[String]| {
        slugs.iter().map(|slug| path.replace("abcdefghjkmnpqrstuvw", slug)).collect::<Vec<_>>()
    };
    let unknown = || vec![path.clone()];
    let mut paths = match rule.path.split('/').nth(1) {
        Some("j") => filled(&planted.joins),
        Some("r") => filled(&planted.recordings),
        Some("invite") => filled(std::slice::from_ref(&planted.invitation)),
        Some("setup") => filled(std::slice::from_ref(&planted.setup)),
        Some("sign-in") => vec![path.replace("/x", "/corp")],
        Some("people") => vec![path.replace(&thing.meeting, &planted.portico.viewer.person)],
        Some("proxy") => {
            planted.connections.iter().map(|it| format!("/proxy/{}{}", it.id, read(it.vendor))).collect()
        }
        _ => Vec::new(),
    };
    paths.extend(unknown());
    paths
}

/// A call of the vendor's own that shows a lot.
fn read(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Cloudroom => "/CLOUDROOM-SERVER/v2/conference/list?current=1&size=20",
        Vendor::Vmr => "/subscribe/getsubmeetings?account=somebody@example.com",
        Vendor::Webapi => "/WebAPI/meetinglist",
    }
}

/// Everything of the table, about everything.
pub fn everything(planted: &Planted) -> BTreeSet<Ask> {
    let mut asks = BTreeSet::new();
    for rule in RULES {
        let about_others = rule.about == About::Nothing;
        let things = if about_others {
            planted.others.iter().chain(&planted.meetings[..1])
        } else {
            planted.meetings.iter().chain(&[])
        };
        for thing in things {
            for path in path(planted, rule, thing) {
                of_rule(planted, (rule, thing), &path, &mut asks);
            }
        }
    }
    for path in QUERIES {
        asks.insert(Ask::get(*path));
    }
    asks
}

/// Pages that show more when they are asked for more.
const QUERIES: &[&str] = &[
    "/nothing-is-here",
    "/meetings?state=all",
    "/meetings?state=past&text=%00%ff&after=%27",
    "/connections/new?vendor=vmr",
    "/connections/new?vendor=webapi",
    "/audit?text=connection&after=%22",
    "/sign-in?next=//evil.example",
];

fn of_rule(planted: &Planted, (rule, thing): (&Rule, &Thing), path: &str, asks: &mut BTreeSet<Ask>) {
    let by_token = rule.door == Door::Api;
    for method in rule.methods {
        let method = named(method);
        if method == "GET" {
            asks.insert(Ask { by_token, ..Ask::get(path) });
            continue;
        }
        let ask = |headers: &[(&'static str, &'static str)], body: &[u8]| Ask {
            method,
            path: path.to_owned(),
            by_token,
            headers: headers.to_vec(),
            body: body.to_vec(),
        };
        let body = if by_token {
            format!(r#"{{"connection":"{}","subject":"x","passcode":"{TYPED}"}}"#, thing.meeting)
        } else {
            // The passcode of a link, which is no field of any form but its own.
            let at_a_link = path.starts_with("/j/") || path.starts_with("/r/");
            let passcode = if at_a_link { format!("&name=x&passcode={TYPED}") } else { String::new() };
            typed(planted, thing, "/account") + &passcode
        };
        let kind = if by_token { JSON } else { FORM };
        asks.insert(ask(&[OURS, kind], body.as_bytes()));
        // As a browser without script sends it, from the page that has the form.
        let page = typed(planted, thing, &format!("/meetings/{}", thing.meeting));
        asks.insert(ask(&[OURS, FORM, PAGE], page.as_bytes()));
    }
    mistakes(rule, path, by_token, asks);
}

/// 400, 403, 405, 413, 415, 422.
fn mistakes(rule: &Rule, path: &str, by_token: bool, asks: &mut BTreeSet<Ask>) {
    let ask = |method, headers: &[(&'static str, &'static str)], body: Vec<u8>| Ask {
        method,
        path: path.to_owned(),
        by_token,
        headers: headers.to_vec(),
        body,
    };
    asks.insert(ask("PUT", &[OURS, FORM], b"x=y".to_vec()));
    if let Some(method) = rule.methods.iter().find(|method| **method != Method::GET).map(named) {
        let broken = format!("{{\"secret\":\"{TYPED}\",\"form[x\":[[[");
        asks.insert(ask(method, &[OURS, JSON], broken.clone().into_bytes()));
        asks.insert(ask(method, &[OURS, FORM], format!("password={TYPED}&form[[]=%ff%%&id").into_bytes()));
        asks.insert(ask(method, &[OURS, ("content-type", "text/plain")], broken.into_bytes()));
        asks.insert(ask(
            method,
            &[FORM, ("origin", "https://evil.example")],
            format!("secret={TYPED}").into_bytes(),
        ));
    }
}

/// Too much of everything, once for each kind of door.
pub fn too_large() -> Vec<Ask> {
    let body = format!("secret={TYPED}&form[name]={}", "x".repeat(300_000)).into_bytes();
    ["/fn/connections/add", "/fn/account/save", "/sign-in", "/api/v1/meetings"]
        .map(|path| Ask {
            method: "POST",
            path: path.to_owned(),
            by_token: path.starts_with("/api"),
            headers: vec![OURS, if path.starts_with("/api") { JSON } else { FORM }],
            body: body.clone(),
        })
        .to_vec()
}

fn named(method: &Method) -> &'static str {
    match *method {
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "GET",
    }
}
