//! The short way in: without a router. A call through the proxy costs little more than what is done for it, so that
//! what is done around it would be most of it.

use super::elsewhere::elsewhere;
use super::{BELOW, ROUTE, answer};
use crate::http::{State, layers};
use crate::policy;
use axum::extract::Request;
use axum::response::Response;
use futures::FutureExt;
use portico_listening::Answering;
use std::sync::Arc;
use tokio::runtime::Handle;

/// Does a request that begins like this go to the proxy?
pub fn begins(first: &[u8]) -> bool {
    let mut words = first.splitn(2, |byte| *byte == b' ');
    words.next().is_some_and(|method| !method.is_empty())
        && words.next().is_some_and(|address| address.starts_with(BELOW.as_bytes()))
}

/// Answers what is for the proxy where it came. Everything else on the same connection goes to `usual`, on the
/// threads of `others`: a page takes as long to render as many calls take to pass.
pub fn express(state: State, usual: Answering, others: Handle) -> Answering {
    Arc::new(move |request: Request| {
        let rest = request.uri().path().strip_prefix(BELOW).unwrap_or_default();
        if rest.is_empty() {
            elsewhere(&usual, &others, request).boxed()
        } else {
            here(state.clone(), request).boxed()
        }
    })
}

async fn here(state: State, request: Request) -> Response {
    let program = |request| policy::enforce_for_programs(request, |request| answer(&state, request));
    layers::receive(&state, Some(ROUTE.into()), request, program).await
}

#[cfg(test)]
mod tests {
    use super::begins;

    #[test]
    fn a_call_for_the_proxy_is_known_by_its_first_bytes() {
        for first in ["GET /proxy/x/conference", "DELETE /proxy/", "POST /proxy/x HTTP/1.1"] {
            assert!(begins(first.as_bytes()), "{first}");
        }
        for first in
            ["", "GET", "GET ", "GET /", "GET /prox", "GET /proxyx/", " /proxy/x", "GET  /proxy/x", "\r\n"]
        {
            assert!(!begins(first.as_bytes()), "{first}");
        }
    }
}
