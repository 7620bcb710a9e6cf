//! Refuses writes that another site could have caused (guarantees, security 6).
//!
//! Browsers say where a request comes from in `Sec-Fetch-Site` and `Origin`; a write that says
//! neither is refused, and so is one that names another origin.

use crate::http::State;
use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

pub async fn refuse_foreign_writes(Extract(state): Extract<State>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_ours(request.headers(), &state.settings.public_origin()) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "This request came from another site, or does not say from where.\n")
        .into_response()
}

fn is_ours(headers: &HeaderMap, public_origin: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some("same-origin"), _) => true,
        (Some(_), _) => false,
        (None, Some(origin)) => origin == public_origin,
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (name.parse().expect("name"), value.parse().expect("value")))
            .collect();
        is_ours(&headers, "https://meet.example")
    }

    #[test]
    fn only_our_own_pages_may_write() {
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("origin", "https://meet.example")]));
        assert!(!ours(&[("sec-fetch-site", "cross-site"), ("origin", "https://meet.example")]));
        assert!(!ours(&[("sec-fetch-site", "same-site")]));
        assert!(!ours(&[("sec-fetch-site", "none")]));
        assert!(!ours(&[("origin", "https://evil.example")]));
        assert!(!ours(&[("origin", "null")]));
        assert!(!ours(&[]));
    }
}
