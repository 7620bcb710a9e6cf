//! An answer that does not come in time is a refusal like any other, so that pages, forms and scripts can say what it
//! means: what was asked for may have happened all the same.

use super::refused::{self, Asked};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use portico_domain::refusals::Kind;
use std::time::Duration;

/// Longer than any vendor call may take.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);

/// Until an answer begins.
pub async fn limit_time(request: Request, next: Next) -> Response {
    let asked = Asked::of(&request);
    match tokio::time::timeout(LONGEST_ANSWER, next.run(request)).await {
        Ok(response) => response,
        Err(_) => refused::answer(&asked, Kind::NoAnswer.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::functions;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn;
    use axum::routing::{get, post};
    use axum::{Extension, Router};
    use portico_app::page::FormReplay;
    use std::future::pending;
    use tower::{Layer, ServiceExt};

    /// What a page is told of the form that was posted from it.
    async fn page(Extension(replay): Extension<FormReplay>) -> String {
        format!("{} {:?}", replay.value("key").unwrap_or_default(), replay.refusal.kind)
    }

    fn router() -> Router {
        Router::new()
            .route("/meetings", get(pending::<String>))
            .route("/fn/meetings/schedule", post(pending::<String>))
            .route("/api/v1/meetings", post(pending::<String>))
            .route("/meetings/new", get(page))
            .layer(from_fn(limit_time))
    }

    async fn ask(request: Request) -> (u16, String, String) {
        // Before the router, so that a page can be asked for in the form's place.
        let portico = from_fn(functions::replay).layer(router());
        let (parts, body) = portico.oneshot(request).await.unwrap().into_parts();
        let kind = parts.headers.get("content-type").map(|it| it.to_str().unwrap().to_owned());
        let body = to_bytes(body, 1_000_000).await.unwrap();
        (parts.status.as_u16(), kind.unwrap_or_default(), String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_does_not_come_is_a_refusal_in_the_words_of_the_path() {
        let request = |method: &str, path: &str| {
            Request::builder().method(method).uri(path).body(Body::empty()).unwrap()
        };
        let (status, kind, text) = ask(request("GET", "/meetings")).await;
        assert!(status == 504 && kind.starts_with("text/html") && text.contains("No answer came"), "{text}");
        let (status, kind, text) = ask(request("POST", "/fn/meetings/schedule")).await;
        assert_eq!((status, kind.as_str()), (504, "application/json"));
        assert_eq!(text, r#"{"kind":"no-answer"}"#);
        let (status, kind, text) = ask(request("POST", "/api/v1/meetings")).await;
        assert_eq!((status, kind.as_str()), (504, "application/problem+json"));
        assert!(text.contains(r#""kind":"no-answer""#) && text.contains("Idempotency-Key"), "{text}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_form_without_script_comes_back_with_its_key() {
        let request = Request::post("/fn/meetings/schedule")
            .header("accept", "text/html")
            .body(Body::from("_page=%2Fmeetings%2Fnew&key=the-same"))
            .unwrap();
        let (status, _, text) = ask(request).await;
        assert_eq!((status, text.as_str()), (504, "the-same NoAnswer"));
    }
}
