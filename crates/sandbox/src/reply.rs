//! A vendor's answer before it is sent, so that faults can still spoil it.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderValue, StatusCode};
use serde_json::Value;

/// Status, headers and body, and what the call log wants to know.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub status: StatusCode,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Bytes,
    /// The vendor's own code when it refused.
    pub code: Option<i64>,
    /// Whether a test had ordered that code.
    pub scripted: bool,
    pub unknown_fields: Vec<String>,
}

impl Reply {
    pub fn new(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![(CONTENT_TYPE, HeaderValue::from_static(content_type))],
            body: body.into(),
            code: None,
            scripted: false,
            unknown_fields: Vec::new(),
        }
    }

    pub fn json(status: StatusCode, body: &Value) -> Self {
        Self::new(status, "application/json;charset=UTF-8", body.to_string())
    }

    pub fn html(status: StatusCode, body: String) -> Self {
        Self::new(status, "text/html; charset=utf-8", body)
    }

    pub fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        // A value that no header can hold is left out rather than refused.
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }
}
