//! Asks for everything as everybody, and reports who got what they may not see.

use super::forms::Search;
use super::plant::{Planted, plant};
use super::requests::{Ask, Who, destroys, everything as asks_of, too_large};
use super::{files, report_beside};
use crate::config::{Keys, Settings};
use crate::http::layers;
use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{Response, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::routing::get;
use futures::StreamExt;
use portico_sandbox::{Action, Fault};
use secrecy::ExposeSecret;
use sqlx::Connection;
use std::cell::Cell;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashSet};
use std::hash::{Hash, Hasher};
use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;
use tower::ServiceExt;

/// An answer that goes on for ever is searched as far as it comes within this time.
const PATIENCE: Duration = Duration::from_millis(200);

struct Crawl {
    planted: Planted,
    search: Search,
    found: BTreeSet<String>,
    statuses: BTreeSet<u16>,
    /// What each role got, so that nothing is searched twice.
    seen: HashSet<u64>,
    answers: usize,
}

pub async fn everything(log: PathBuf) {
    crate::logs::start(&Settings::check(Keys::default()).unwrap()).unwrap();
    let metrics = crate::metrics::start().unwrap();
    let planted = plant().await;
    let search = Search::new(planted.secrets.clone());
    let (found, statuses, seen) = Default::default();
    let mut crawl = Crawl { planted, search, found, statuses, seen, answers: 0 };
    let (last, first): (Vec<Ask>, Vec<Ask>) = asks_of(&crawl.planted).into_iter().partition(destroys);
    let everybody = everybody(&crawl.planted);
    for who in &everybody {
        crawl.ask_all(who, first.iter().chain(&too_large())).await;
    }
    crawl.with_lying_vendors(&everybody, &first).await;
    for who in &everybody {
        crawl.ask_all(who, &last).await;
    }
    let backup = files::of_a_backup(&crawl.search, &crawl.planted.portico.folder).await;
    crawl.found.extend(backup);
    crawl.with_a_broken_database(&everybody, &first).await;
    let incident = crawl.with_a_panic().await;
    for status in [200, 303, 400, 401, 403, 404, 405, 413, 415, 422, 500, 502] {
        if !crawl.statuses.contains(&status) {
            crawl.found.insert(format!("nothing was answered with {status}"));
        }
    }
    if crawl.answers < 5000 {
        crawl.found.insert(format!("there were {} answers", crawl.answers));
    }
    let portico = &crawl.planted.portico;
    crawl.found.extend(files::of_the_browser(&crawl.search));
    crawl.found.extend(files::of_the_database(&crawl.search, &portico.folder));
    crawl.found.extend(files::of_the_metrics(&crawl.search, &metrics.render()));
    crawl.found.extend(files::of_the_log(&crawl.search, &log, &incident));
    let lines: String = crawl.found.iter().map(|line| format!("{line}\n")).collect();
    std::fs::write(report_beside(&log), format!("{lines}the end\n")).unwrap();
}

fn everybody(planted: &Planted) -> [Who; 4] {
    let portico = &planted.portico;
    let [viewer, organizer, administrator] = &planted.tokens;
    let who = |role, session: &str, tokens: &[String]| Who {
        role,
        session: (!session.is_empty()).then(|| session.to_owned()),
        tokens: tokens.to_vec(),
        shown: Cell::default(),
    };
    [
        who("guest", "", &[]),
        who("viewer", &portico.viewer.session, viewer),
        who("organizer", &portico.organizer.session, organizer),
        who("administrator", &portico.administrator.session, administrator),
    ]
}

impl Crawl {
    async fn ask_all(&mut self, who: &Who, asks: impl IntoIterator<Item = &Ask>) {
        for ask in asks {
            let router = self.planted.portico.router.clone();
            let answer = router.oneshot(ask.of(who)).await.unwrap();
            self.look(who.role, &format!("{} {}", ask.method, ask.path), &ask.path, answer).await;
        }
    }

    async fn look(&mut self, role: &str, what: &str, path: &str, answer: Response<Body>) {
        self.answers += 1;
        let (parts, body) = answer.into_parts();
        let status = parts.status.as_u16();
        self.statuses.insert(status);
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let endless = header(CONTENT_TYPE).starts_with("text/event-stream");
        let mut text = opened(header(CONTENT_ENCODING), received(body, endless).await);
        for (name, value) in &parts.headers {
            text.extend_from_slice(format!("\n{name}: ").as_bytes());
            text.extend_from_slice(value.as_bytes());
        }
        let mut hasher = DefaultHasher::new();
        (role, path, &text).hash(&mut hasher);
        if !self.seen.insert(hasher.finish()) {
            return;
        }
        for secret in self.search.find(&text) {
            // Whoever has the link has sent it.
            if !secret.seen_by.contains(&role) && !path.contains(&secret.value) {
                self.found.insert(format!("{role}: {what} ({status}) has {}", secret.name));
            }
        }
    }

