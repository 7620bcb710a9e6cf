//! A panic in a handler is an answer like any other failure: what happened, and the number that leads to the
//! line in the log. Nothing of its message leaves us.

use super::refused::{self, Asked};
use crate::logs;
use axum::extract::Request;
use axum::response::Response;
use futures::FutureExt;
use portico_domain::refusals::{Kind, Refusal};
use std::panic::AssertUnwindSafe;

pub async fn catch_panics<F: Future<Output = Response>>(
    request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Response {
    let asked = Asked::of(&request);
    // Nothing of the request is used again after it has failed.
    match AssertUnwindSafe(async { answer(request).await }).catch_unwind().await {
        Ok(response) => response,
        Err(_) => {
            let refusal = Refusal { incident: Some(logs::take_incident()), ..Refusal::of(Kind::Internal) };
            refused::answer(&asked, refusal)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::{Next, from_fn};
    use axum::routing::get;
    use tower::ServiceExt;

    async fn bug() -> &'static str {
        panic!("the message of a bug")
    }

    #[tokio::test]
    async fn a_panic_is_an_answer_with_a_number_and_the_server_goes_on() {
        let router = Router::new()
            .route("/bug", get(bug))
            .route("/fn/bug", get(bug))
            .route("/api/v1/bug", get(bug))
            .route("/", get(async || "fine"))
            .layer(from_fn(|request, next: Next| catch_panics(request, |request| next.run(request))));
        let ask = async |path: &str| {
            let answer =
                router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
            let (parts, body) = answer.into_parts();
            let kind = parts.headers.get("content-type").map(|it| it.to_str().unwrap().to_owned());
            let body = to_bytes(body, 1_000_000).await.unwrap();
            (parts.status.as_u16(), kind.unwrap_or_default(), String::from_utf8(body.to_vec()).unwrap())
        };
        for (path, kind) in [
            ("/bug", "text/html"),
            ("/fn/bug", "application/json"),
            ("/api/v1/bug", "application/problem+json"),
        ] {
            let (status, given, text) = ask(path).await;
            assert!(status == 500 && given.starts_with(kind), "{path}: {status} {given}");
            assert!(!text.contains("the message of a bug"), "{path}: {text}");
            let word = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
            assert!(text.split(word).any(|word| uuid::Uuid::parse_str(word).is_ok()), "{path}: {text}");
        }
        assert_eq!(ask("/").await.2, "fine");
    }
}
