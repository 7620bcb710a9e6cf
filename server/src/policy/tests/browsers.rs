//! What every answer tells a browser to refuse, and what is refused of browsers.

use super::on_a_large_stack;
use super::world::{PASSWORD, Portico, portico};
use crate::config::{Keys, Settings};
use crate::http;
use crate::policy::rule::{Door, Who};
use crate::policy::table::RULES;
use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, Response};
use std::sync::Arc;
use tower::ServiceExt;

const PUBLIC: &str = "https://meet.example";

/// The same Portico behind TLS.
fn behind_tls(portico: &Portico) -> Router {
    let keys = Keys { public_url: Some(PUBLIC.into()), ..portico.state.settings.keys.clone() };
    http::router(http::State::new(portico.state.services.clone(), Arc::new(Settings::check(keys).unwrap())))
}

async fn send(router: &Router, request: axum::http::request::Builder, body: &str) -> Response<Body> {
    router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

fn nonce(headers: &HeaderMap) -> &str {
    let policy = text(headers, "content-security-policy");
    policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or_default()
}

#[test]
fn every_answer_carries_its_defences() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let router = behind_tls(&portico);
        for rule in RULES.iter().filter(|rule| rule.methods.contains(&Method::GET)) {
            let path = portico.path(rule.path);
            let cookie = format!("__Host-portico-session={}", portico.administrator.session);
            for cookie in [cookie.as_str(), ""] {
                let answer = send(&router, Request::get(&path).header(COOKIE, cookie), "").await;
                let headers = answer.headers();
                let policy = text(headers, "content-security-policy");
                assert!(
                    policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
                    "{path}"
                );
                assert!(
                    !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
                    "{path}: {policy}"
                );
                assert_eq!(text(headers, "x-content-type-options"), "nosniff", "{path}");
                assert_eq!(text(headers, "x-frame-options"), "DENY", "{path}");
                assert!(text(headers, "strict-transport-security").starts_with("max-age="), "{path}");
                let referrer = text(headers, "referrer-policy");
                assert!(matches!(referrer, "same-origin" | "no-referrer"), "{path}: {referrer}");
                // The icon may be kept, where it was built in.
                let kept = rule.path == "/favicon.ico";
                assert!(kept || text(headers, "cache-control").contains("no-store"), "{path}");
                assert!(headers.keys().all(|name| !name.as_str().starts_with("access-control-")), "{path}");
            }
        }
    });
}

#[test]
fn a_nonce_is_never_the_same_twice() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..5 {
            let cookie = format!("portico-session={}", portico.administrator.session);
            let answer = send(&portico.router, Request::get("/").header(COOKIE, cookie), "").await;
            assert!(nonce(answer.headers()).len() >= 16);
            seen.insert(nonce(answer.headers()).to_owned());
        }
        assert_eq!(seen.len(), 5);
    });
}

#[test]
fn a_session_cookie_is_bound_to_this_host_and_to_tls_and_its_token_is_long() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let router = behind_tls(&portico);
        let request = Request::post("/sign-in")
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let password: String = url::form_urlencoded::byte_serialize(PASSWORD.as_bytes()).collect();
        let answer = send(&router, request, &format!("account=organizer&password={password}")).await;
        assert_eq!(answer.status(), 303);
        let cookie = text(answer.headers(), SET_COOKIE.as_str());
        let (pair, attributes) = cookie.split_once("; ").unwrap();
        let token = pair.strip_prefix("__Host-portico-session=").unwrap();
        // 32 bytes in base64.
        assert!(token.len() >= 43 && token != portico.organizer.session, "{pair}");
        let mut attributes: Vec<&str> = attributes.split("; ").collect();
        attributes.sort_unstable();
        assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
        // The name that plain HTTP uses opens nothing here.
        let plain = Request::get("/").header(COOKIE, format!("portico-session={token}"));
        assert_eq!(send(&router, plain, "").await.status(), 303);
    });
}

