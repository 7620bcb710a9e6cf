//! The join page, and the way in.

use super::hand_over::lead_on;
use super::lately::{Made, Wanted};
use super::{browser, guest_page, html, moment, normal, visit};
use crate::http::State;
use crate::http::assets::accepts;
use crate::http::layers::guest_policy_towards;
use axum::extract::{Path, State as Extract};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use portico_app::language::{kind_text, locale_of, refusal_text};
use portico_app::pages::guest::view::{
    Invitation, JoinForm, JoinState, JoinView, MessageView, Moment, Watch, When,
};
use portico_app::pages::guest::{calendar_text, join_page, message_page, series_text};
use portico_app::pages::organizer::period_word;
use portico_domain::capabilities::Vendor;
use portico_domain::language::Language;
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_domain::time::Timestamp;
use portico_service::calendar::Entry;
use portico_service::joining::{self, Door, Guest, HandOver};
use portico_service::{SharedRecording, when};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::time::{Duration, Instant};

#[derive(Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    passcode: String,
    /// Of a place in the queue.
    #[serde(default)]
    ticket: String,
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
            Ok(guest) => {
                let view = view(&state, &guest, language, &slug, String::new(), None);
                let view = lead_to_recordings(&state, &guest, language, view).await;
                (made(&guest, &view), opening(&guest, state.services.now()))
            }
            Err(refusal) => (nowhere(language, &slug, &refusal), None),
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
    let visit = visit(&parts, &state.settings);
    let form = joining::Typed { name: &typed.name, passcode: &typed.passcode, ticket: &typed.ticket };
    let refusal = match state.services.enter(&slug, form, &visit).await {
        Ok((guest, way)) => {
            let cookie = guest.browser_cookie(&visit, true);
            let response = match way {
                HandOver::NotBegun { ticket } => wait(&state, language, &slug, typed.name, &ticket).await,
                way => lead_on(&guest, way, language, format!("/j/{slug}"), &typed.name)
                    .unwrap_or_else(|refusal| answer(nowhere(language, &slug, &refusal))),
            };
            return known_by(&state, &slug, cookie, response);
        }
        Err(refusal) => refusal,
    };
    // The door may have closed meanwhile: look again, and say so instead of blaming the form. What was typed wrong
    // is no reason to ask the vendor.
    let found = match refusal.kind {
        Kind::Invalid | Kind::Throttled => state.services.guest_unasked(&slug).await,
        _ => state.services.guest(&slug).await,
    };
    let Ok(guest) = found else { return answer(nowhere(language, &slug, &refusal)) };
    let mistyped = refusal.for_field("passcode") == Some(&Rule::WrongPasscode);
    let cookie = mistyped.then(|| guest.browser_cookie(&visit, false)).flatten();
    let refusal = (refusal.kind != Kind::Conflict).then_some(refusal);
    let view = view(&state, &guest, language, &slug, typed.name, refusal);
    let view = lead_to_recordings(&state, &guest, language, view).await;
    known_by(&state, &slug, cookie, answer(made(&guest, &view)))
}

/// The answer, with the cookie that tells this browser from others at the link.
fn known_by(state: &State, slug: &str, cookie: Option<SecretString>, response: Response) -> Response {
    (browser::known_by(&state.settings, &format!("/j/{slug}"), cookie), response).into_response()
}

