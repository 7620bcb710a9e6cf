//! What can be counted, in Prometheus' text format, on a listener of its own (`metrics_listen`): `/metrics`.
//! Labels are words of ours, such as a route's pattern or an operation's name, and nothing that anybody typed.

use anyhow::Context;
use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{Method, StatusCode};
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use portico_service::vendors::kit::{CALL_SECONDS, RESTING};
use std::borrow::Cow;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long it took until an answer began, in seconds, by method, route and status.
const REQUEST_SECONDS: &str = "portico_http_request_seconds";
/// How many wait at doors or look at meetings, over server-sent events.
const STREAMS: &str = "portico_event_streams";

/// Seconds; from a page of the store to a vendor that hangs.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 15.0];
/// How often what was measured is put into its buckets although nobody asks.
const UPKEEP: Duration = Duration::from_secs(10);

/// Begins to count in this process.
///
/// # Errors
/// Somebody else does already.
pub fn start() -> anyhow::Result<PrometheusHandle> {
    let builder =
        PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &BUCKETS)?;
    let handle = builder.install_recorder().context("this process is being counted already")?;
    metrics::describe_histogram!(REQUEST_SECONDS, "Until an answer began, by method, route and status.");
    metrics::describe_histogram!(CALL_SECONDS, "Calls to vendors, by vendor, operation and outcome.");
    metrics::describe_gauge!(
        RESTING,
        "Connections left alone because their vendor does not answer, by vendor."
    );
    metrics::describe_gauge!(STREAMS, "Open event streams: people who wait, and pages that are looked at.");
    Ok(handle)
}

/// Serves `/metrics` there until the process ends.
///
/// # Errors
/// The address cannot be listened on.
pub async fn serve(address: SocketAddr) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("metrics_listen: cannot listen on {address}"))?;
    let handle = start()?;
    let upkeep = handle.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(UPKEEP).await;
            upkeep.run_upkeep();
        }
    });
    tracing::info!("metrics are at http://{}/metrics", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router(handle)).await });
    Ok(())
}

fn router(handle: PrometheusHandle) -> Router {
    let headers = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    Router::new().route("/metrics", get(async move || (headers, handle.render())))
}

/// Counts an answer.
pub fn count(method: &Method, route: Option<Cow<'static, str>>, status: StatusCode, took: Duration) {
    // Whoever sends methods or paths of his own invention makes no series of his own.
    let method = match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        _ => "other",
    };
    let route = route.unwrap_or("none".into());
    metrics::histogram!(REQUEST_SECONDS,
        "method" => method, "route" => route, "status" => status.as_str().to_owned())
    .record(took);
}

/// One open event stream, as long as it lives.
pub struct Stream(());

impl Stream {
    pub fn open() -> Self {
        metrics::gauge!(STREAMS).increment(1.0);
        Self(())
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        metrics::gauge!(STREAMS).decrement(1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use tower::ServiceExt;

    async fn ask(router: &Router, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 1_000_000).await.unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn what_is_counted_is_told_by_words_of_ours_alone() {
        let recorder = PrometheusBuilder::new().build_recorder();
        let router = router(recorder.handle());
        metrics::with_local_recorder(&recorder, || {
            let stream = Stream::open();
            drop(Stream::open());
            let made_up = Method::from_bytes(b"MADEUP").unwrap();
            count(&made_up, None, StatusCode::NOT_FOUND, Duration::from_millis(3));
            std::mem::forget(stream);
        });
        let (status, text) = ask(&router, "/metrics").await;
        assert_eq!(status, 200);
        assert!(text.contains("portico_event_streams 1"), "{text}");
        assert!(text.contains(r#"{method="other",route="none",status="404""#), "{text}");
        assert!(!text.contains("MADEUP"), "{text}");
        assert_eq!(ask(&router, "/").await.0, 404);
    }
}
