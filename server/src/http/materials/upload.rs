//! Another picture behind a meeting. A plain form, because server functions take no files.

use crate::http::State;
use crate::http::media::refused;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Path, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use portico_domain::ids::MeetingId;
use portico_domain::language::Language;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_service::{Caller, MOST_PICTURE_BYTES};

const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// Back to the meeting's page, which says in words of its own what became of it.
pub async fn set_background(
    Extract(state): Extract<State>,
    Extension(caller): Extension<Caller>,
    Extension(language): Extension<Language>,
    Path(id): Path<String>,
    form: Multipart,
) -> Response {
    // Whoever may not change anything need not send a picture first.
    let organizer = match state.services.organizer(&caller) {
        Ok(organizer) => organizer,
        Err(refusal) => return refused(language, &refusal),
    };
    let meeting = MeetingId::new(id);
    let outcome = match read(form).await {
        Ok((key, picture)) => organizer.set_background(&meeting, &key, picture).await,
        Err(refusal) => Err(refusal),
    };
    let word = match &outcome {
        Ok(()) => "set",
        Err(refusal) => match (refusal.kind, refusal.for_field("picture")) {
            (Kind::NotFound, _) => return refused(language, refusal),
            (_, Some(Rule::Missing)) => "missing",
            (_, Some(Rule::TooLarge { .. })) => "too-large",
            (_, Some(Rule::NotAPicture)) => "not-a-picture",
            (Kind::NotAllowed, _) => "not-allowed",
            (Kind::Unconfirmed | Kind::InProgress, _) => "unconfirmed",
            _ => "refused",
        },
    };
    let page = utf8_percent_encode(meeting.as_str(), SEGMENT);
    Redirect::to(&format!("/meetings/{page}/materials?background={word}#background")).into_response()
}

/// The form's key and file.
async fn read(mut form: Multipart) -> Result<(String, Bytes), Refusal> {
    let (mut key, mut picture) = (String::new(), Bytes::new());
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        match field.name() {
            Some("key") => key = field.text().await.map_err(|error| unreadable(&error))?,
            Some("picture") => picture = field.bytes().await.map_err(|error| unreadable(&error))?,
            _ => {}
        }
    }
    Ok((key, picture))
}

fn unreadable(error: &MultipartError) -> Refusal {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            let megabytes = (MOST_PICTURE_BYTES / 1_048_576) as u32;
            Refusal::field("picture", Rule::TooLarge { megabytes })
        }
        _ => Refusal::of(Kind::Invalid),
    }
}
