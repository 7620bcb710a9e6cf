//! The join page, and the way in.

use super::hand_over::lead_on;
use super::lately::{Made, Wanted};
use super::{guest_page, html, normal, visit};
use crate::http::State;
use crate::http::assets::accepts;
use crate::http::layers::guest_policy_towards;
use axum::extract::{Path, State as Extract};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::request::Parts;
use axum::response::Response;
use axum::{Extension, Form};
use portico_app::language::{kind_text, locale_of, refusal_text};
use portico_app::pages::guest::view::{Invitation, JoinForm, JoinState, JoinView, MessageView, When};
use portico_app::pages::guest::{join_page, message_page, series_text};
use portico_app::pages::organizer::period_word;
use portico_domain::capabilities::Vendor;
use portico_domain::language::Language;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::{Kind, Refusal};
use portico_service::joining::{Door, Guest};
use portico_service::when;
use serde::Deserialize;

#[derive(Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    passcode: String,
}

pub async fn show(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Response {
    let slug = normal(&slug);
    let wanted = Wanted {
        slug: slug.clone(),
        language,
        writes: state.services.writes(),
        brotli: accepts(&headers, "br"),
    };
    let make = async {
        match state.services.guest(&slug).await {
            Ok(guest) => made(&guest, &view(&state, &guest, language, &slug, String::new(), None)),
            Err(refusal) => nowhere(language, &slug, &refusal),
        }
    };
    state.join_pages.get(wanted, make).await
}

pub async fn enter(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    Path(slug): Path<String>,
    parts: Parts,
    Form(typed): Form<Typed>,
) -> Response {
    let slug = normal(&slug);
    let guest = match state.services.guest(&slug).await {
        Ok(guest) => guest,
        Err(refusal) => return answer(nowhere(language, &slug, &refusal)),
    };
    match guest.enter(&typed.name, &typed.passcode, &visit(&parts, &state.settings)).await {
        Ok(way) => match lead_on(&guest, way, language, format!("/j/{slug}"), &typed.name) {
            Ok(response) => response,
            Err(refusal) => answer(nowhere(language, &slug, &refusal)),
        },
        Err(refusal) => {
            // The door may have closed meanwhile: look again, and say so instead of blaming the form.
            let guest = state.services.guest(&slug).await.unwrap_or(guest);
            let refusal = (refusal.kind != Kind::Conflict).then_some(refusal);
            answer(made(&guest, &view(&state, &guest, language, &slug, typed.name, refusal)))
        }
    }
}

fn answer(Made { status, page, policy }: Made) -> Response {
    let mut response = html(status, page);
    if let Some(policy) = policy {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn written(view: &JoinView) -> Made {
    Made { status: view.status(), page: join_page(view), policy: None }
}

/// The page of a meeting. Its form may lead to the meeting server, where that is what an entry leads to; so
/// may that of a page which becomes one with a form, for the policy stays as it was loaded.
fn made(guest: &Guest, view: &JoinView) -> Made {
    let connection = guest.connection();
    let leads_away = connection.vendor == Vendor::Webapi
        && (view.state.form().is_some() || matches!(view.state, JoinState::Unconfirmed));
    let policy = leads_away.then(|| guest_policy_towards(&connection.base_url)).flatten();
    Made { policy, ..written(view) }
}

/// The link leads nowhere, or cannot be looked up just now.
fn nowhere(language: Language, slug: &str, refusal: &Refusal) -> Made {
    let page = guest_page(language, format!("/j/{slug}"));
    if refusal.kind == Kind::NotFound {
        return written(&JoinView { page, meeting: None, state: JoinState::Unknown });
    }
    let l = locale_of(language);
    let message = MessageView {
        page,
        title: kind_text(l, refusal.kind).to_owned(),
        text: refusal_text(l, refusal),
        way_on: None,
    };
    Made { status: refusal.kind.status(), page: message_page(&message), policy: None }
}

fn view(
    state: &State,
    guest: &Guest,
    language: Language,
    slug: &str,
    name: String,
    refusal: Option<Refusal>,
) -> JoinView {
    let path = format!("/j/{slug}");
    let (now, zone) = (state.services.now(), guest.zone());
    let form = JoinForm {
        action: path.clone(),
        name,
        asks_passcode: guest.link().has_passcode,
        role: Some(guest.link().role),
        refusal,
    };
    let state = match guest.door() {
        Door::Open => match &guest.failing {
            Some(_) => JoinState::VendorSilent {
                form,
                vendor: guest.connection().name.clone(),
                age: when::distance(guest.meeting().seen, now, language),
            },
            None => JoinState::Open(form),
        },
        Door::TooEarly { opens } => JoinState::TooEarly {
            form,
            opens_at: zone.machine(opens),
            opens_in: opens.since(now).max(0).div_euclid(1000) + 1,
        },
        Door::UsedUp => JoinState::UsedUp,
        Door::Ended => {
            let end = guest.meeting().end.unwrap_or(guest.meeting().seen);
            JoinState::Ended { at: zone.moment(end, now, language), recording: None }
        }
        Door::Cancelled => JoinState::Cancelled,
        Door::Revoked => JoinState::Revoked,
        Door::Expired => JoinState::Expired {
            at: guest.link().expires.map(|at| zone.moment(at, now, language)).unwrap_or_default(),
        },
        Door::Unconfirmed => JoinState::Unconfirmed,
    };
    // Whoever holds a withdrawn link is not to learn more from it.
    let told = !matches!(state, JoinState::Revoked | JoinState::Expired { .. });
    let meeting = told.then(|| invitation(guest, language, now, slug));
    JoinView { page: guest_page(language, path), meeting, state }
}

/// How often it takes place; of a series that is made of single meetings, only that there are more.
fn repeats(guest: &Guest, language: Language) -> Option<String> {
    let l = locale_of(language);
    let meeting = guest.meeting();
    let period = meeting.repeat.map(|repeat| period_word(l, repeat.period).to_owned());
    period.or_else(|| meeting.series.as_ref().map(|_| series_text(l).to_owned()))
}

fn invitation(
    guest: &Guest,
    language: Language,
    now: portico_domain::time::Timestamp,
    slug: &str,
) -> Invitation {
    let (start, end) = guest.occurrence();
    let zone = guest.zone();
    let end_time = end.map(|end| match zone.date(end) == zone.date(start) {
        true => zone.clock(end),
        false => zone.moment(end, now, language),
    });
    Invitation {
        subject: guest.meeting().subject.clone(),
        organizer: guest.organizer().to_owned(),
        when: When {
            start: zone.machine(start),
            end: end.map(|end| zone.machine(end)),
            day: zone.day(start, now, language),
            start_time: zone.clock(start),
            end_time,
            zone: zone.label(start),
            repeats: repeats(guest, language),
        },
        live: guest.meeting().state == MeetingState::Live,
        calendar: Some(format!("/j/{slug}/meeting.ics")),
    }
}
