//! Pages for people without an account, or not yet signed in.

mod browser;
mod calendar;
mod check;
pub(super) mod events;
mod hand_over;
mod identity;
#[cfg(test)]
mod identity_tests;
mod invite;
mod join;
pub mod lately;
mod queue;
#[cfg(test)]
mod queue_tests;
mod recording;
#[cfg(test)]
mod recording_streams_tests;
#[cfg(test)]
mod recording_tests;
mod set_up;
mod sign_in;
#[cfg(test)]
mod sign_in_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod waiting_tests;

use super::layers::session_cookie;
use super::{State, assets};
use axum::Router;
use axum::extract::{OriginalUri, State as Extract};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, USER_AGENT};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::CookieJar;
use portico_app::language::{kind_text, locale_of, refusal_text};
use portico_app::pages::guest::message_page;
use portico_app::pages::guest::view::{GuestPage, MessageView, Moment};
use portico_domain::language::Language;
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::time::Timestamp;
use portico_service::Visit;
use portico_service::when::Zone;
use secrecy::SecretString;
use serde::de::DeserializeOwned;

pub use sign_in::sign_out;

pub fn router() -> Router<State> {
    Router::new()
        .route("/j/{slug}", get(join::show).post(join::enter))
        .route("/j/{slug}/meeting.ics", get(calendar::file))
        .route("/j/{slug}/check", get(check::show_before))
        .route("/check", get(check::show))
        .route("/check/answer", get(check::answer))
        .route("/r/{slug}", get(recording::show).post(recording::open))
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-in/{provider}", post(identity::leave))
        .route("/sign-in/{provider}/callback", get(identity::come_back))
        .route("/invite/{token}", get(invite::show).post(invite::accept))
        .route("/setup/{token}", get(set_up::show).post(set_up::set_up))
}

/// Thousands of these are open at once, for hours: they pass through as few layers as can be. Around a stream
/// that is not even compressed, the compressing one alone would hold more memory than all the rest.
pub fn waiting_router() -> Router<State> {
    Router::new().route("/j/{slug}/events", get(events::stream))
}

/// Shared recordings stream for as long as they play, so no limit on the whole answer.
pub fn media_router() -> Router<State> {
    Router::new()
        .route("/r/{slug}/play", get(recording::play))
        .route("/r/{slug}/download", get(recording::download))
}

/// Links are written without look-alikes and without capitals; people type what they hear.
fn normal(slug: &str) -> String {
    slug.trim().to_ascii_lowercase()
}

/// What a form of ours sent, such as `form[name]=…`; what cannot be read counts as left empty.
fn typed<T: DeserializeOwned + Default>(body: &[u8]) -> T {
    serde_qs::Config::new().use_form_encoding(true).deserialize_bytes(body).unwrap_or_default()
}

/// Lets somebody in who has just shown who they are.
fn signed_in(state: &State, jar: CookieJar, session: &SecretString, next: &str) -> Response {
    (jar.add(session_cookie(&state.settings, Some(session))), Redirect::to(next)).into_response()
}

/// What every guest page is told.
fn guest_page(language: Language, path: impl Into<String>) -> GuestPage {
    let (assets, style) = (assets::FOLDER.as_str().into(), assets::guest_style());
    GuestPage { language, assets, style, path: path.into() }
}

/// A moment in the words of a zone.
fn moment(zone: &Zone, at: Timestamp, now: Timestamp, language: Language) -> Moment {
    Moment { machine: zone.machine(at), text: zone.moment(at, now, language), zone: zone.label(at) }
}

pub fn html(status: u16, page: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// Any path that leads nowhere.
pub async fn unknown_page(
    Extract(_): Extract<State>,
    OriginalUri(uri): OriginalUri,
    language: Option<axum::Extension<Language>>,
) -> Response {
    let language = language.map(|axum::Extension(language)| language).unwrap_or_default();
    nowhere(language, uri.path())
}

/// The page of a path that is for others.
pub fn not_allowed(language: Language, path: &str) -> Response {
    let text = kind_text(locale_of(language), Kind::NotAllowed).to_owned();
    let (page, title) = (guest_page(language, path), text.clone());
    let message = MessageView { page, title, text, way_on: None };
    html(Kind::NotAllowed.status(), message_page(&message))
}

/// The page of a path behind which something broke.
pub fn broken(language: Language, path: &str, refusal: &Refusal) -> Response {
    html(refusal.kind.status(), message(guest_page(language, path), refusal))
}

/// The same for any path, small: its looks are asked for apart.
pub fn refusal_page(language: Language, refusal: &Refusal) -> String {
    message(GuestPage { style: "", ..guest_page(language, "") }, refusal)
}

fn message(page: GuestPage, refusal: &Refusal) -> String {
    let l = locale_of(page.language);
    let (title, text) = (kind_text(l, refusal.kind).to_owned(), refusal_text(l, refusal));
    message_page(&MessageView { page, title, text, way_on: None })
}

/// The page of a path that leads nowhere.
pub fn nowhere(language: Language, path: &str) -> Response {
    html(404, portico_app::pages::guest::unknown_page(guest_page(language, path)))
}

/// The pages where one signs in say in it which zone the browser is in (`public/guest.js`).
const ZONE_COOKIE: &str = "portico-zone";

/// Where a request comes from, for throttles and the list of sessions.
pub fn visit(parts: &axum::http::request::Parts, settings: &crate::config::Settings) -> Visit {
    let user_agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let jar = CookieJar::from_headers(&parts.headers);
    let zone = jar.get(ZONE_COOKIE);
    Visit {
        network: super::network::of(parts, settings),
        user_agent: user_agent.to_owned(),
        browser: browser::shown(parts, settings),
        zone: zone.map(|cookie| cookie.value().to_owned()).unwrap_or_default(),
    }
}
