//! Leaving for an identity provider and coming back, as a browser sees it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use crate::commands::serve;
use crate::config::{Keys, Settings};
use crate::identity_providers::ProviderKeys;
use axum::Router;
use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, REFERRER_POLICY, REFRESH, SET_COOKIE,
};
use axum::http::{HeaderName, Request, Response};
use axum::routing::get;
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use tower::ServiceExt;

struct Portico {
    router: Router,
    folder: PathBuf,
}

impl Drop for Portico {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A provider that says where it is, and no more.
async fn provider() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let document = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize?tenant=a%3Bb"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
    });
    let said = move || async move { axum::Json(document) };
    let router = Router::new().route("/.well-known/openid-configuration", get(said));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    issuer
}

async fn portico(public_url: &str, issuer: &str) -> Portico {
    let folder = std::env::temp_dir().join(format!("portico-identity-{}", uuid::Uuid::now_v7()));
    let corp = ProviderKeys {
        name: "corp".into(),
        label: Some("Example <Corp>".into()),
        issuer: issuer.into(),
        client_id: "portico".into(),
        private_network: true,
        ..ProviderKeys::default()
    };
    let down = ProviderKeys { name: "down".into(), issuer: "http://127.0.0.1:1".into(), ..corp.clone() };
    let keys = Keys {
        data_dir: folder.clone(),
        public_url: Some(public_url.into()),
        identity_providers: vec![corp, down],
        ..Keys::default()
    };
    let settings = Settings::check(keys).unwrap();
    let services = serve::open(&settings).await.unwrap();
    Portico { router: crate::http::router(crate::http::State::new(services, Arc::new(settings))), folder }
}

impl Portico {
    async fn ask(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    async fn leave(&self, provider: &str, site: &str) -> Response<Body> {
        let request = Request::post(format!("/sign-in/{provider}"))
            .header("sec-fetch-site", site)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("next=%2Fmeetings"));
        self.ask(request.unwrap()).await
    }

    async fn come_back(&self, query: &str, cookie: &str) -> Response<Body> {
        let request = Request::get(format!("/sign-in/corp/callback?{query}")).header(COOKIE, cookie);
        self.ask(request.body(Body::empty()).unwrap()).await
    }
}

fn header(response: &Response<Body>, name: HeaderName) -> String {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

async fn text(response: Response<Body>) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1_000_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// `name=value` of the cookie that the answer sets.
fn kept(response: &Response<Body>) -> String {
    header(response, SET_COOKIE).split(';').next().unwrap().to_owned()
}

fn state_in(refresh: &str) -> String {
    let address = url::Url::parse(refresh.strip_prefix("0; url=").unwrap()).unwrap();
    address.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned()
}

#[tokio::test]
async fn a_browser_leaves_with_its_half_in_a_cookie() {
    let issuer = provider().await;
    for (public_url, name, secure) in [
        ("https://meet.example", "__Host-portico-sign-in", true),
        ("http://meet.example", "portico-sign-in", false),
    ] {
        let portico = portico(public_url, &issuer).await;
        let answer = portico.leave("corp", "same-origin").await;
        assert_eq!(answer.status(), 200);
        let cookie = header(&answer, SET_COOKIE);
        assert!(cookie.starts_with(&format!("{name}=")), "{cookie}");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"));
        assert_eq!(cookie.contains("Secure"), secure, "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
        let refresh = header(&answer, REFRESH);
        assert!(refresh.starts_with(&format!("0; url={issuer}/authorize?tenant=a%3Bb&response_type=code")));
        let callback = format!("redirect_uri={}", public_url.replace(':', "%3A").replace('/', "%2F"));
        assert!(refresh.contains(&format!("{callback}%2Fsign-in%2Fcorp%2Fcallback")), "{refresh}");
        assert!(!refresh.contains(kept(&answer).split_once('=').unwrap().1), "the cookie stays here");
        assert_eq!(header(&answer, CACHE_CONTROL), "no-store");
        assert_eq!(header(&answer, REFERRER_POLICY), "same-origin", "the provider learns no address of ours");
        assert!(header(&answer, CONTENT_SECURITY_POLICY).contains("form-action 'self';"));
        let page = text(answer).await;
        assert!(page.contains("Example &lt;Corp&gt;") && !page.contains("<Corp>"), "{page}");
        assert!(
            page.contains(&format!("href=\"{issuer}/authorize?")),
            "a link for who is not led on: {page}"
        );
    }
}

#[tokio::test]
async fn another_site_cannot_send_anybody_off() {
    let portico = portico("https://meet.example", &provider().await).await;
    for site in ["cross-site", "same-site", "none"] {
        let answer = portico.leave("corp", site).await;
        assert_eq!((answer.status().as_u16(), header(&answer, SET_COOKIE)), (403, String::new()));
    }
}

#[tokio::test]
async fn what_comes_back_without_the_cookie_is_told_to_begin_again() {
    let portico = portico("https://meet.example", &provider().await).await;
    let left = portico.leave("corp", "same-origin").await;
    let (cookie, state) = (kept(&left), state_in(&header(&left, REFRESH)));
    let query = format!("state={state}&error=access_denied&error_description=%3Cscript%3E");
    // The name without the prefix could have been set by a neighbour.
    let weaker = cookie.replace("__Host-", "");
    for cookie in ["", "__Host-portico-sign-in=x", &weaker] {
        let answer = portico.come_back(&query, cookie).await;
        assert_eq!(answer.status(), 400);
        assert_eq!(header(&answer, REFERRER_POLICY), "no-referrer", "the address may hold a code");
        assert_eq!(header(&answer, SET_COOKIE), "");
        assert!(text(answer).await.contains("began in another browser"));
    }
    let answer = portico.come_back(&query, &cookie).await;
    assert_eq!(answer.status(), 403);
    let page = text(answer).await;
    assert!(page.contains("did not sign you in") && !page.contains("<script>"), "{page}");
    assert_eq!(page.matches("script").count(), 2, "its own, opened and closed: {page}");
    assert_eq!(
        page.matches("name=\"next\" value=\"/meetings\"").count(),
        3,
        "the way on is not lost: {page}"
    );
    assert_eq!(portico.come_back(&query, &cookie).await.status(), 400, "it was good once");
}

#[tokio::test]
async fn a_provider_that_is_down_or_unknown_leaves_the_page_as_it_is() {
    let portico = portico("https://meet.example", &provider().await).await;
    for (name, status, words) in [("down", 504, "did not answer"), ("none", 404, "does not exist")] {
        let answer = portico.leave(name, "same-origin").await;
        assert_eq!((answer.status().as_u16(), header(&answer, SET_COOKIE)), (status, String::new()));
        let page = text(answer).await;
        assert!(page.contains(words) && page.contains("action=\"/sign-in\""), "{page}");
        assert!(page.contains("action=\"/sign-in/corp\""), "{page}");
    }
    let answer = portico.come_back("", "").await;
    assert_eq!(answer.status(), 400);
}
