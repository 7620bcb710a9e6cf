//! The answer to a join: the way into the vendor's meeting. It carries a credential, so nobody keeps it
//! and no page that it leads to learns where it came from.

use super::{guest_page, html, queue};
use axum::http::header::{CACHE_CONTROL, LOCATION, REFERRER_POLICY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use portico_app::pages::guest::view::{HandOverView, NumberView, Phone};
use portico_app::pages::guest::{hand_over_page, number_page};
use portico_domain::language::Language;
use portico_domain::refusals::{Kind, Refusal};
use portico_service::joining::{Guest, HandOver};
use secrecy::{ExposeSecret, SecretString};

/// Leads on.
///
/// # Errors
/// [`Kind::Internal`]: the vendor's address cannot be written into a header. [`Kind::Conflict`]: there is no way
/// yet.
pub fn lead_on(
    guest: &Guest,
    way: HandOver,
    language: Language,
    path: String,
    name: &str,
) -> Result<Response, Refusal> {
    let page = guest_page(language, path);
    let private_network = guest.connection().private_network;
    let (subject, name) = (guest.meeting().subject.clone(), name.trim().to_owned());
    let mut response = match way {
        HandOver::Client { crmt, public_url, dial_in: own } => {
            let crmt = Some(crmt.expose_secret().to_owned());
            let settings = guest.connection().settings.clone();
            let (dial_in, client_url) = (settings.dial_in, Some(settings.client_address));
            let phone = own.map(|own| {
                let pin = own.pin.map(|pin| pin.expose_secret().to_owned());
                Phone { number: own.number, pin }
            });
            let view = HandOverView {
                page,
                subject,
                name,
                crmt,
                public_url,
                private_network,
                phone,
                dial_in,
                client_url,
            };
            html(200, hand_over_page(&view))
        }
        HandOver::Number { share_address, short_number, pin } => {
            let pin = pin.map(|pin| pin.expose_secret().to_owned());
            let role = guest.link().role;
            let number = short_number;
            let view = NumberView { page, subject, name, role, share_address, private_network, number, pin };
            html(200, number_page(&view))
        }
        // Whoever leads on has a page for those who wait.
        HandOver::NotBegun { ticket: _ } => return Err(Kind::Conflict.into()),
        HandOver::Queued(place) => return Ok(queue::show(guest, place, language, page.path, name)),
        HandOver::Page { url, user_id: _ } => see_other(&url).ok_or(Refusal::of(Kind::Internal))?,
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}

fn see_other(url: &SecretString) -> Option<Response> {
    let mut location = HeaderValue::from_str(url.expose_secret()).ok()?;
    location.set_sensitive(true);
    Some((StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response())
}
