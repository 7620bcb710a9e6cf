//! The WebAPI vendor, read from `vendor-docs/webapi.md` and nothing else.

mod attendance;
mod documents;
mod errors;
mod keys;
mod meeting;
mod pages;
mod params;
mod people;
mod pictures;
mod pokes;
mod records;
mod routes;
mod seed;
mod state;
mod streams;
mod token;
mod variants;

use std::sync::{Mutex, PoisonError};

use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

pub(crate) use keys::{credentials, masked};
pub use variants::{NoLeaveTime, TimeForm, WebapiVariants};

use crate::clock::Clock;
use crate::pipeline::Incoming;
use crate::reply::Reply;
use errors::Refusal;
use params::Params;
use routes::{BASE, Operation, Route, route};
use state::State;

pub(crate) const NAME: &str = "webapi";
/// The one operation that takes large bodies.
pub(crate) const PICTURES: &str = "/WebAPI/uploadRoomPic";

/// What an operation adds to its answer beside `result` or `code`.
type Answer = Result<Map<String, Value>, Refusal>;

/// The vendor with all it holds.
pub(crate) struct Room {
    /// Scheme and authority, for the addresses in answers.
    origin: String,
    clock: Clock,
    state: Mutex<State>,
}

/// The name under which an address stands in the call log and in faults.
pub(crate) fn operation(path: &str) -> &'static str {
    route(path).name()
}

impl Room {
    pub fn new(origin: String, clock: Clock, seeded: bool) -> Self {
        let mut state = State::empty();
        seed::furniture(&mut state, clock.now());
        if seeded {
            seed::fill(&mut state, clock.now());
        }
        Self { origin, clock, state: Mutex::new(state) }
    }

    pub fn base(&self) -> String {
        format!("{}{BASE}", self.origin)
    }

    /// Answers one request.
    pub async fn handle(&self, request: &Incoming) -> Reply {
        let now = self.clock.now();
        match route(&request.path) {
            Route::Api(operation) => self.call(operation, request, now).await,
            Route::Login => self.with(|state| pages::login(state, request, now)),
            Route::Token => self.with(|state| pages::token(state, request, now)),
            Route::Leave => self.with(|state| pages::leave(state, request, now)),
            Route::File(path) => self.with(|state| pictures::file(state, path, request, now)),
            Route::Playlist(serial) => self.with(|state| streams::playlist(state, serial, now)),
            Route::Nowhere => pages::not_found(),
        }
    }

    async fn call(&self, operation: Operation, request: &Incoming, now: i64) -> Reply {
        let method = &request.method;
        if !operation.posted() && method != Method::GET && method != Method::HEAD {
            // The table knows only the opposite mistake, 20001.
            let mut reply = self.answer(operation, Err(errors::BUSY));
            reply.status = StatusCode::METHOD_NOT_ALLOWED;
            return reply;
        }
        if operation.posted() && method != Method::POST {
            return self.answer(operation, Err(errors::WANTS_POST));
        }
        let params = match Params::read(request, operation.posted()).await {
            Ok(params) => params,
            Err(refusal) => return self.answer(operation, Err(refusal)),
        };
        let outcome = self.with(|state| self.operate(state, operation, &params, now));
        let mut reply = self.answer(operation, outcome);
        reply.unknown_fields = params.unknown(operation.fields());
        reply
    }

    fn operate(&self, state: &mut State, operation: Operation, params: &Params, now: i64) -> Answer {
        let company = keys::check(params.text("key"))?;
        if let Some(code) = state.variants.fail_with {
            return Err(errors::row(code, ""));
        }
        let host = self.host(state);
        match operation {
            Operation::Create => meeting::create(state, company, params, &host, now),
            Operation::Modify => meeting::modify(state, company, params, now),
            Operation::Delete => meeting::delete(state, company, params),
            Operation::ClassTime => attendance::class_time(state, company, params, now),
            Operation::BindFiles => documents::bind(state, company, params, now),
            Operation::RoomPicture => pictures::upload(state, company, params, now),
            Operation::Files => documents::list(state, company, params),
            Operation::Streams => streams::list(state, company, params, &host, now),
            Operation::Logins => attendance::list(state, company, params, now),
            Operation::Records => records::list(state, company, params, now),
        }
    }

    /// `域名` in addresses of streams: the samples write it without a scheme.
    fn host(&self, state: &State) -> String {
        match state.variants.stream_scheme {
            true => self.origin.clone(),
            false => self.origin.trim_start_matches("http://").to_owned(),
        }
    }

    /// Success or refusal under the operation's own word for it.
    fn answer(&self, operation: Operation, outcome: Answer) -> Reply {
        let (mut body, code) = match outcome {
            Ok(body) => (body, 0),
            Err(refusal) => (Map::new(), refusal.code),
        };
        let variants = self.with(|state| state.variants.clone());
        let word = if operation == Operation::Records { "code" } else { "result" };
        let written = if variants.result_as_text { json!(code.to_string()) } else { json!(code) };
        body.insert(word.to_owned(), written);
        if variants.extra_fields {
            body.insert("msg".to_owned(), json!("ok"));
            body.insert("debug".to_owned(), json!({ "node": 3 }));
        }
        let mut reply = Reply::json(StatusCode::OK, &Value::Object(body));
        if variants.html_content_type {
            reply.headers.retain(|(name, _)| name != CONTENT_TYPE);
            reply = reply.with_header(CONTENT_TYPE, "text/html; charset=UTF-8");
        }
        reply.code = (code != 0).then_some(code);
        reply.scripted = reply.code.is_some() && reply.code == variants.fail_with;
        reply
    }

    /// Looks at the state as it should be by now.
    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.settle(self.clock.now());
        act(&mut state)
    }
}

/// A JSON object's members.
fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
