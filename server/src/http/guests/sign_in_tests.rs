//! Signed-in visitors while the database does not do its part.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::tests::{Portico, header, portico, text};
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION, RETRY_AFTER, SET_COOKIE};
use axum::http::{Request, Response};
use portico_service::Visit;
use secrecy::ExposeSecret;
use sqlx::{AssertSqlSafe, Connection, Executor};

impl Portico {
    /// The cookie of a new session.
    async fn cookie(&self) -> String {
        let (password, visit) = ("correct horse battery".into(), Visit::default());
        let session = self.services.sign_in("admin", &password, &visit).await.unwrap();
        format!("portico-session={}", session.expose_secret())
    }

    async fn asked(&self, method: &str, path: &str, accept: &str, cookie: &str) -> Response<Body> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header(ACCEPT, accept)
            .header(COOKIE, cookie);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    async fn tamper(&self, sql: &str) {
        let mut database = sqlx::SqliteConnection::connect(&self.database).await.unwrap();
        database.execute(AssertSqlSafe(sql)).await.unwrap();
        database.close().await.unwrap();
    }
}

#[tokio::test]
async fn who_cannot_be_looked_up_is_told_to_come_again_and_stays_signed_in() {
    let portico = portico().await;
    let cookie = portico.cookie().await;
    portico.tamper("ALTER TABLE sessions RENAME TO elsewhere").await;
    for (method, path, accept, kind) in [
        ("GET", "/", "text/html", "text/html"),
        ("GET", "/sign-in", "text/html", "text/html"),
        ("POST", "/sign-out", "text/html", "text/html"),
        ("POST", "/fn/account/save", "text/html", "text/html"),
        ("POST", "/fn/account/save", "application/json", "application/json"),
    ] {
        let answer = portico.asked(method, path, accept, &cookie).await;
        assert_eq!(answer.status(), 503, "{method} {path}");
        assert!(header(&answer, CONTENT_TYPE).starts_with(kind), "{path}: {answer:?}");
        assert!(answer.headers().contains_key(RETRY_AFTER), "{path}: {answer:?}");
        assert!(!answer.headers().contains_key(SET_COOKIE), "{path}: {answer:?}");
        assert!(!text(answer).await.is_empty());
    }
    assert_eq!(
        portico.get("/sign-in").await.status(),
        200,
        "nobody is looked up for whom there is no cookie"
    );
    portico.tamper("ALTER TABLE elsewhere RENAME TO sessions").await;
    let answer = portico.asked("GET", "/sign-in", "text/html", &cookie).await;
    assert_eq!((answer.status().as_u16(), header(&answer, LOCATION)), (303, "/".to_owned()));
}

#[tokio::test]
async fn a_session_that_cannot_be_ended_keeps_its_cookie() {
    let portico = portico().await;
    let cookie = portico.cookie().await;
    let stuck = "CREATE TRIGGER stuck BEFORE DELETE ON sessions BEGIN SELECT RAISE(ABORT, 'stuck'); END";
    portico.tamper(stuck).await;
    let answer = portico.asked("POST", "/sign-out", "text/html", &cookie).await;
    assert_eq!(answer.status(), 503);
    assert!(!answer.headers().contains_key(SET_COOKIE), "{answer:?}");

    portico.tamper("DROP TRIGGER stuck").await;
    let answer = portico.asked("POST", "/sign-out", "text/html", &cookie).await;
    assert_eq!((answer.status().as_u16(), header(&answer, LOCATION)), (303, "/sign-in".to_owned()));
    assert!(header(&answer, SET_COOKIE).contains("Max-Age=0"), "{answer:?}");
    let answer = portico.asked("GET", "/sign-in", "text/html", &cookie).await;
    assert_eq!(answer.status(), 200, "nobody is signed in any more");
}
