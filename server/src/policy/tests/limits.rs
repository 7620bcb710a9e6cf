//! What is too large, too deep or not there at all (guarantees, security 18).

use super::on_a_large_stack;
use super::world::{PASSWORD, Portico, portico, portico_with};
use crate::config::Keys;
use crate::policy::rule::Door;
use crate::policy::table::RULES;
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, RETRY_AFTER};
use axum::http::{Method, Request};
use tower::ServiceExt;

/// What a form may have.
const LARGEST: usize = 256 * 1024;

async fn status(portico: &Portico, request: Request<Body>) -> u16 {
    portico.router.clone().oneshot(request).await.unwrap().status().as_u16()
}

/// As the administrator, from a page of ours or with a token.
fn request(portico: &Portico, method: &Method, path: &str, kind: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, kind)
        .header(COOKIE, format!("portico-session={}", portico.administrator.session))
        .header(AUTHORIZATION, format!("Bearer {}", portico.administrator.token))
}

#[test]
fn what_no_browser_of_ours_sends_is_refused_everywhere() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let (long, much) = ("x".repeat(9_000), "x".repeat(33_000));
        for rule in RULES {
            let (method, path) = (&rule.methods[0], portico.path(rule.path));
            let address = format!("{path}?x={long}");
            let long = request(&portico, method, &address, "text/plain").body(Body::empty()).unwrap();
            assert_eq!(status(&portico, long).await, 414, "{path}");
            let wide = request(&portico, method, &path, "text/plain").header("x-much", &much);
            assert_eq!(status(&portico, wide.body(Body::empty()).unwrap()).await, 431, "{path}");
        }
    });
}

#[test]
fn a_body_is_as_large_and_as_deep_as_a_form_and_no_more() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let form = "application/x-www-form-urlencoded";
        let large = format!("form[name]={}", "x".repeat(300_000));
        let deep = "[".repeat(100_000);
        let deep_field = format!("form{}=x", "[a]".repeat(50_000));
        // Nobody is signed in any more after one of them.
        for rule in RULES.iter().filter(|rule| rule.path != "/sign-out") {
            let path = portico.path(rule.path);
            for method in rule.methods.iter().filter(|method| **method != Method::GET) {
                let json = rule.door == Door::Api;
                let kind = if json { "application/json" } else { form };
                for (body, kind) in [(&large, kind), (&deep, "application/json"), (&deep_field, form)] {
                    let subject = || format!(r#"{{"subject":"{}"}}"#, "x".repeat(300_000));
                    let body = if json && body == &large { subject() } else { body.clone() };
                    let size = body.len();
                    let asked = request(&portico, method, &path, kind).body(Body::from(body)).unwrap();
                    let status = status(&portico, asked).await;
                    assert!(status < 500 || status == 502, "{method} {path}, {size} bytes: {status}");
                    let read = rule.door == Door::Function || rule.path == "/api/v1/meetings";
                    assert!(
                        !(read && size > LARGEST) || status == 413,
                        "{method} {path}, {size} bytes: {status}"
                    );
                }
            }
        }
    });
}

#[test]
fn what_there_is_no_room_for_is_refused_at_once_and_told_when_to_come_again() {
    on_a_large_stack(|| async {
        let portico = portico_with(Keys { requests_at_once: 1, ..Keys::default() }).await;
        let get =
            |path: &str| request(&portico, &Method::GET, path, "text/plain").body(Body::empty()).unwrap();
        // The one place is taken by somebody whose form takes its time.
        let (go_on, waits) = tokio::sync::oneshot::channel::<()>();
        let body = futures::stream::once(async move {
            let _ = waits.await;
            Ok::<_, std::convert::Infallible>("account=nobody&password=nothing")
        });
        let slow = request(&portico, &Method::POST, "/sign-in", "application/x-www-form-urlencoded");
        let slow = slow.body(Body::from_stream(body)).unwrap();
        let slow = tokio::spawn(portico.router.clone().oneshot(slow));
        while status(&portico, get("/robots.txt")).await != 503 {
            tokio::task::yield_now().await;
        }
        for (path, kind) in [
            ("/", "text/html"),
            ("/sign-in", "text/html"),
            ("/fn/meetings/list", "application/json"),
            ("/api/v1/me", "application/problem+json"),
        ] {
            let refused = portico.router.clone().oneshot(get(path)).await.unwrap();
            assert_eq!(refused.status(), 503, "{path}");
            assert_eq!(refused.headers()[RETRY_AFTER], "5", "{path}");
            assert!(refused.headers()[CONTENT_TYPE].to_str().unwrap().starts_with(kind), "{path}");
        }
        for path in ["/healthz", "/readyz"] {
            assert_eq!(status(&portico, get(path)).await, 200, "{path}");
        }
        go_on.send(()).unwrap();
        assert!(slow.await.unwrap().unwrap().status().as_u16() < 500);
        assert_ne!(status(&portico, get("/sign-in")).await, 503);
    });
}

#[test]
fn without_the_sandbox_there_is_no_route_for_measuring_and_no_account_that_one_could_guess() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        assert!(!portico.state.settings.is_trial());
        for path in
            ["/bench/constant/1", "/debug", "/metrics/debug", "/admin", "/.env", "/.git/config", "/actuator"]
        {
            let asked = request(&portico, &Method::GET, path, "text/plain").body(Body::empty()).unwrap();
            assert_eq!(status(&portico, asked).await, 404, "{path}");
        }
        for account in ["admin", "administrator", "root", "portico", "sandbox", "test"] {
            for password in ["admin", "password", "portico", "sandbox", PASSWORD] {
                // The only account of these names is the test's own, with the test's own password.
                if account == "administrator" && password == PASSWORD {
                    continue;
                }
                let refused =
                    portico.state.services.sign_in(account, &password.into(), &Default::default()).await;
                assert!(refused.is_err(), "{account} {password}");
            }
        }
    });
}
