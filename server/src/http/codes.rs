//! A join link as a QR code, to be printed or shown on a screen.

use super::State;
use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use portico_domain::ids::{LinkId, MeetingId};
use portico_domain::refusals::{Kind, Refusal};
use portico_service::Caller;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use secrecy::ExposeSecret;

/// Pixels; as a drawing of lines it prints at any size.
const SIZE: u32 = 480;

pub fn router() -> Router<State> {
    Router::new().route("/meetings/{meeting}/links/{link}/qr.svg", get(show))
}

async fn show(
    Extract(state): Extract<State>,
    Extension(caller): Extension<Caller>,
    Path((meeting, link)): Path<(String, String)>,
) -> Response {
    match draw(&state, &caller, &MeetingId::new(meeting), &LinkId::new(link)).await {
        Ok(drawing) => {
            let headers = [
                (CONTENT_TYPE, "image/svg+xml"),
                (CONTENT_DISPOSITION, "inline; filename=\"join-link.svg\""),
            ];
            (headers, drawing).into_response()
        }
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.kind.status());
            status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}

async fn draw(state: &State, caller: &Caller, meeting: &MeetingId, link: &LinkId) -> Result<String, Refusal> {
    let slug = state.services.organizer(caller)?.link_slug(meeting, link).await?;
    let address = state.settings.link(&format!("/j/{}", slug.expose_secret()));
    // A quarter of it may be dirty or torn.
    let code = QrCode::with_error_correction_level(address.as_bytes(), EcLevel::Q)
        .map_err(|_| Refusal::of(Kind::Internal))?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(SIZE, SIZE).quiet_zone(true).build())
}
