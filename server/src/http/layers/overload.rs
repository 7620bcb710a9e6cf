//! Beyond what the machine can do, another request is refused at once and told when to come again, so that those
//! already taken are still answered in time (guarantees, reliability 10).

use super::refused::{self, Asked, accepts_page};
use crate::http::{State, guests};
use axum::extract::Request;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::Response;
use portico_domain::language::Language;
use portico_domain::refusals::{Kind, Refusal};
use std::sync::LazyLock;

/// Seconds after which to come again, where nothing better is known.
const COME_AGAIN: u32 = 5;

/// Takes a request if there is room for it; health always, and what only waits or comes out of the memory.
pub async fn shed_load<F: Future<Output = Response>>(
    state: &State,
    request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Response {
    let path = request.uri().path();
    if path == "/healthz" || path == "/readyz" || path.starts_with("/assets/") || is_stream(path) {
        return answer(request).await;
    }
    let Ok(_place) = state.places.try_acquire() else { return not_now(&request) };
    if waits_for_nobody(path) || is_typed(&request) {
        return answer(request).await;
    }
    let Some(_place) = state.backlog.enter() else { return not_now(&request) };
    answer(request).await
}

/// What says nothing until something changes: `/j/{slug}/events`, `/meetings/{id}/events`.
fn is_stream(path: &str) -> bool {
    let of = path.strip_suffix("/events");
    let one = of.and_then(|of| of.strip_prefix("/j/").or_else(|| of.strip_prefix("/meetings/")));
    one.is_some_and(|one| !one.is_empty() && !one.contains('/'))
}

/// People at a door cannot be sent away, and cost little; calls through the proxy have threads of their own.
fn waits_for_nobody(path: &str) -> bool {
    ["/j/", "/r/", "/proxy/"].iter().any(|door| path.starts_with(door))
}

/// A form that a browser sends by itself: what was typed into it would be lost.
fn is_typed(request: &Request) -> bool {
    request.method() == Method::POST
        && request.uri().path().starts_with("/fn/")
        && accepts_page(request.headers())
}

fn refusal() -> Refusal {
    Refusal { retry_after: Some(COME_AGAIN), ..Kind::Unavailable.into() }
}

fn not_now(request: &Request) -> Response {
    let asked = Asked::of(request);
    match asked.wants_page() {
        true => page(asked.language()),
        false => refused::answer(&asked, refusal()),
    }
}

/// Written once: a machine that has too much to do must not be busy with saying so. Its looks come from `/assets/`,
/// which is always answered.
fn page(language: Language) -> Response {
    static PAGES: LazyLock<Vec<(Language, String)>> = LazyLock::new(|| {
        let page = |language| (language, guests::refusal_page(language, &refusal()));
        Language::ALL.into_iter().map(page).collect()
    });
    let page = PAGES.iter().find(|(one, _)| *one == language).map(|(_, page)| page.clone());
    guests::html(refusal().kind.status(), page.unwrap_or_default())
}

/// Says when to come again wherever an answer says that now is no time for it.
pub fn say_when(response: &mut Response) {
    let not_now =
        matches!(response.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
    if not_now && !response.headers().contains_key(RETRY_AFTER) {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(COME_AGAIN));
    }
}

#[cfg(test)]
mod tests {
    use super::is_stream;

    #[test]
    fn only_what_says_nothing_is_a_stream() {
        assert!(is_stream("/j/abc/events") && is_stream("/meetings/1/events"));
        for path in [
            "/meetings/events",
            "/people/events",
            "/j/events",
            "/j//events",
            "/j/a/b/events",
            "/proxy/x/events",
        ] {
            assert!(!is_stream(path), "{path}");
        }
    }
}
