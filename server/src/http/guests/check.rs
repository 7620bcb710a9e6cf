//! `/check` and `/j/{slug}/check`: the check of the device that somebody will join with.

use super::{guest_page, html, normal};
use crate::http::layers::DEVICE_PERMISSIONS;
use axum::Extension;
use axum::extract::Path;
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use portico_app::pages::guest::check_page;
use portico_app::pages::guest::view::CheckView;
use portico_domain::language::Language;

pub async fn show(Extension(language): Extension<Language>) -> Response {
    page(CheckView { page: guest_page(language, "/check"), back: None })
}

/// The way back is that of any slug: whether it leads anywhere is not looked up.
pub async fn show_before(Extension(language): Extension<Language>, Path(slug): Path<String>) -> Response {
    let back = format!("/j/{}", normal(&slug));
    page(CheckView { page: guest_page(language, format!("{back}/check")), back: Some(back) })
}

/// Nothing, so that the page can time how soon it comes.
pub async fn answer() -> StatusCode {
    StatusCode::NO_CONTENT
}

fn page(view: CheckView) -> Response {
    let permissions = (HeaderName::from_static("permissions-policy"), DEVICE_PERMISSIONS);
    ([permissions], html(200, check_page(&view))).into_response()
}