    /// Vendors that tell in their errors what they were signed with.
    async fn with_lying_vendors(&mut self, everybody: &[Who], asks: &[Ask]) {
        let told: Vec<&str> = self.search.secrets.iter().map(|it| it.value.as_str()).collect();
        let body = serde_json::json!({ "code": "22202", "RspCode": 22202, "state": 7,
            "msg": told.join(" "), "message": told.join(" "), "desc": told.join(" ") });
        let control = self.planted.portico.sandbox.control().clone();
        for (status, content_type) in
            [(500, "application/json"), (200, "application/json"), (403, "text/html")]
        {
            let (body, content_type) = (body.to_string(), content_type.to_owned());
            control.add_fault(Fault::always(Action::Refuse {
                status,
                body,
                content_type,
                retry_after: None,
            }));
            for who in everybody {
                // What is asked of no vendor was seen already.
                let words: &[&str] = match who.session {
                    Some(_) => {
                        &["/meetings", "/connections", "/directory", "/materials", "/control", "/recordings"]
                    }
                    None => &["/j/", "/r/"],
                };
                let lively = asks.iter().filter(|ask| words.iter().any(|word| ask.path.contains(word)));
                self.ask_all(who, lively).await;
            }
            control.clear_faults();
        }
    }

    /// Whatever needs a meeting fails inside.
    async fn with_a_broken_database(&mut self, everybody: &[Who], asks: &[Ask]) {
        let url = self.planted.portico.state.settings.database_url();
        let mut database = sqlx::SqliteConnection::connect(url.expose_secret()).await.unwrap();
        for table in ["meetings", "connections", "join_links", "recordings"] {
            let sql = sqlx::AssertSqlSafe(format!("ALTER TABLE {table} RENAME TO {table}_gone"));
            sqlx::query(sql).execute(&mut database).await.unwrap();
        }
        database.close().await.unwrap();
        for who in everybody {
            self.ask_all(who, asks.iter().filter(|ask| ask.method == "GET" || ask.path.starts_with("/fn/")))
                .await;
        }
    }

    /// A bug that puts everything it has into its message. Returns the incident that is shown for it.
    async fn with_a_panic(&mut self) -> String {
        let state = self.planted.portico.state.clone();
        let caller =
            state.services.caller(&self.planted.portico.organizer.session.clone().into()).await.unwrap();
        let settings = state.settings.clone();
        let broken = get(async move || -> StatusCode { panic!("a bug with {settings:?} and {caller:?}") });
        let layer = from_fn(|request, next: Next| layers::catch_panics(request, |request| next.run(request)));
        let router = Router::new().route("/bug", broken).layer(layer);
        let request = axum::http::Request::get("/bug").body(Body::empty()).unwrap();
        let answer = router.oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let page = received(body, false).await;
        let text = String::from_utf8(page.clone()).unwrap();
        self.look("guest", "a panic", "/bug", Response::from_parts(parts, Body::from(page))).await;
        // The number that is shown leads to the line of the log.
        let number = |word: &&str| uuid::Uuid::parse_str(word).is_ok();
        let words = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
        text.split(words).find(number).unwrap_or_default().to_owned()
    }
}

async fn received(body: Body, endless: bool) -> Vec<u8> {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    loop {
        let next = stream.next();
        let part = if endless {
            let Ok(part) = tokio::time::timeout(PATIENCE, next).await else { return bytes };
            part
        } else {
            next.await
        };
        match part {
            Some(Ok(part)) => bytes.extend_from_slice(&part),
            // A stream that breaks off was searched as far as it came.
            Some(Err(_)) | None => return bytes,
        }
    }
}

/// Without its compression.
fn opened(encoding: &str, bytes: Vec<u8>) -> Vec<u8> {
    let mut plain = Vec::new();
    match encoding {
        "br" => brotli::Decompressor::new(bytes.as_slice(), 4096).read_to_end(&mut plain).unwrap(),
        "gzip" => flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).unwrap(),
        _ => return bytes,
    };
    plain
}
