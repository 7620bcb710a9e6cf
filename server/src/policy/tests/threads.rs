//! A page is begun on one thread of the server and ended on another. What belongs to a single thread, as some of
//! what a browser has does, would end in a panic there, and the visitor with half a page.

use super::world::{Portico, portico};
use super::{STACK_BYTES, on_a_large_stack};
use crate::policy::table::RULES;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::http::{Method, Request};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tower::ServiceExt;

/// Reads an answer to its end on a thread of its own; `None` if that panics.
async fn read_elsewhere(body: Body) -> Option<String> {
    let (sender, receiver) = oneshot::channel();
    let runtime = Handle::current();
    let read = move || {
        let whole = runtime.block_on(to_bytes(body, 10_000_000));
        let _ = sender.send(whole.unwrap());
    };
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(read).unwrap();
    let bytes = receiver.await.ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

async fn ask(portico: &Portico, path: &str) -> Option<Body> {
    let session = &portico.administrator.session;
    let request = Request::get(path).header(COOKIE, format!("portico-session={session}"));
    let answer = portico.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html").then(|| answer.into_body())
}

#[test]
fn every_page_may_end_on_another_thread() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let mut pages = 0;
        for rule in RULES.iter().filter(|rule| rule.methods.contains(&Method::GET)) {
            let path = portico.path(rule.path);
            let Some(body) = ask(&portico, &path).await else { continue };
            let page = read_elsewhere(body).await;
            assert!(page.is_some_and(|page| page.contains("</html>")), "{path}");
            // Somebody goes away before it is there.
            let Some(unread) = ask(&portico, &path).await else { continue };
            std::thread::spawn(move || drop(unread)).join().unwrap_or_else(|_| panic!("{path}, unread"));
            pages += 1;
        }
        assert!(pages > 30, "{pages}");
    });
}
