//! Everything that answers HTTP: which path leads where, and through which layers.

pub mod api;
pub mod assets;
mod audit;
mod backlog;
mod codes;
pub mod functions;
mod guests;
mod health;
mod language;
pub mod layers;
mod live;
mod materials;
mod media;
mod network;
mod pages;
mod preloads;
mod proxy;
mod trial;

use crate::config::Settings;
use crate::policy;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef, MatchedPath, Request, State as Extract};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Extensions, HeaderMap};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use backlog::Backlog;
use leptos::config::LeptosOptions;
use portico_service::Services;
use std::ops::Deref;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

pub use guests::{broken, not_allowed, nowhere};
pub use proxy::{begins, express};

/// What handlers share. One pointer, as each layer of each request has its own copy.
#[derive(Clone)]
pub struct State(Arc<Shared>);

pub struct Shared {
    pub services: Services,
    pub settings: Arc<Settings>,
    leptos: LeptosOptions,
    pub join_pages: guests::lately::Lately,
    /// One for each request that may be worked on at once.
    places: Semaphore,
    pub backlog: Arc<Backlog>,
}

impl Deref for State {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl State {
    pub fn new(services: Services, settings: Arc<Settings>) -> Self {
        let places = Semaphore::new(settings.keys.requests_at_once.min(Semaphore::MAX_PERMITS));
        let leptos = assets::leptos_options();
        let (join_pages, backlog) = Default::default();
        Self(Arc::new(Shared { services, settings, leptos, join_pages, places, backlog }))
    }
}

impl FromRef<State> for LeptosOptions {
    fn from_ref(state: &State) -> Self {
        state.leptos.clone()
    }
}

/// No form of ours is larger.
const LARGEST_BODY_BYTES: usize = 256 * 1024;

async fn receive(Extract(state): Extract<State>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned().into());
    layers::receive(&state, route, request, |request| next.run(request)).await
}

/// The whole of Portico as one service.
pub fn router(state: State) -> Router {
    // What a stranger can get reflected (a search) never stands beside a secret on one page, so that the
    // length of a compressed answer tells nothing. Recordings and our own files pass as they are.
    let text_only = |_, _, headers: &HeaderMap, _: &Extensions| {
        let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        kind.starts_with("text/html") || kind.starts_with("application/json")
    };
    // Rendered pages are packed by gzip: brotli makes them a tenth smaller, and took a third of all the time a page
    // took.
    let compression = CompressionLayer::new().quality(CompressionLevel::Precise(5)).compress_when(text_only);
    let visitors = visitors(&state).fallback(guests::unknown_page).with_state(state.clone());
    let visitors = Router::new()
        .fallback_service(visitors)
        // Innermost, so that it also holds for the page that is asked for in a form's place.
        .layer(from_fn(policy::enforce))
        .layer(from_fn(functions::replay))
        .layer(compression)
        .layer(from_fn(layers::find_language))
        .layer(from_fn_with_state(state.clone(), layers::find_caller));
    open(&state)
        .layer(from_fn(policy::enforce))
        .fallback_service(visitors)
        .layer(DefaultBodyLimit::max(LARGEST_BODY_BYTES))
        .layer(from_fn_with_state(state.clone(), layers::refuse_foreign_writes))
        // Only a token opens these, never a cookie, so no other site can make a browser write here.
        .merge(machines(&state).layer(from_fn(policy::enforce)))
        .layer(from_fn_with_state(state.clone(), receive))
        .with_state(state)
}

/// The routes for which nobody is looked up, and whose answers show nothing of anybody's.
pub fn open(state: &State) -> Router<State> {
    let trial = if state.settings.is_trial() { trial::router() } else { Router::new() };
    Router::new()
        .merge(guests::waiting_router().layer(from_fn(layers::limit_time)))
        .merge(trial)
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/assets/{release}/{*file}", get(assets::serve))
        .route("/favicon.ico", get(assets::favicon))
        .route("/robots.txt", get(assets::robots))
}

/// The routes for programs, which carry a token.
pub fn machines(state: &State) -> Router<State> {
    api::router(state).merge(proxy::router())
}

/// The routes for people, with and without an account. Each also needs its line in the policy table.
pub fn visitors(state: &State) -> Router<State> {
    let pages = pages::router(state)
        .merge(guests::router())
        .route("/language", post(language::choose))
        .route("/sign-out", post(guests::sign_out))
        .layer(from_fn(layers::limit_time));
    // Recordings stream for as long as they play, so no limit on the whole answer.
    pages
        .merge(media::router())
        .merge(guests::media_router())
        .merge(materials::router())
        .merge(live::router())
        .merge(codes::router())
        .merge(audit::router())
}
