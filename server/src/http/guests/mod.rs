//! Pages for people without an account, or not yet signed in.

mod calendar;
mod events;
mod hand_over;
mod invite;
mod join;
pub mod lately;
mod set_up;
mod sign_in;
#[cfg(test)]
mod tests;

use super::layers::session_cookie;
use super::{State, assets};
use axum::Router;
use axum::extract::{OriginalUri, State as Extract};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, USER_AGENT};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum_extra::extract::CookieJar;
use portico_app::pages::guest::view::GuestPage;
use portico_domain::language::Language;
use portico_service::Visit;
use secrecy::SecretString;
use serde::de::DeserializeOwned;

pub use sign_in::sign_out;

pub fn router() -> Router<State> {
    Router::new()
        .route("/j/{slug}", get(join::show).post(join::enter))
        .route("/j/{slug}/events", get(events::stream))
        .route("/j/{slug}/meeting.ics", get(calendar::file))
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/invite/{token}", get(invite::show).post(invite::accept))
        .route("/setup/{token}", get(set_up::show).post(set_up::set_up))
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
    GuestPage { language, assets: assets::FOLDER.as_str().into(), path: path.into() }
}

fn html(status: u16, page: String) -> Response {
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
    html(404, portico_app::pages::guest::unknown_page(guest_page(language, uri.path())))
}

/// Where a request comes from, for throttles and the list of sessions.
pub fn visit(parts: &axum::http::request::Parts, settings: &crate::config::Settings) -> Visit {
    let user_agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Visit { network: super::network::of(parts, settings), user_agent: user_agent.to_owned() }
}
