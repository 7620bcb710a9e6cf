//! The VMR vendor, read from `vendor-docs/vmr.md` and nothing else.

mod auth;
mod body;
mod bookings;
mod contacts;
mod errors;
mod links;
mod pages;
mod pokes;
mod recording;
mod room;
mod routes;
mod seed;
mod state;
mod status;
mod variants;

use std::sync::{Mutex, PoisonError};

use http::{Method, StatusCode};
use serde_json::{Value, json};

pub(crate) use auth::credentials;
pub use pokes::RoomPoke;
pub use variants::{CodeForm, ContactShape, CreatedShape, FlagForm, VmrVariants};

use crate::clock::Clock;
use crate::pairs::Pairs;
use crate::pipeline::Incoming;
use crate::reply::Reply;
use body::Body;
use errors::Refusal;
use routes::{Operation, Route, route};
use state::State;
use variants::Envelope;

pub(crate) const NAME: &str = "vmr";

/// The data of a good answer, and the message that stands beside it.
type Answer = Result<Value, Refusal>;

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
        seed::furniture(&mut state);
        if seeded {
            seed::fill(&mut state, clock.now());
        }
        Self { origin, clock, state: Mutex::new(state) }
    }

    /// https://apiServer of the document.
    pub fn base(&self) -> String {
        self.origin.clone()
    }

    /// Answers one request.
    pub fn handle(&self, request: &Incoming) -> Reply {
        let now = self.clock.now();
        match route(&request.path) {
            Route::Api(operation) => self.call(operation, request, now),
            Route::Info => self.with(|state| status::info(state, request)),
            Route::Share(code) => self.with(|state| pages::share(state, code, request, now)),
            Route::Download(path) => self.with(|state| links::download(state, path, request, now)),
            Route::Strange => self.with(|state| {
                let mut reply = refuse(errors::NOT_FOUND, Envelope::Meeting, state);
                reply.status = StatusCode::NOT_FOUND;
                reply
            }),
            Route::Nowhere => pages::not_found(),
        }
    }

    fn call(&self, operation: Operation, request: &Incoming, now: i64) -> Reply {
        let mut unknown = Vec::new();
        self.with(|state| {
            let mut reply = match self.operate(state, operation, request, now, &mut unknown) {
                Ok(data) => succeed(data, operation, state),
                Err(refusal) => refuse(refusal, operation.envelope(), state),
            };
            reply.unknown_fields = unknown;
            reply
        })
    }

    fn operate(
        &self,
        state: &mut State,
        operation: Operation,
        request: &Incoming,
        now: i64,
        unknown: &mut Vec<String>,
    ) -> Answer {
        let method = if operation.posted() { Method::POST } else { Method::GET };
        if request.method != method {
            return Err(errors::WRONG_METHOD);
        }
        let tenant = auth::check(&request.headers)?;
        let query = Pairs::parse(request.query.as_bytes());
        if !operation.posted() {
            unknown.extend(query.unknown(operation.fields()));
        }
        let origin = self.origin.as_str();
        match operation {
            Operation::Rooms => return room::bookable(state, tenant, &query),
            Operation::Contacts => return contacts::list(state, tenant, &query, origin),
            Operation::Bookings => return bookings::list(state, tenant, &query, origin),
            _ => {}
        }
        let body = Body::read(request)?;
        unknown.extend(body.unknown(operation.fields()));
        match operation {
            Operation::OpenRecord => recording::open(state, tenant, &body, now),
            Operation::CloseRecord => recording::close(state, tenant, &body, now),
            Operation::Records => recording::list(state, tenant, &body, origin, now),
            Operation::DeleteRecord => recording::delete(state, tenant, &body),
            Operation::LiveStatus => status::live(state, tenant, &body, origin),
            Operation::Book => bookings::create(state, tenant, &body, origin, now),
            Operation::Cancel => bookings::cancel(state, tenant, &body),
            Operation::Rooms | Operation::Contacts | Operation::Bookings => Err(errors::NOT_FOUND),
        }
    }

    /// Looks at the state as it should be by now.
    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.settle(self.clock.now());
        act(&mut state)
    }
}

/// code, data, message, state; message is null on success but for the sample of 取消预约会议.
fn succeed(data: Value, operation: Operation, state: &State) -> Reply {
    let filled = state.variants.message_filled || operation == Operation::Cancel;
    let body = json!({
        "code": state.variants.code(200, operation.envelope()),
        "data": data,
        "message": if filled { json!("操作成功") } else { Value::Null },
        "state": 1,
    });
    Reply::json(StatusCode::OK, &body)
}

/// A refusal is HTTP 200 with state 0, unless the variants say otherwise for bad credentials.
fn refuse(refusal: Refusal, envelope: Envelope, state: &State) -> Reply {
    let body = json!({
        "code": state.variants.code(refusal.code, envelope),
        "data": Value::Null,
        "message": refusal.message,
        "state": 0,
    });
    let unauthorised = refusal.is_auth() && state.variants.bad_auth_is_401;
    let status = if unauthorised { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    let mut reply = Reply::json(status, &body);
    reply.code = Some(refusal.code);
    reply
}
