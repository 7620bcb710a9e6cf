//! `/r/{slug}`: a shared recording, and its bytes.

use super::{browser, guest_page, html, moment, normal, typed, visit};
use crate::config::Settings;
use crate::http::{State, media};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::http::header::{HeaderName, RANGE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use portico_app::language::{kind_text, locale_of, refusal_text};
use portico_app::pages::guest::view::{MessageView, RecordingState, RecordingView, SharedRecording, When};
use portico_app::pages::guest::{message_page, recording_page};
use portico_domain::language::Language;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_service::{RecordingDoor, RecordingGuest, when};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    passcode: String,
}

/// Under TLS the prefix binds the cookie to TLS; its path binds it to this one link.
const COOKIE_TLS: &str = "__Secure-portico-recording";
const COOKIE_PLAIN: &str = "portico-recording";

fn cookie_name(settings: &Settings) -> &'static str {
    if settings.is_tls() { COOKIE_TLS } else { COOKIE_PLAIN }
}

/// Whoever typed the passcode has it for a while: a video asks for its pieces without typing anything.
fn pass_cookie(settings: &Settings, slug: &str, pass: &SecretString) -> Cookie<'static> {
    // Gone with the browser's session at the latest; the pass itself says when it ends.
    Cookie::build((cookie_name(settings), pass.expose_secret().to_owned()))
        .path(format!("/r/{slug}"))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.is_tls())
        .build()
}

fn pass_of(jar: &CookieJar, settings: &Settings) -> Option<SecretString> {
    jar.get(cookie_name(settings)).map(|cookie| cookie.value().to_owned().into())
}

/// Looking asks no vendor and counts nowhere, so that previews of links in chats do no harm.
pub async fn show(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    Path(slug): Path<String>,
    jar: CookieJar,
) -> Response {
    let slug = normal(&slug);
    let pass = pass_of(&jar, &state.settings);
    page(&state, language, &slug, pass.as_ref(), None).await
}

/// Takes the passcode and comes back with the pass.
pub async fn open(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    Path(slug): Path<String>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let slug = normal(&slug);
    let Typed { passcode } = typed(&body);
    let visit = visit(&parts, &state.settings);
    match state.services.open_shared_recording(&slug, &passcode, &visit).await {
        Ok((guest, pass)) => {
            let path = format!("/r/{slug}");
            let jar = jar.add(pass_cookie(&state.settings, &slug, &pass));
            let known = browser::known_by(&state.settings, &path, guest.browser_cookie(&visit, true));
            (jar, known, Redirect::to(&path)).into_response()
        }
        // The door may have closed meanwhile: the page says so.
        Err(refusal) if matches!(refusal.kind, Kind::Conflict | Kind::NotFound) => {
            page(&state, language, &slug, None, None).await
        }
        Err(refusal) => {
            let mistyped = refusal.for_field("passcode") == Some(&Rule::WrongPasscode);
            let cookie = match state.services.recording_guest(&slug).await {
                Ok(guest) if mistyped => guest.browser_cookie(&visit, false),
                _ => None,
            };
            let known = browser::known_by(&state.settings, &format!("/r/{slug}"), cookie);
            (known, page(&state, language, &slug, None, Some(refusal)).await).into_response()
        }
    }
}

async fn page(
    state: &State,
    language: Language,
    slug: &str,
    pass: Option<&SecretString>,
    refusal: Option<Refusal>,
) -> Response {
    let page = guest_page(language, format!("/r/{slug}"));
    let found = match state.services.recording_guest(slug).await {
        Ok(guest) => standing(state, &guest, language, slug, pass, refusal),
        // Whoever guesses too much is told so, whether there is such a link or not.
        Err(unknown) if unknown.kind == Kind::NotFound && refusal.is_none() => RecordingState::Unknown,
        Err(unknown) => return trouble(page, language, &refusal.unwrap_or(unknown)),
    };
    let view = RecordingView { page, state: found };
    html(view.state.status(), recording_page(&view))
}

fn trouble(
    page: portico_app::pages::guest::view::GuestPage,
    language: Language,
    refusal: &Refusal,
) -> Response {
    let l = locale_of(language);
    let title = kind_text(l, refusal.kind).to_owned();
    let message = MessageView { page, title, text: refusal_text(l, refusal), way_on: None };
    html(refusal.kind.status(), message_page(&message))
}

fn standing(
    state: &State,
    guest: &RecordingGuest,
    language: Language,
    slug: &str,
    pass: Option<&SecretString>,
    refusal: Option<Refusal>,
) -> RecordingState {
    let (now, zone) = (state.services.now(), guest.zone());
    let path = format!("/r/{slug}");
    let recording = match (guest.door(), guest.recording()) {
        (RecordingDoor::Revoked, _) => return RecordingState::Revoked,
        (RecordingDoor::Expired, _) => {
            return RecordingState::Expired { at: moment(&zone, guest.link().expires, now, language) };
        }
        (RecordingDoor::Deleted, _) | (RecordingDoor::Open, None) => return RecordingState::Deleted,
        (RecordingDoor::Open, Some(recording)) => recording,
    };
    let recording = SharedRecording {
        title: recording.title.clone(),
        when: When {
            start: zone.machine(recording.created),
            day: zone.day(recording.created, now, language),
            start_time: zone.clock(recording.created),
            zone: zone.label(recording.created),
            ..When::default()
        },
        length: when::length(recording.duration),
        until: moment(&zone, guest.link().expires, now, language),
    };
    if !guest.may_watch(pass.map(ExposeSecret::expose_secret)) {
        return RecordingState::Guarded { recording, action: path, refusal: refusal.map(Box::new) };
    }
    let download = guest.link().may_download.then(|| format!("{path}/download"));
    RecordingState::Open { recording, play: format!("{path}/play"), download }
}

pub async fn play(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    Path(slug): Path<String>,
    jar: CookieJar,
    headers: HeaderMap,
) -> Response {
    stream(&state, language, &slug, &jar, &headers, false).await
}

pub async fn download(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    Path(slug): Path<String>,
    jar: CookieJar,
    headers: HeaderMap,
) -> Response {
    stream(&state, language, &slug, &jar, &headers, true).await
}

async fn stream(
    state: &State,
    language: Language,
    slug: &str,
    jar: &CookieJar,
    headers: &HeaderMap,
    to_keep: bool,
) -> Response {
    let range = headers.get(RANGE).and_then(|value| value.to_str().ok());
    let pass = pass_of(jar, &state.settings);
    let opened = match state.services.recording_guest(&normal(slug)).await {
        Ok(guest) => guest.stream(pass.as_ref().map(ExposeSecret::expose_secret), to_keep, range).await,
        Err(refusal) => Err(refusal),
    };
    let mut response = media::passed_on(opened, language, to_keep);
    // A file has no page on which to say so.
    response
        .headers_mut()
        .insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response
}
