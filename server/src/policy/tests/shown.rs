//! What pages say, where that hangs on more than the page itself.

use super::on_a_large_stack;
use super::world::{Portico, Somebody, portico};
use axum::body::{Body, to_bytes};
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{Method, Request, Response};
use portico_domain::forms::WebhookForm;
use portico_domain::webhooks::EventKind;
use secrecy::ExposeSecret;
use sqlx::Connection;
use tower::ServiceExt;

async fn send(
    portico: &Portico,
    who: &Somebody,
    method: Method,
    path: &str,
    (cookie, accept, body): (&str, &str, &str),
) -> Response<Body> {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(ACCEPT, accept)
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(COOKIE, format!("portico-session={}; {cookie}", who.session));
    portico.router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap()
}

async fn text(answer: Response<Body>) -> String {
    String::from_utf8_lossy(&to_bytes(answer.into_body(), 10_000_000).await.unwrap()).into_owned()
}

async fn page(portico: &Portico, who: &Somebody, path: &str) -> String {
    let answer = send(portico, who, Method::GET, path, ("portico-language=en", "text/html", "")).await;
    assert_eq!(answer.status(), 200, "{path}");
    text(answer).await
}

/// The language cookie that an answer sets.
fn language_set(answer: &Response<Body>) -> Option<String> {
    let all = answer.headers().get_all(SET_COOKIE).iter().filter_map(|it| it.to_str().ok());
    all.filter(|it| it.starts_with("portico-language=")).map(str::to_owned).next()
}

#[test]
fn saving_the_account_ends_what_the_language_switch_said() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let who = &portico.viewer;
        let chosen = "portico-language=en";
        let save = async |name: &str, accept: &str, cookie: &str| {
            let typed = format!("_page=/account&form[name]={name}&form[language]=zh-CN&form[zone]=");
            send(&portico, who, Method::POST, "/fn/account/save", (cookie, accept, &typed)).await
        };
        assert_eq!(language_set(&save("", "text/html", chosen).await), None, "it was refused");
        for accept in ["text/html", "application/json"] {
            let set = language_set(&save("Vera", accept, chosen).await).unwrap_or_default();
            assert!(set.starts_with("portico-language=;"), "{accept}: {set}");
            assert!(set.contains("Path=/") && set.contains("Max-Age=0"), "{accept}: {set}");
        }
        assert_eq!(language_set(&save("Vera", "text/html", "x=1").await), None, "there is none to take");
        let own = send(&portico, who, Method::GET, "/account", ("x=1", "text/html", "")).await;
        assert!(text(own).await.contains("lang=\"zh-CN\""));
        // Afterwards the switch is good again.
        let switched = "language=en&page=/account";
        let switched = send(&portico, who, Method::POST, "/language", ("x=1", "text/html", switched)).await;
        assert!(language_set(&switched).unwrap_or_default().starts_with("portico-language=en;"));
        assert!(page(&portico, who, "/account").await.contains("lang=\"en\""));
    });
}

#[test]
fn recordings_are_counted_on_every_page_of_them() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let who = &portico.administrator;
        let sql = "INSERT INTO recordings (id, connection_id, vendor_id, vendor_meeting, title, search, \
                   created_at, duration, size, seen_at, changed_at) \
                   SELECT $1, connection_id, $1, 'x', 'One of many', 'one of many', 5, 1, 1, 1, 1 \
                   FROM recordings LIMIT 1";
        let url = portico.state.settings.database_url().expose_secret().to_owned();
        let mut database = sqlx::SqliteConnection::connect(&url).await.unwrap();
        for n in 0..51 {
            sqlx::query(sql).bind(format!("many-{n}")).execute(&mut database).await.unwrap();
        }
        database.close().await.unwrap();
        let first = page(&portico, who, "/recordings?text=many").await;
        assert!(first.contains("51 found") && !first.contains("10,000"), "{first}");
        let next = first.split("after=").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let second = page(&portico, who, &format!("/recordings?text=many&after={next}")).await;
        assert!(second.contains("51 found") && !second.contains("10,000"), "{second}");
    });
}

#[test]
fn pages_with_times_name_the_zone() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let who = &portico.administrator;
        let services = &portico.state.services;
        let caller = services.caller(&who.session.clone().into()).await.unwrap();
        let events = [(EventKind::Scheduled.name().to_owned(), "on".to_owned())];
        let form = WebhookForm {
            name: "Elsewhere".into(),
            url: "https://hooks.example/portico".into(),
            events: events.into_iter().collect(),
            private_network: String::new(),
        };
        let made = services.administrator(&caller).unwrap().add_webhook(&form).await.unwrap();
        let paths = [
            "/account".to_owned(),
            "/account/tokens".to_owned(),
            "/tokens".to_owned(),
            "/people".to_owned(),
            format!("/people/{}", portico.viewer.person),
            "/system".to_owned(),
            format!("/webhooks/{}", made.webhook.id),
        ];
        for path in paths {
            let html = page(&portico, who, &path).await;
            let named = html.matches("Times in Asia/Shanghai, UTC+08:00").count();
            assert_eq!(named, 1, "{path}: {html}");
        }
    });
}
