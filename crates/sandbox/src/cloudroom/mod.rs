//! The CloudRoom vendor, read from `vendor-docs/cloudroom.md` and nothing else.

mod auth;
mod company;
mod conference;
mod department;
mod detail;
mod draft;
mod errors;
mod fields;
mod lists;
mod pages;
mod people;
mod pokes;
mod query;
mod routes;
mod rules;
mod schedule;
mod seed;
mod state;
mod user;
mod variants;
mod video;

use std::sync::{Mutex, PoisonError};

use http::{Method, StatusCode};
use serde_json::Value;

pub(crate) use auth::credentials;
pub use people::Person;
pub(crate) use people::all as people;
pub use pokes::NoSuchMeeting;
pub use variants::{DetailTimes, LayoutName, NoPeriodEnd, Variants};

use crate::clock::Clock;
use crate::pipeline::Incoming;
use crate::reply::Reply;
use auth::Standing;
use errors::Refusal;
use query::Query;
use routes::{BASE, Concern, Route, route};
use state::State;

pub(crate) const NAME: &str = "cloudroom";

/// The vendor with all it holds.
pub(crate) struct Room {
    /// Scheme and authority, for the addresses in answers.
    origin: String,
    clock: Clock,
    state: Mutex<State>,
}

/// The name under which an address stands in the call log and in faults.
pub(crate) fn operation(method: &Method, path: &str) -> &'static str {
    route(method, path).name()
}

impl Room {
    pub fn new(origin: String, clock: Clock, seeded: bool) -> Self {
        let mut state = State::empty();
        seed::neighbour(&mut state, clock.now());
        if seeded {
            seed::fill(&mut state, clock.now());
        }
        Self { origin, clock, state: Mutex::new(state) }
    }

    pub fn base(&self) -> String {
        format!("{}{BASE}", self.origin)
    }

    /// Answers one request.
    pub fn handle(&self, request: &Incoming) -> Reply {
        let route = route(&request.method, &request.path);
        let now = self.clock.now();
        match route {
            Route::File(id) => self.with(|state| pages::file(state, id, request, now)),
            Route::Player(id) => self.with(|state| pages::player(state, id, now)),
            Route::Page(code) => self.with(|state| pages::arrival(state, code, request, now)),
            Route::Nowhere => pages::not_found(),
            _ => self.call(&route, request, now),
        }
    }

    fn call(&self, route: &Route<'_>, request: &Incoming, now: i64) -> Reply {
        let mut unknown = Vec::new();
        let (outcome, as_text) = self.with(|state| {
            let outcome = self.operate(state, route, request, now, &mut unknown);
            (outcome, state.variants.numbers_as_text)
        });
        let (status, body, code) = match outcome {
            Ok(body) => (StatusCode::OK, body, None),
            Err(refusal) => (refusal.status(), refusal.body(), Some(refusal.code)),
        };
        let body = if as_text { numbers_as_text(body) } else { body };
        let mut reply = Reply::json(status, &body);
        reply.code = code;
        reply.unknown_fields = unknown;
        reply
    }

    fn operate(
        &self,
        state: &mut State,
        route: &Route<'_>,
        request: &Incoming,
        now: i64,
        unknown: &mut Vec<String>,
    ) -> Result<Value, Refusal> {
        // Only the check of timestamps sees a skewed clock; meetings go by the true one.
        let account = auth::check(&request.headers, request.now)?;
        if *route == Route::Strange {
            return Err(errors::BAD_REQUEST);
        }
        let needed = match route.concern() {
            Concern::Meetings => Standing::Company,
            Concern::Companies => Standing::Platform,
            Concern::Directory if state.variants.directory_wants_platform => Standing::Platform,
            Concern::Directory => Standing::Company,
        };
        if account.standing != needed {
            return Err(errors::NOT_ALLOWED);
        }
        let query = Query::parse(&request.query);
        if matches!(route, Route::List | Route::History) {
            lists::admit(state, account.secret_id, self.clock.now_ms())?;
        }
        match route {
            Route::Create => conference::create(state, request, now, unknown),
            Route::Change(id) => conference::change(state, number(id)?, request, now, unknown),
            Route::Query(id) => {
                let variants = state.variants.clone();
                let meeting = state.meeting(number(id)?)?;
                Ok(detail::render(meeting, &self.origin, &variants))
            }
            Route::Join(id) => conference::join(state, number(id)?, &query, now),
            Route::End(id) => conference::end(state, number(id)?, now),
            Route::Delete(id) => conference::delete(state, number(id)?),
            Route::List => lists::current(state, &query, now),
            Route::History => lists::history(state, &query),
            Route::Videos(id) => video::list(state, number(id)?, &query, &self.origin, now),
            Route::DeleteVideo(id) => video::delete(state, id, now),
            Route::CreateCompany => company::create(state, request, unknown),
            Route::ChangeCompany(id) => company::change(state, id, request, unknown),
            Route::DeleteCompany(id) => company::delete(state, id),
            Route::CreateUser => user::create(state, request, unknown),
            Route::ChangeUser(account) => user::change(state, account, request, unknown),
            Route::DeleteUser(account) => user::delete(state, account),
            Route::CreateDepartment => department::create(state, request, unknown),
            Route::ChangeDepartment(id) => department::change(state, number(id)?, request, unknown),
            Route::DeleteDepartment(id) => department::delete(state, number(id)?),
            _ => Err(errors::INTERNAL),
        }
    }

    /// Looks at the state as it should be by now.
    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.settle(self.clock.now());
        act(&mut state)
    }
}

/// 会议号 in an address.
fn number(text: &str) -> Result<i64, Refusal> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().ok_or(errors::BAD_REQUEST)
}

fn numbers_as_text(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::String(number.to_string()),
        Value::Array(items) => items.into_iter().map(numbers_as_text).collect(),
        Value::Object(map) => map.into_iter().map(|(name, value)| (name, numbers_as_text(value))).collect(),
        other => other,
    }
}
