//! What every request passes through, as one function: each layer of axum's copies all that lie within it for
//! each request, and seven of them were most of what a call through the proxy cost.

use super::excess::refuse_excess;
use super::headers::set_headers;
use super::overload::{say_when, shed_load};
use super::panics::catch_panics;
use super::request_id::Named;
use super::slow_bodies::refuse_slow_bodies;
use crate::http::State;
use axum::extract::Request;
use axum::response::Response;
use std::borrow::Cow;
use tracing::Instrument;

/// Names and bounds the request, has it answered by `answer`, and completes the answer. `route` is the
/// pattern of its path, if there is one.
pub async fn receive<F: Future<Output = Response>>(
    state: &State,
    route: Option<Cow<'static, str>>,
    request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Response {
    let named = Named::of(&request, route);
    let mut response = admit(state, request, answer).instrument(named.span.clone()).await;
    say_when(&mut response);
    set_headers(state, response.headers_mut());
    named.answered(&mut response);
    response
}

async fn admit<F: Future<Output = Response>>(
    state: &State,
    request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Response {
    if let Some(refusal) = refuse_excess(&request) {
        return refusal;
    }
    let safely = |request| catch_panics(request, answer);
    refuse_slow_bodies(request, |request| shed_load(state, request, safely)).await
}
