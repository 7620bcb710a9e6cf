//! Signing in and out.

use super::{broken, guest_page, html, signed_in, visit};
use crate::http::State;
use crate::http::functions::own_path;
use crate::http::layers::session_cookie;
use axum::extract::{Query, State as Extract};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use axum_extra::extract::CookieJar;
use portico_app::pages::guest::sign_in_page;
use portico_app::pages::guest::view::{SignInView, SignInWay};
use portico_domain::language::Language;
use portico_domain::refusals::{Kind, Refusal};
use portico_service::{Caller, ProviderDoor};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    pub next: String,
}

#[derive(Deserialize)]
pub struct SignIn {
    #[serde(default)]
    account: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// The sign-in page; also what an identity provider's answer that signed nobody in leads to.
pub fn page(
    state: &State,
    language: Language,
    account: String,
    next: &str,
    refusal: Option<Refusal>,
) -> Response {
    let status = refusal.as_ref().map_or(200, |refusal| refusal.kind.status());
    let next = own_path(next).unwrap_or_default().to_owned();
    let page = guest_page(language, "/sign-in");
    let way = |door: ProviderDoor| SignInWay { action: format!("/sign-in/{}", door.name), label: door.label };
    let ways = state.services.provider_doors().into_iter().map(way).collect();
    html(status, sign_in_page(&SignInView { page, account, next, refusal, ways }))
}

pub async fn show(
    Extract(state): Extract<State>,
    Extension(caller): Extension<Caller>,
    Extension(language): Extension<Language>,
    Query(Next { next }): Query<Next>,
) -> Response {
    if caller.person().is_some() {
        return Redirect::to(own_path(&next).unwrap_or("/")).into_response();
    }
    page(&state, language, String::new(), &next, None)
}

pub async fn sign_in(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    jar: CookieJar,
    parts: Parts,
    Form(typed): Form<SignIn>,
) -> Response {
    let visit = visit(&parts, &state.settings);
    match state.services.sign_in(&typed.account, &typed.password.into(), &visit).await {
        Ok(session) => signed_in(&state, jar, &session, own_path(&typed.next).unwrap_or("/")),
        Err(refusal) => page(&state, language, typed.account, &typed.next, Some(refusal)),
    }
}

pub async fn sign_out(
    Extract(state): Extract<State>,
    Extension(caller): Extension<Caller>,
    Extension(language): Extension<Language>,
    jar: CookieJar,
) -> Response {
    if let Ok(member) = state.services.member(&caller)
        && let Err(refusal) = member.sign_out().await
    {
        // The session lives on. Without its cookie it would look ended, and its owner could not try again.
        return broken(language, "", &Refusal { kind: Kind::Unavailable, ..refusal });
    }
    (jar.add(session_cookie(&state.settings, None)), Redirect::to("/sign-in")).into_response()
}
