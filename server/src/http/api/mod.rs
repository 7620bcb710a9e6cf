//! `/api/v1`: what people do on pages, for scripts with a token. The same use cases, the same authority.
//!
//! The document at `/api/v1/openapi.json` is made of the same declarations as the router, so neither can have
//! a route that the other has not.

mod connections;
mod control;
mod directory;
mod document;
mod entries;
pub mod limits;
mod links;
mod materials;
mod me;
mod meetings;
mod naming;
pub mod problem;
mod receive;
mod recordings;
mod reference;
mod webhooks;
mod words;

pub use document::openapi;

use super::{State, network, proxy};
use axum::extract::{DefaultBodyLimit, Request, State as Extract};
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use portico_domain::refusals::Kind;
use problem::Problem;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;

/// Every route that wants a token, with its description.
fn described() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .merge(me::router())
        .merge(meetings::router())
        .merge(control::router())
        .merge(materials::router())
        .merge(links::router())
        .merge(entries::router())
        .merge(recordings::router())
        .merge(connections::router())
        .merge(directory::router())
        .merge(webhooks::router())
}

/// The API, its document and its reference page.
pub fn router(state: &State) -> Router<State> {
    let (routes, _) = described().split_for_parts();
    let routes = routes
        .layer(from_fn_with_state(state.clone(), admit))
        .method_not_allowed_fallback(not_so)
        .route("/", get(page))
        .route("/openapi.json", get(file))
        .fallback(nowhere)
        .layer(Extension(SHOWN.clone()));
    // A recording streams for as long as it takes; its headers come within this time.
    let patience = from_fn(super::layers::limit_time);
    let limit = DefaultBodyLimit::max(super::LARGEST_BODY_BYTES);
    Router::new().nest("/api/v1", routes).layer(patience).layer(limit)
}

/// The document and the page made of it, written once.
struct Shown {
    json: String,
    page: String,
}

static SHOWN: LazyLock<Arc<Shown>> = LazyLock::new(|| {
    let json = openapi();
    let page = reference::page(&json);
    Arc::new(Shown { json, page })
});

async fn file(Extension(shown): Extension<Arc<Shown>>) -> Response {
    ([(CONTENT_TYPE, "application/json")], shown.json.clone()).into_response()
}

async fn page(Extension(shown): Extension<Arc<Shown>>) -> Response {
    Html(shown.page.clone()).into_response()
}

async fn nowhere() -> Problem {
    Kind::NotFound.into()
}

async fn not_so() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, Kind::Unsupported.name(), "There is no such method here.")
}

/// Finds out whose token it is and what is left of its minute. Cookies are not looked at, so no page of
/// another site can do anything here.
async fn admit(Extract(state): Extract<State>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some(token) = header.and_then(proxy::bearer) else {
        return Problem::from(Kind::NotSignedIn).into_response();
    };
    let network = network::of(&parts, &state.settings);
    let script = match state.services.integrator(&token.to_owned().into(), &network).await {
        Ok(script) => script,
        Err(refusal) => return Problem::from(refusal).into_response(),
    };
    let left = match limits::spend(script.token(), state.settings.keys.api_requests_a_minute) {
        Ok(left) => left,
        Err(problem) => return problem.into_response(),
    };
    parts.extensions.insert(script);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    left.write(response.headers_mut());
    response
}

/// What every route may answer besides its own.
struct Errors;

impl utoipa::IntoResponses for Errors {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let schema = Ref::from_schema_name("Problem");
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let response = ResponseBuilder::new()
            .description("Why it was not done")
            .content("application/problem+json", content)
            .build();
        BTreeMap::from([("default".to_owned(), RefOr::T(response))])
    }
}

#[cfg(test)]
pub mod tests;
