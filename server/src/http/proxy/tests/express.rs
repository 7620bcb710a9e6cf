//! The short way in, over real connections, beside the router: nobody can tell which of them has answered.

use super::super::{begins, express};
use crate::http::api::tests::rig::{Rig, rig};
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, header};
use portico_domain::capabilities::Vendor;
use portico_listening::{Express, Lanes, Patience, by, serve};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// Serves as `portico serve` does, until the sender is dropped.
async fn listening(rig: &Rig) -> (SocketAddr, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let usual = by(rig.router.clone());
    let express = Arc::new(Express {
        lanes: Lanes::start(1, crate::STACK_BYTES).unwrap(),
        is_it: begins,
        answering: express(rig.state.clone(), usual.clone(), Handle::current()),
    });
    let (stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(async move {
        let stopped = async { drop(stopped.await) };
        serve(listener, usual, Some(express.clone()), Patience::default(), stopped).await;
        // Its runtimes may not end on a thread of another.
        tokio::task::spawn_blocking(move || drop(express));
    });
    (address, stop)
}

/// Names of headers that the answer has beside those of every HTTP server.
fn names(headers: &HeaderMap) -> Vec<String> {
    let common = [header::DATE, header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION];
    let mut names: Vec<String> =
        headers.keys().filter(|name| !common.contains(name)).map(ToString::to_string).collect();
    names.sort_unstable();
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_answers_as_the_router_does_whatever_comes() {
    let rig = rig(true).await;
    let (address, _stop) = listening(&rig).await;
    let id = rig.connection(Vendor::Cloudroom).id.clone();
    let (good, poor) = (rig.token_for_all().await, rig.token(&["meetings:read"]).await);
    let at = |path: &str| format!("/proxy/{id}/CLOUDROOM-SERVER/v2{path}");
    let list = at("/conference/list?current=1&size=20");
    // One connection, which begins with a call for the proxy.
    let client = reqwest::Client::builder().pool_max_idle_per_host(1).no_proxy().build().unwrap();
    for (method, path, token, status) in [
        (Method::GET, list.clone(), good.as_str(), 200),
        (Method::HEAD, list.clone(), &good, 404),
        (Method::OPTIONS, list.clone(), &good, 405),
        (Method::GET, list.clone(), &poor, 403),
        (Method::GET, list.clone(), "portico_unknown", 401),
        (Method::GET, at("/no/such/thing"), &good, 404),
        (Method::POST, at("/conference/%2e%2e/list"), &good, 404),
        (Method::GET, format!("/proxy/{id}/{}", "x".repeat(9000)), &good, 414),
        (Method::GET, "/proxy/".to_owned(), &good, 404),
        (Method::GET, "/api/v1/connections".to_owned(), &good, 200),
        (Method::GET, "/healthz".to_owned(), &good, 200),
        (Method::GET, "/sign-in".to_owned(), &good, 200),
        (Method::GET, list.clone(), &good, 200),
    ] {
        let authorization = format!("Bearer {token}");
        let request = Request::builder().method(&method).uri(&path).header("authorization", &authorization);
        let wanted = rig.ask(request.body(Body::empty()).unwrap()).await;
        let sending = client.request(method.clone(), format!("http://{address}{path}"));
        let got = sending.header("authorization", &authorization).send().await.unwrap();
        let said = (got.status().as_u16(), names(got.headers()));
        assert_eq!(said, (wanted.status, names(&wanted.headers)), "{method} {path}");
        assert_eq!(said.0, status, "{method} {path}");
        let bytes = got.bytes().await.unwrap();
        if method == Method::GET && path.starts_with("/proxy/") && status != 200 {
            assert_eq!(bytes, wanted.bytes, "{method} {path}");
        } else {
            assert_eq!(bytes.is_empty(), wanted.bytes.is_empty(), "{method} {path}");
        }
    }
}
