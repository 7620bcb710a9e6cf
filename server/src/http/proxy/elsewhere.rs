//! Requests that came where calls for the proxy come: others answer them, head and body. Compressing a page on the
//! thread of such a connection would hold up all the calls there.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use portico_listening::Answering;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, Receiver};
use tokio_util::task::AbortOnDropHandle;

/// Pieces of a body that may be ready before they are taken.
const MOST_PIECES: usize = 4;

/// Has it answered on the threads of `others`. Whoever hangs up ends that, as on any other connection.
pub fn elsewhere(
    usual: &Answering,
    others: &Handle,
    request: Request,
) -> impl Future<Output = Response> + Send + use<> {
    let answer = AbortOnDropHandle::new(others.spawn(usual(request)));
    let others = others.clone();
    async move {
        match answer.await {
            Ok(response) => response.map(|body| made_by(&others, body)),
            Err(error) => {
                tracing::error!(%error, "a request could not be answered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// The same body, which `others` make piece by piece. One whose length is known is there already.
fn made_by(others: &Handle, body: Body) -> Body {
    if body.size_hint().exact().is_some() {
        return body;
    }
    let (sender, receiver) = mpsc::channel(MOST_PIECES);
    let mut pieces = body.into_data_stream();
    let making = others.spawn(async move {
        while let Some(piece) = pieces.next().await {
            if sender.send(piece).await.is_err() {
                return;
            }
        }
    });
    Body::from_stream(stream::unfold((receiver, Some(AbortOnDropHandle::new(making))), next))
}

type Piece = Result<Bytes, axum::Error>;
type Making = (Receiver<Piece>, Option<AbortOnDropHandle<()>>);

/// The next piece; an error where it ends because making it failed, lest it be taken for all there is.
async fn next((mut receiver, making): Making) -> Option<(Piece, Making)> {
    match receiver.recv().await {
        Some(piece) => Some((piece, (receiver, making))),
        None => making?.await.err().map(|error| (Err(axum::Error::new(error)), (receiver, None))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;
    use std::convert::Infallible;
    use std::sync::Arc;
    use std::thread;
    use tokio::runtime::Runtime;

    /// Ten pieces that name the thread on which they are made; the last one may be a bug.
    fn naming(fails: bool) -> Answering {
        Arc::new(move |_| {
            let pieces = stream::iter(0..10).map(move |n| {
                assert!(!fails || n < 9, "the last piece is a bug");
                Ok::<_, Infallible>(format!("{};", thread::current().name().unwrap_or_default()))
            });
            async move { Body::from_stream(pieces).into_response() }.boxed()
        })
    }

    #[test]
    fn a_body_is_made_by_others_and_a_broken_one_is_not_taken_for_whole() {
        let others = tokio::runtime::Builder::new_multi_thread().thread_name("other").build().unwrap();
        let here = Runtime::new().unwrap();
        let ask = |fails| {
            let answer = elsewhere(&naming(fails), others.handle(), Request::default());
            here.block_on(async { axum::body::to_bytes(answer.await.into_body(), 1000).await })
        };
        assert_eq!(ask(false).unwrap(), "other;".repeat(10));
        assert!(ask(true).is_err());
    }
}
