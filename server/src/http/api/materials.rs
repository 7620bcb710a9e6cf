//! What belongs to a WebAPI meeting besides its times: `/api/v1/meetings/{id}/attendance`, `/streams`, `/documents`,
//! `/background`.

use super::Errors;
use super::problem::Problem;
use super::receive::{Body, Named, Once, Script};
use super::words::materials::{
    self as words, AttendanceWords, DocumentsWords, NewDocuments, PictureBytes, StreamsWords,
};
use crate::http::State;
use crate::http::media::pass_on;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::header::RANGE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use portico_domain::ids::MeetingId;
use portico_domain::refusals::{Kind, Rule};
use portico_service::MOST_PICTURE_BYTES;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<State> {
    let background = OpenApiRouter::new()
        .routes(routes!(background, set_background))
        .layer(DefaultBodyLimit::max(MOST_PICTURE_BYTES));
    OpenApiRouter::new()
        .routes(routes!(attendance))
        .routes(routes!(streams))
        .routes(routes!(documents, attach))
        .routes(routes!(download))
        .merge(background)
}

/// Who came and left
///
/// Where the vendor keeps that (`webapi`). Who joined unseen is told only to who may edit the meeting.
#[utoipa::path(get, operation_id = "getAttendance", path = "/meetings/{id}/attendance", tag = "materials", params(("id" = String, Path)),
    security(("token" = ["meetings:read"])), responses((status = 200, body = AttendanceWords), Errors))]
async fn attendance(
    Script(script): Script,
    Named(id): Named<String>,
) -> Result<Json<AttendanceWords>, Problem> {
    let found = script.reader()?.attendance(&MeetingId::new(id)).await?;
    Ok(Json(words::attendance(&found)))
}

/// Where a meeting is broadcast
///
/// Where the vendor broadcasts (`webapi`). Only who may edit the meeting sees the addresses, which carry keys.
#[utoipa::path(get, operation_id = "getStreams", path = "/meetings/{id}/streams", tag = "materials", params(("id" = String, Path)),
    security(("token" = ["join"])), responses((status = 200, body = StreamsWords), Errors))]
async fn streams(Script(script): Script, Named(id): Named<String>) -> Result<Json<StreamsWords>, Problem> {
    let found = script.inviter()?.streams(&MeetingId::new(id)).await?;
    Ok(Json(words::streams(&found)))
}

/// List documents
///
/// Where the vendor has such (`webapi`).
#[utoipa::path(get, operation_id = "listDocuments", path = "/meetings/{id}/documents", tag = "materials", params(("id" = String, Path)),
    security(("token" = ["meetings:read"])), responses((status = 200, body = DocumentsWords), Errors))]
async fn documents(
    Script(script): Script,
    Named(id): Named<String>,
) -> Result<Json<DocumentsWords>, Problem> {
    let rows = script.reader()?.documents(&MeetingId::new(id)).await?;
    Ok(Json(DocumentsWords { items: rows.into_iter().map(words::document).collect() }))
}

/// Attach documents
///
/// Of the vendor's library, by their numbers there. The vendor has no way to upload one, nor to let one go.
#[utoipa::path(post, operation_id = "attachDocuments", path = "/meetings/{id}/documents", tag = "materials", request_body = NewDocuments,
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["meetings:write"])), responses((status = 204), Errors))]
async fn attach(
    Script(script): Script,
    Named(id): Named<String>,
    Once(key): Once,
    Body(wanted): Body<NewDocuments>,
) -> Result<StatusCode, Problem> {
    script.scheduler()?.attach_documents(&MeetingId::new(id), &key, &words::form(&wanted)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Download a document
///
/// Streamed from its vendor; one range may be asked for.
#[utoipa::path(get, operation_id = "downloadDocument", path = "/meetings/{id}/documents/{file}", tag = "materials",
    params(("id" = String, Path), ("file" = String, Path), ("Range" = Option<String>, Header)),
    security(("token" = ["recordings"])),
    responses((status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = 206, description = "A part of it", content_type = "application/octet-stream"),
        (status = 416, description = "No such part"), Errors))]
async fn download(
    Script(script): Script,
    Named((id, file)): Named<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let range = headers.get(RANGE).and_then(|value| value.to_str().ok());
    let (_, stream) = script.viewer()?.open_document(&MeetingId::new(id), &file, range).await?;
    // Never as what it is: a document may be anything, and must not run in our name.
    Ok(pass_on(stream, "application/octet-stream", to_keep()))
}

/// The picture behind a meeting
///
/// As far as it was set through Portico.
#[utoipa::path(get, operation_id = "getBackground", path = "/meetings/{id}/background", tag = "materials", params(("id" = String, Path)),
    security(("token" = ["meetings:read"])),
    responses((status = 200, description = "The picture", content(("image/png"), ("image/jpeg"))), Errors))]
async fn background(Script(script): Script, Named(id): Named<String>) -> Result<Response, Problem> {
    let stream = script.reader()?.background(&MeetingId::new(id)).await?;
    match stream.content_type.as_deref() {
        Some("image/png") => Ok(pass_on(stream, "image/png", to_keep())),
        Some("image/jpeg") => Ok(pass_on(stream, "image/jpeg", to_keep())),
        _ => Err(Kind::VendorUnreadable.into()),
    }
}

/// Set the picture behind a meeting
///
/// Where the vendor shows one (`webapi`). The body is the file, PNG or JPEG, of 8 MiB at most; it is known by its
/// content, whatever it is called.
#[utoipa::path(put, operation_id = "setBackground", path = "/meetings/{id}/background", tag = "materials",
    request_body(content = inline(PictureBytes), content_type = "application/octet-stream"),
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["meetings:write"])), responses((status = 204), Errors))]
async fn set_background(
    Script(script): Script,
    Named(id): Named<String>,
    Once(key): Once,
    request: Request,
) -> Result<StatusCode, Problem> {
    // Whoever may not change anything need not send a picture first.
    let organizer = script.scheduler()?;
    let PictureBytes(picture) = received(request).await?;
    organizer.set_background(&MeetingId::new(id), &key, picture).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn received(request: Request) -> Result<PictureBytes, Problem> {
    match Bytes::from_request(request, &()).await {
        Ok(bytes) => Ok(PictureBytes(bytes)),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let megabytes = (MOST_PICTURE_BYTES / 1_048_576) as u32;
            Err(Problem::field("picture", Rule::TooLarge { megabytes }))
        }
        Err(rejection) => Err(Problem::new(rejection.status(), Kind::Invalid.name(), "A picture is wanted.")),
    }
}

fn to_keep() -> Option<String> {
    Some("attachment".to_owned())
}
