//! The answer to a join before its turn: the place in the queue. It carries the ticket, so nobody keeps it.

use super::{guest_page, html};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::Response;
use portico_app::pages::guest::queue_page;
use portico_app::pages::guest::view::QueueView;
use portico_domain::language::Language;
use portico_service::joining::{Guest, Place};
use secrecy::ExposeSecret;

/// Says which place it is and when it is their turn. `action` takes the ticket back.
pub fn show(guest: &Guest, place: Place, language: Language, action: String, name: String) -> Response {
    let zone = guest.zone();
    let view = QueueView {
        page: guest_page(language, String::new()),
        action,
        subject: guest.meeting().subject.clone(),
        name,
        before: place.before,
        wait: place.wait_seconds,
        turn: zone.machine(place.turn),
        clock: zone.clock(place.turn),
        zone: zone.label(place.turn),
        ticket: place.ticket.expose_secret().to_owned(),
        public_url: place.public_url,
        private_network: guest.connection().private_network,
    };
    let mut response = html(200, queue_page(&view));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
