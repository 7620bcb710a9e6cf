//! The one-time link of somebody who was invited, or whose password was reset: they choose a password.

use super::{guest_page, html, signed_in, typed, visit};
use crate::http::State;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::http::request::Parts;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use portico_app::pages::guest::view::InviteView;
use portico_app::pages::guest::{
    invite_expired_page, invite_page, invite_refused_page, invite_unknown_page, invite_used_page,
};
use portico_domain::language::Language;
use portico_domain::refusals::{Kind, Refusal};
use portico_service::{InvitationDoor, Visit};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    password: String,
    again: String,
}

/// The page as the link stands now. The token is nowhere in it but in the form's own address.
async fn page(
    state: &State,
    language: Language,
    token: &str,
    visit: &Visit,
    wrong: Option<Refusal>,
) -> Response {
    let message = || guest_page(language, "/sign-in");
    match state.services.invitation(token, visit).await {
        Ok(InvitationDoor::Open(person)) => {
            let action = format!("/invite/{token}");
            let status = wrong.as_ref().map_or(200, |refusal| refusal.kind.status());
            let page = guest_page(language, action.as_str());
            let (account, name) = (person.account, person.name);
            html(status, invite_page(&InviteView { page, action, account, name, refusal: wrong }))
        }
        Ok(InvitationDoor::Used) => html(410, invite_used_page(message())),
        Ok(InvitationDoor::Expired) => html(410, invite_expired_page(message())),
        Ok(InvitationDoor::Unknown) => html(404, invite_unknown_page(message())),
        Err(refusal) => html(refusal.kind.status(), invite_refused_page(message(), &refusal)),
    }
}

/// Looking uses nothing up, so that previews of links in chats do no harm.
pub async fn show(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    Path(token): Path<String>,
    parts: Parts,
) -> Response {
    let visit = visit(&parts, &state.settings);
    page(&state, language, &token, &visit, None).await
}

pub async fn accept(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    Path(token): Path<String>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let typed: Chosen = typed(&body);
    let visit = visit(&parts, &state.settings);
    let (password, again) = (typed.password.into(), typed.again.into());
    match state.services.accept_invitation(&token, &password, &again, &visit).await {
        Ok(session) => signed_in(&state, jar, &session, "/"),
        Err(refusal) if refusal.kind == Kind::NotFound => page(&state, language, &token, &visit, None).await,
        Err(refusal) => page(&state, language, &token, &visit, Some(refusal)).await,
    }
}
