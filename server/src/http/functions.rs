//! The answers of server functions (Leptos routes them itself), and what happens to forms that are posted without script.
//!
//! leptos_axum would send such a form back to its Referer with the error in the query. Here nothing
//! foreign and nothing secret travels there: a refused form is answered with its own page, what was
//! typed and why it was refused in it, and an accepted one with a redirect to a path of ours.

use super::layers::accepts_page;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, LOCATION, REFERER, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use portico_app::page::{FormAnswer, FormReplay};
use portico_domain::refusals::{Kind, Refusal};

/// Leptos calls every refusal a fault of the server; the kind of the refusal says better.
async fn with_status(answer: Response) -> Response {
    if answer.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let body = to_bytes(body, super::LARGEST_BODY_BYTES).await.unwrap_or_default();
    if let Ok(refusal) = serde_json::from_slice::<Refusal>(&body)
        && let Ok(status) = StatusCode::from_u16(refusal.kind.status())
    {
        parts.status = status;
        parts.headers.extend(when_to_come_again(&refusal));
    }
    Response::from_parts(parts, Body::from(body))
}

fn when_to_come_again(refusal: &Refusal) -> Option<(HeaderName, HeaderValue)> {
    refusal.retry_after.map(|seconds| (RETRY_AFTER, HeaderValue::from(seconds)))
}

/// Answers a form that a browser posts by itself; everything else passes.
///
/// Stands before the router, so that the page can be asked for in the form's place.
pub async fn replay(request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/fn/") {
        return next.run(request).await;
    }
    let page_wanted = request.method() == Method::POST && accepts_page(request.headers());
    let (mut parts, body) = request.into_parts();
    // Leptos itself would take a body of any size.
    let Ok(body) = to_bytes(body, super::LARGEST_BODY_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    if !page_wanted {
        return with_status(next.run(Request::from_parts(parts, Body::from(body))).await).await;
    }
    let fields: Vec<(String, String)> =
        url::form_urlencoded::parse(&body).map(|(name, value)| (name.into(), value.into())).collect();
    let page = fields.iter().find(|(name, _)| name == "_page").and_then(|(_, page)| own_path(page));
    let page = page.unwrap_or("/").to_owned();
    let action = parts.uri.path().to_owned();
    parts.headers.remove(REFERER);
    parts.headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let onward = parts.clone();
    let answer = next.clone().run(Request::from_parts(parts, Body::from(body))).await;
    if answer.status().is_success() {
        if SHOWN_ONCE.contains(&action.as_str())
            && let Ok(uri) = page.parse()
        {
            let body = to_bytes(answer.into_body(), super::LARGEST_BODY_BYTES).await.unwrap_or_default();
            let body = String::from_utf8_lossy(&body).into_owned();
            return next.run(page_again(onward, uri, FormAnswer { action, body })).await;
        }
        let target = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        return Redirect::to(target.and_then(own_path).unwrap_or(&page)).into_response();
    }
    let refusal = read_refusal(answer).await;
    if refusal.kind == Kind::NotSignedIn {
        return Redirect::to("/sign-in").into_response();
    }
    let status = StatusCode::from_u16(refusal.kind.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let Ok(uri) = page.parse::<Uri>() else {
        return status.into_response();
    };
    let (path, again) = (uri.path().to_owned(), when_to_come_again(&refusal));
    let replay = FormReplay { action, page: path, fields: without_secrets(fields), refusal };
    let mut response = next.run(page_again(onward, uri, replay)).await;
    if response.status().is_success() {
        *response.status_mut() = status;
    }
    response.headers_mut().extend(again);
    response
}

/// What these answer is shown once and in no address, so the page itself is the answer to the form.
const SHOWN_ONCE: [&str; 8] = [
    "/fn/accounts/invite",
    "/fn/accounts/reset-password",
    "/fn/audit/check",
    "/fn/tokens/create",
    "/fn/webhooks/add",
    "/fn/webhooks/replay",
    "/fn/webhooks/rotate",
    "/fn/webhooks/test",
];

/// The page that a form was posted from, asked for in the form's place, with what is to be said on it.
fn page_again<T: Clone + Send + Sync + 'static>(mut onward: Parts, uri: Uri, said: T) -> Request {
    onward.method = Method::GET;
    onward.uri = uri;
    onward.headers.remove(CONTENT_LENGTH);
    onward.headers.remove(CONTENT_TYPE);
    onward.headers.insert(ACCEPT, HeaderValue::from_static("text/html"));
    onward.extensions.insert(said);
    Request::from_parts(onward, Body::empty())
}

async fn read_refusal(answer: Response) -> Refusal {
    let body = to_bytes(answer.into_body(), super::LARGEST_BODY_BYTES).await.unwrap_or_default();
    serde_json::from_slice(&body).unwrap_or_else(|_| Kind::Internal.into())
}

/// Secrets travel beside the form's own fields, under these names, and are never sent back.
pub const SECRET_FIELDS: [&str; 12] = [
    "password",
    "again",
    "current",
    "secret",
    "secret_again",
    "platform_key",
    "token_key",
    "token_iv",
    "passkey",
    "passphrase",
    "user_password",
    "admin_password",
];

fn without_secrets(fields: Vec<(String, String)>) -> Vec<(String, String)> {
    fields.into_iter().filter(|(name, _)| !SECRET_FIELDS.contains(&name.as_str())).collect()
}

/// The path if it leads to us and nowhere else.
pub fn own_path(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let strange = |c: char| c.is_control() || c == '\\';
    (!rest.starts_with('/') && !path.contains(strange)).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_paths() {
        assert_eq!(own_path("/meetings?x=1"), Some("/meetings?x=1"));
        for foreign in ["", "//evil", "/\\evil", "https://evil", "evil", "/a\r\nb", "/\t/evil"] {
            assert_eq!(own_path(foreign), None, "{foreign:?}");
        }
    }

    #[test]
    fn secrets_are_not_shown_again() {
        let typed = [
            ("form[name]", "x"),
            ("secret", "s"),
            ("password", "p"),
            ("form[password]", "1234"),
            ("token_key", "00"),
            ("passphrase", "p"),
        ];
        let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let names: Vec<String> = without_secrets(typed).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["form[name]", "form[password]"]);
    }
}
