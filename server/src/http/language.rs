//! Switches the language of the pages.

use super::State;
use super::functions::own_path;
use super::layers::LANGUAGE_COOKIE;
use axum::Form;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use portico_domain::language::Language;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Choice {
    language: String,
    /// The page to come back to.
    #[serde(default)]
    page: String,
}

pub async fn choose(Extract(state): Extract<State>, jar: CookieJar, Form(choice): Form<Choice>) -> Response {
    let back = Redirect::to(own_path(&choice.page).unwrap_or("/"));
    let Some(language) = Language::from_tag(&choice.language) else {
        return back.into_response();
    };
    let cookie = Cookie::build((LANGUAGE_COOKIE, language.tag()))
        .path("/")
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(state.settings.is_tls())
        .permanent()
        .build();
    (jar.add(cookie), back).into_response()
}