#[test]
fn whatever_writes_is_refused_unless_a_page_of_ours_asks() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let session = format!("portico-session={}", portico.administrator.session);
        let own = portico.state.settings.public_origin();
        let foreign: [&[(&str, &str)]; 7] = [
            &[],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site"), ("origin", &own)],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            // Whom the request is sent to says nothing of where it comes from.
            &[
                ("origin", "https://evil.example"),
                ("host", "evil.example"),
                ("x-forwarded-host", "evil.example"),
            ],
        ];
        let administrator = {
            let caller =
                portico.state.services.caller(&portico.administrator.session.clone().into()).await.unwrap();
            portico.state.services.administrator(&caller).unwrap()
        };
        let done = async || format!("{:?}", administrator.audit(None, 10_000).await.unwrap());
        let (before, thing) = (done().await, &portico.administrator.own);
        let (fields, parts) =
            (portico.typed(&thing.meeting, thing), multipart(&portico.typed(&thing.meeting, thing)));
        // What a page of another site can send without being asked for leave first, and what it cannot.
        let bodies = [
            ("application/x-www-form-urlencoded", fields.as_str()),
            ("text/plain", fields.as_str()),
            ("multipart/form-data; boundary=x", parts.as_str()),
            ("application/json", "{}"),
        ];
        let mut functions = 0;
        for rule in RULES.iter().filter(|rule| rule.door != Door::Api) {
            let path = portico.path_to(rule.path, thing);
            for method in rule.methods.iter().filter(|method| **method != Method::GET) {
                for (headers, (kind, body)) in foreign.iter().flat_map(|it| bodies.map(|body| (it, body))) {
                    let mut request = Request::builder().method(method).uri(&path);
                    request = request.header(COOKIE, &session).header(CONTENT_TYPE, kind);
                    for (name, value) in *headers {
                        request = request.header(*name, *value);
                    }
                    let status = send(&portico.router, request, body).await.status();
                    assert_eq!(status, 403, "{method} {} as {kind} with {headers:?}", rule.path);
                }
            }
            // Nor does a link or a picture make a server function act.
            if rule.door == Door::Function {
                functions += 1;
                let asked = Request::get(format!("{path}?{fields}")).header(COOKIE, &session);
                assert_eq!(send(&portico.router, asked, "").await.status(), 405, "GET {}", rule.path);
            }
        }
        assert!(functions >= leptos::server_fn::axum::server_fn_paths().count());
        assert!(before == done().await, "everything that is done leaves a line, and there is none");
    });
}

/// The same fields as a form with files sends them.
fn multipart(fields: &str) -> String {
    let part = |(name, value): (_, _)| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let parts: String = url::form_urlencoded::parse(fields.as_bytes()).map(part).collect();
    format!("{parts}--x--\r\n")
}

#[test]
fn a_cookie_opens_nothing_of_the_api() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        for rule in RULES.iter().filter(|rule| rule.door == Door::Api && rule.who != Who::Anyone) {
            for method in rule.methods {
                let request = Request::builder().method(method).uri(portico.path(rule.path));
                let session = format!("portico-session={}", portico.administrator.session);
                let request = request.header(COOKIE, session).header("sec-fetch-site", "same-origin");
                let status = send(&portico.router, request, "").await.status().as_u16();
                assert!(matches!(status, 401 | 404), "{method} {}: {status}", rule.path);
            }
        }
    });
}

#[test]
fn links_are_made_from_the_configured_address_whatever_the_request_says() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let path = portico.path("/meetings/{id}");
        let request = Request::get(path)
            .header(COOKIE, format!("portico-session={}", portico.organizer.session))
            .header(HOST, "evil.example")
            .header("x-forwarded-host", "evil.example")
            .header("x-forwarded-proto", "https")
            .header("forwarded", "host=evil.example;proto=https");
        let answer = send(&portico.router, request, "").await;
        assert_eq!(answer.status(), 200);
        let body = axum::body::to_bytes(answer.into_body(), 10_000_000).await.unwrap();
        let page = String::from_utf8(body.to_vec()).unwrap();
        assert!(page.contains(&portico.state.settings.link("/j/")) && !page.contains("evil.example"));
    });
}
