//! Who came and left, for spreadsheets.

use super::file_name::attachment;
use crate::http::State;
use crate::http::media::refused;
use crate::http::pages::links;
use axum::Extension;
use axum::extract::{Path, State as Extract};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use portico_app::api::words::attendance_file::attendance_csv;
use portico_app::language::locale_of;
use portico_domain::ids::MeetingId;
use portico_domain::language::Language;
use portico_domain::refusals::Kind;
use portico_service::Caller;
use portico_service::when::Zone;

/// Times are in the zone of whoever asks.
pub async fn as_csv(
    Extract(state): Extract<State>,
    Extension(caller): Extension<Caller>,
    Extension(language): Extension<Language>,
    Path(id): Path<String>,
) -> Response {
    let outcome = match state.services.member(&caller) {
        Ok(member) => member.attendance(&MeetingId::new(id)).await,
        Err(refusal) => Err(refusal),
    };
    let attendance = match outcome {
        Ok(attendance) => attendance,
        Err(refusal) => return refused(language, &refusal),
    };
    let own = caller.person().and_then(|person| person.zone.as_deref()).and_then(Zone::named);
    let zone = own.or_else(|| Zone::named(&links(&state).zone)).unwrap_or_else(Zone::utc);
    match attendance_csv(&attendance, &zone, locale_of(language)) {
        Ok(file) => {
            let name = attachment(&format!("{}.csv", attendance.meeting.subject));
            let kind = "text/csv; charset=utf-8; header=present";
            ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], file).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "an attendance file could not be written");
            refused(language, &Kind::Internal.into())
        }
    }
}
