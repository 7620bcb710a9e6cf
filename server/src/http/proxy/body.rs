//! Reads the body of a call to the vendor's own API: JSON as it is, forms part by part, all within bounds.

use super::super::api::problem::Problem;
use super::{Door, LARGEST_BODY_BYTES, credential};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use portico_domain::refusals::Kind;
use portico_service::Integrator;
use portico_service::vendors::kit::templates::{Part, SentBody};
use secrecy::SecretString;

/// Largest body without a file, and largest text in a form.
const MOST_TEXT_BYTES: usize = 64 * 1024;
/// Most parts of a form.
const MOST_PARTS: usize = 600;

/// What is in the body, and whose call it is. Nothing large is read before that is known: WebAPI carries its
/// key among the fields of a form, before the file.
///
/// # Errors
/// The body is broken or too large; there is no token, or none that is good.
pub async fn read(
    parts: &Parts,
    body: Body,
    known: Option<Integrator>,
    door: &Door<'_>,
) -> Result<(Integrator, SentBody), Problem> {
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        // Behind a pointer: what reads files is large, and most calls have none.
        "multipart/form-data" => Box::pin(read_parts(parts, body, known, door)).await,
        "application/x-www-form-urlencoded" => {
            let bytes = whole(body).await?;
            // What curl says of any `-d`. No form's first name begins like this.
            if bytes.trim_ascii_start().starts_with(b"{") {
                return Ok((known_or(known, None, door).await?, SentBody::Plain(bytes)));
            }
            let fields = url::form_urlencoded::parse(&bytes);
            let fields = fields.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
            let (token, fields) = without_key(fields);
            let script = known_or(known, token, door).await?;
            let parts: Vec<(String, Part)> =
                fields.into_iter().map(|(name, value)| (name, Part::Text(value))).collect();
            let body = if parts.is_empty() { SentBody::None } else { SentBody::Form(parts) };
            Ok((script, body))
        }
        _ => {
            let script = known_or(known, None, door).await?;
            let bytes = whole(body).await?;
            Ok((script, if bytes.is_empty() { SentBody::None } else { SentBody::Plain(bytes) }))
        }
    }
}

async fn known_or(
    known: Option<Integrator>,
    token: Option<SecretString>,
    door: &Door<'_>,
) -> Result<Integrator, Problem> {
    match (known, token) {
        (Some(known), _) => Ok(known),
        (None, Some(token)) => door.admit(&token).await,
        (None, None) => Err(Kind::NotSignedIn.into()),
    }
}

async fn whole(body: Body) -> Result<Bytes, Problem> {
    to_bytes(body, MOST_TEXT_BYTES).await.map_err(|_| too_large())
}

fn without_key(fields: Vec<(String, String)>) -> (Option<SecretString>, Vec<(String, String)>) {
    let (keys, fields): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(name, _)| name == credential::KEY);
    let token = keys.into_iter().next().map(|(_, value)| value.into());
    (token, fields)
}

async fn read_parts(
    parts: &Parts,
    body: Body,
    mut known: Option<Integrator>,
    door: &Door<'_>,
) -> Result<(Integrator, SentBody), Problem> {
    let mut request = Request::from_parts(parts.clone(), body);
    DefaultBodyLimit::max(LARGEST_BODY_BYTES).apply(&mut request);
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let (mut token, mut read, mut texts) = (None, Vec::new(), 0);
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        let name = field.name().unwrap_or_default().to_owned();
        if field.file_name().is_some() {
            known = Some(known_or(known, token.take(), door).await?);
            read.push((name, Part::File(piece(field, LARGEST_BODY_BYTES).await?)));
        } else {
            let text =
                String::from_utf8(piece(field, MOST_TEXT_BYTES).await?.into()).map_err(|_| broken())?;
            texts += text.len();
            if name == credential::KEY {
                token.get_or_insert(text.into());
            } else {
                read.push((name, Part::Text(text)));
            }
        }
        if read.len() > MOST_PARTS || texts > MOST_TEXT_BYTES {
            return Err(too_large());
        }
    }
    let script = known_or(known, token, door).await?;
    Ok((script, SentBody::Form(read)))
}

async fn piece(mut field: Field<'_>, most: usize) -> Result<Bytes, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| broken())? {
        if bytes.len() + chunk.len() > most {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.into())
}

fn broken() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "invalid", "The body cannot be read as what its type says.")
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "invalid", "The body is larger than any call takes.")
}
