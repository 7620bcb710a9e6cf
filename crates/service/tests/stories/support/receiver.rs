//! A system that is told of events: a real HTTP server that answers as a story wants it to.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What came.
#[derive(Clone)]
pub struct Got {
    pub headers: HeaderMap,
    pub body: String,
    pub path: String,
}

impl Got {
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }
}

/// How it answers.
#[derive(Clone)]
pub enum Answer {
    Status(u16),
    /// With a header.
    With(u16, &'static str, String),
    /// Not at all.
    Silence,
}

#[derive(Default)]
struct Inner {
    got: Vec<Got>,
    answers: VecDeque<Answer>,
}

#[derive(Clone)]
pub struct Receiver {
    address: String,
    inner: Arc<Mutex<Inner>>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let inner: Arc<Mutex<Inner>> = Arc::default();
        let router = Router::new().fallback(receive).with_state(inner.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, inner }
    }

    pub fn url(&self) -> String {
        format!("http://{}/in?key=1", self.address)
    }

    /// The next ones are answered so; whatever comes after them, with 204.
    pub fn answer(&self, answers: impl IntoIterator<Item = Answer>) {
        self.inner.lock().unwrap().answers.extend(answers);
    }

    /// Everything that came, in its order.
    pub fn got(&self) -> Vec<Got> {
        self.inner.lock().unwrap().got.clone()
    }

    pub fn kinds(&self) -> Vec<String> {
        self.got().iter().map(Got::kind).collect()
    }

    /// Until so many have come.
    pub async fn wait_for(&self, many: usize) {
        let patience = Duration::from_secs(20);
        let waiting = async {
            while self.got().len() < many {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(patience, waiting).await.expect("it should have come by now");
    }
}

async fn receive(
    State(inner): State<Arc<Mutex<Inner>>>,
    uri: axum::http::Uri,
    headers: HeaderMap,
    body: String,
) -> Response {
    let answer = {
        let mut inner = inner.lock().unwrap();
        inner.got.push(Got { headers, body, path: uri.to_string() });
        inner.answers.pop_front().unwrap_or(Answer::Status(204))
    };
    match answer {
        Answer::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Answer::With(status, name, value) => {
            (StatusCode::from_u16(status).unwrap(), [(name, value)]).into_response()
        }
        Answer::Silence => std::future::pending().await,
    }
}
