//! First set-up: the one-time link makes the first administrator.

use super::{guest_page, html, signed_in, typed, visit};
use crate::http::State;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::http::request::Parts;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use portico_app::pages::guest::view::SetUpView;
use portico_app::pages::guest::{set_up_closed_page, set_up_expired_page, set_up_page};
use portico_domain::forms::SetupForm;
use portico_domain::language::Language;
use portico_domain::refusals::{Kind, Refusal};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
struct SetUp {
    form: SetupForm,
    password: String,
    again: String,
}

/// The page for a link that no longer works: there is somebody already, or it is too old.
async fn spent(state: &State, language: Language) -> Response {
    let page = guest_page(language, "/sign-in");
    match state.services.needs_setup().await {
        Ok(true) => html(410, set_up_expired_page(page)),
        _ => html(410, set_up_closed_page(page)),
    }
}

fn page(language: Language, token: &str, form: SetupForm, refusal: Option<Refusal>) -> Response {
    let action = format!("/setup/{token}");
    let status = refusal.as_ref().map_or(200, |refusal| refusal.kind.status());
    let page = guest_page(language, action.as_str());
    html(status, set_up_page(&SetUpView { page, action, account: form.account, name: form.name, refusal }))
}

pub async fn show(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    Path(token): Path<String>,
    parts: Parts,
) -> Response {
    match state.services.setup_token_works(&token, &visit(&parts, &state.settings)).await {
        Ok(true) => page(language, &token, SetupForm::default(), None),
        Ok(false) => spent(&state, language).await,
        Err(refusal) => page(language, &token, SetupForm::default(), Some(refusal)),
    }
}

pub async fn set_up(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    Path(token): Path<String>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let typed: SetUp = typed(&body);
    let visit = visit(&parts, &state.settings);
    let (password, again) = (typed.password.into(), typed.again.into());
    match state.services.set_up(&token, &typed.form, &password, &again, &visit).await {
        Ok(session) => signed_in(&state, jar, &session, "/"),
        Err(refusal) if refusal.kind == Kind::NotFound => spent(&state, language).await,
        Err(refusal) => page(language, &token, typed.form, Some(refusal)),
    }
}
