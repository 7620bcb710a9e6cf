//! Whoever sends a body so slowly that it only holds us up is let go (guarantees, security 18).

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use std::io::{Error, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// Any body may take so long.
const GRACE: Duration = Duration::from_secs(20);
/// What has come after that has come at least so fast.
const LEAST_BYTES_A_SECOND: u64 = 4 * 1024;

pub async fn refuse_slow_bodies<F: Future<Output = Response>>(
    request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Response {
    // Whatever the method: one that should have no body may come with one, and it may be waited for.
    if request.body().is_end_stream() {
        return answer(request).await;
    }
    let late = Arc::new(AtomicBool::new(false));
    let noticed = late.clone();
    let response = answer(request.map(|body| hurried(body, noticed))).await;
    if !late.load(Ordering::Relaxed) {
        return response;
    }
    // Whatever the handler made of half a body.
    let mut response =
        (StatusCode::REQUEST_TIMEOUT, "The request took too long to arrive.\n").into_response();
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// The same body, which breaks off once it is late.
fn hurried(body: Body, late: Arc<AtomicBool>) -> Body {
    let (began, body) = (Instant::now(), body.into_data_stream());
    Body::from_stream(stream::unfold((body, 0_u64, late), move |(mut body, received, late)| async move {
        let earned = Duration::from_millis(received * 1000 / LEAST_BYTES_A_SECOND);
        let next = match timeout_at(began + GRACE + earned, body.next()).await {
            Ok(next) => next?,
            Err(_) => {
                late.store(true, Ordering::Relaxed);
                Err(axum::Error::new(Error::from(ErrorKind::TimedOut)))
            }
        };
        let more = next.as_ref().map_or(0, |part| part.len() as u64);
        Some((next, (body, received + more, late)))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Bytes;
    use axum::middleware::{Next, from_fn};
    use axum::routing::any;
    use tower::ServiceExt;

    /// A body of so many parts of so many bytes each, with a pause before each.
    fn dripping(parts: usize, bytes: usize, pause: Duration) -> Body {
        let parts = stream::iter(0..parts).then(move |_| async move {
            tokio::time::sleep(pause).await;
            Ok::<_, Error>(Bytes::from(vec![b'x'; bytes]))
        });
        Body::from_stream(parts)
    }

    async fn status(method: &str, body: Body) -> (u16, Duration) {
        let whole = |body: Bytes| async move { body.len().to_string() };
        let layer = from_fn(|request, next: Next| refuse_slow_bodies(request, |request| next.run(request)));
        let router = Router::new().route("/", any(whole)).layer(layer);
        let began = Instant::now();
        let request = Request::builder().method(method).uri("/").body(body).unwrap();
        let answer = router.oneshot(request).await.unwrap();
        (answer.status().as_u16(), began.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_drips_is_cut_off_and_one_on_a_poor_line_is_not() {
        let second = Duration::from_secs(1);
        for method in ["POST", "GET"] {
            let (answer, took) = status(method, dripping(10_000, 1, second)).await;
            assert!(answer == 408 && took < GRACE + second * 2, "{method}: {answer} after {took:?}");
            let never = Body::from_stream(stream::pending::<Result<Bytes, Error>>());
            let (answer, took) = status(method, never).await;
            assert!(answer == 408 && took < GRACE + second, "{method}: {answer} after {took:?}");
        }
        // A megabyte at eight kilobytes a second.
        let (answer, took) = status("POST", dripping(128, 8 * 1024, second)).await;
        assert!(answer == 200 && took > GRACE * 5, "{answer} after {took:?}");
        assert_eq!(status("POST", Body::from("all at once")).await.0, 200);
        assert_eq!(status("GET", Body::empty()).await.0, 200);
    }
}
