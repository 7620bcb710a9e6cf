//! `/j/{slug}/meeting.ics`: the meeting for a calendar.

use super::{normal, unknown_page};
use crate::http::State;
use axum::Extension;
use axum::extract::{OriginalUri, Path, State as Extract};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use portico_app::language::locale_of;
use portico_app::pages::guest::calendar_text;
use portico_domain::language::Language;
use portico_service::calendar::Entry;

pub async fn file(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    Path(slug): Path<String>,
    uri: OriginalUri,
) -> Response {
    let slug = normal(&slug);
    let address = state.settings.link(&format!("/j/{slug}"));
    let made = match state.services.guest(&slug).await {
        Ok(guest) => {
            let text = calendar_text(locale_of(language), guest.organizer(), &address);
            guest.calendar_file(&Entry { address: &address, text: &text }).await
        }
        Err(refusal) => Err(refusal),
    };
    match made {
        Ok(text) => {
            let headers = [
                (CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (CONTENT_DISPOSITION, "attachment; filename=\"meeting.ics\""),
            ];
            (headers, text).into_response()
        }
        Err(_) => unknown_page(Extract(state), uri, Some(Extension(language))).await,
    }
}