/// For whoever may go in once the vendor lets people in: the page that waits for that, with what was typed. It
/// carries the ticket, so nobody keeps it.
async fn wait(
    state: &State,
    language: Language,
    slug: &str,
    name: String,
    ticket: &SecretString,
) -> Response {
    let guest = match state.services.guest(slug).await {
        Ok(guest) => guest,
        Err(refusal) => return answer(nowhere(language, slug, &refusal)),
    };
    let mut view = view(state, &guest, language, slug, name, None);
    if let Some(form) = view.state.form_mut() {
        ticket.expose_secret().clone_into(&mut form.ticket);
    }
    let view = lead_to_recordings(state, &guest, language, view).await;
    let mut response = answer(made(&guest, &view));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// When a door that is still shut opens: whoever is nudged then must not get the page of the moment before.
fn opening(guest: &Guest, now: Timestamp) -> Option<Instant> {
    let (Door::TooEarly { opens } | Door::NotBegun { again: Some(opens) }) = guest.door() else {
        return None;
    };
    let left = u64::try_from(opens.since(now)).unwrap_or_default();
    Some(Instant::now() + Duration::from_millis(left))
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
        return written(&JoinView { page, meeting: None, state: JoinState::Unknown, earlier: Vec::new() });
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
    let address = state.settings.link(&path);
    let form = JoinForm {
        action: path.clone(),
        name,
        invited: guest.invited().unwrap_or_default().to_owned(),
        asks_passcode: guest.link().has_passcode,
        role: Some(guest.link().role),
        ticket: String::new(),
        refusal,
    };
    let state = match guest.door() {
        Door::Open => match &guest.failing {
            Some(_) => JoinState::VendorSilent {
                form,
                vendor: guest.connection().name.clone(),
                age: when::distance(guest.meeting().seen, now, &zone, language),
            },
            None => JoinState::Open(form),
        },
        Door::TooEarly { opens } => JoinState::TooEarly {
            form,
            opens_at: zone.machine(opens),
            opens_in: opens.since(now).max(0).div_euclid(1000) + 1,
        },
        Door::NotBegun { again } => JoinState::NotBegun { form, for_host: again.is_none() },
        Door::UsedUp => JoinState::UsedUp,
        Door::Ended => JoinState::Ended {
            at: moment(&zone, ended(guest).min(now), now, language),
            recordings: Vec::new(),
        },
        Door::Cancelled => JoinState::Cancelled,
        Door::Revoked => JoinState::Revoked,
        Door::Expired => JoinState::Expired {
            at: guest.link().expires.map(|at| moment(&zone, at, now, language)).unwrap_or_default(),
        },
        Door::Unconfirmed => JoinState::Unconfirmed,
    };
    // Whoever holds a withdrawn link is not to learn more from it.
    let told = !matches!(state, JoinState::Revoked | JoinState::Expired { .. });
    let meeting = told.then(|| invitation(guest, language, now, &address, slug));
    JoinView { page: guest_page(language, path), meeting, state, earlier: Vec::new() }
}

/// When it ended, as far as is known: one that somebody ended before its time was over when that was heard.
fn ended(guest: &Guest) -> Timestamp {
    let Meeting { end, seen, state, .. } = guest.meeting();
    match (end, state) {
        (Some(end), MeetingState::Ended) => *end.min(seen),
        (Some(end), _) => *end,
        (None, _) => *seen,
    }
}

/// So many recordings of earlier times a join page leads to.
const MOST_EARLIER: usize = 10;

/// Leads to what the organizer shares. A page without it is better than none.
async fn lead_to_recordings(
    state: &State,
    guest: &Guest,
    language: Language,
    mut view: JoinView,
) -> JoinView {
    let shared = guest.shared_recordings().await.unwrap_or_default();
    let path = |one: &SharedRecording| format!("/r/{}", one.slug.expose_secret());
    let own = |one: &&SharedRecording| one.meeting == guest.meeting().id;
    let ended = matches!(view.state, JoinState::Ended { .. });
    if let JoinState::Ended { recordings, .. } = &mut view.state {
        let watch = |one: &SharedRecording| Watch { path: path(one), title: one.title.clone() };
        *recordings = shared.iter().filter(own).map(watch).collect();
    }
    // By the day, because each has the same title as the others.
    let dated = |one: &SharedRecording| {
        let day = guest.zone().day(one.created, state.services.now(), language);
        Watch { path: path(one), title: format!("{day} · {}", one.title) }
    };
    let earlier = shared.iter().rev().filter(|one| !ended || !own(one));
    view.earlier = earlier.take(MOST_EARLIER).map(dated).collect();
    view
}

/// When it was to begin, as whoever got the link before may still have it.
fn moved_from(guest: &Guest, language: Language, now: Timestamp) -> Option<Moment> {
    let (from, zone) = (guest.moved_from()?, guest.zone());
    let (start, _) = guest.occurrence();
    let was = moment(&zone, from, now, language);
    Some(match zone.date(from) == zone.date(start) {
        true => Moment { text: zone.clock(from), ..was },
        false => was,
    })
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
    address: &str,
    slug: &str,
) -> Invitation {
    let (start, end) = guest.occurrence();
    let zone = guest.zone();
    let end_time = end.map(|end| match zone.date(end) == zone.date(start) {
        true => zone.clock(end),
        false => zone.moment(end, now, language),
    });
    let text = calendar_text(locale_of(language), guest.organizer(), address);
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
            moved_from: moved_from(guest, language, now),
        },
        live: guest.meeting().state == MeetingState::Live,
        calendar: Some(format!("/j/{slug}/meeting.ics")),
        web_entries: guest.web_entries(&Entry { address, text: &text }),
    }
}
