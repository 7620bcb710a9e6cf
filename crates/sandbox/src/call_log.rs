//! What the vendors were asked: a bounded log for tests and for the curious.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use http::HeaderMap;
use serde::Serialize;

/// Older calls fall out beyond this many.
const KEPT: usize = 10_000;
/// A call's body is kept up to this many characters.
const BODY_KEPT: usize = 20_000;
/// Headers whose values are secrets, or made from one.
const SECRET_HEADERS: [&str; 4] = ["x-cr-signature", "authorization", "auth", "cookie"];

/// One request that reached a vendor.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    pub seq: u64,
    /// Unix seconds by the sandbox's clock.
    pub time: i64,
    /// The same in milliseconds.
    pub time_ms: i64,
    pub vendor: String,
    /// The name that the vendor's own toolkit gives the operation, such as `createMeeting`; where the document
    /// has no toolkit, the last part of its path, such as `meetingcreate`.
    pub operation: String,
    pub method: String,
    /// Path and query as sent.
    pub path: String,
    /// What was answered; none while the call is under way and when the connection was dropped.
    pub status: Option<u16>,
    /// The vendor's own code when it refused.
    pub code: Option<i64>,
    pub request_id: Option<String>,
    pub secret_id: Option<String>,
    /// All headers, lower-case names; secrets are replaced by `(redacted)`.
    pub headers: BTreeMap<String, String>,
    pub body: String,
    /// Members of the body that the document does not know, such as `order` or `attributes.vwalldo`.
    pub unknown_fields: Vec<String>,
    /// Whether the vendor acted on the call, however the answer fared.
    pub handled: bool,
    /// The scripted fault that met the call, if any.
    pub fault: Option<String>,
}

/// What is known when a call arrives.
pub(crate) struct Arrival<'a> {
    pub time: i64,
    pub time_ms: i64,
    pub vendor: &'a str,
    pub operation: &'a str,
    pub method: &'a str,
    pub path: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a str,
}

/// The log itself. Clones write to the same pages.
#[derive(Clone, Default)]
pub(crate) struct CallLog(Arc<Mutex<Pages>>);

#[derive(Default)]
struct Pages {
    next: u64,
    calls: VecDeque<Call>,
}

impl CallLog {
    /// Files a call at its arrival, so that one whose answer never leaves is still seen.
    pub fn open(&self, arrival: &Arrival<'_>) -> u64 {
        self.with(|pages| {
            let seq = pages.next;
            pages.next += 1;
            if pages.calls.len() == KEPT {
                pages.calls.pop_front();
            }
            pages.calls.push_back(entry(seq, arrival));
            seq
        })
    }

    /// Completes a call; one that has fallen out of the log meanwhile is forgotten.
    pub fn amend(&self, seq: u64, change: impl FnOnce(&mut Call)) {
        self.with(|pages| {
            if let Some(call) = pages.calls.iter_mut().rev().find(|call| call.seq == seq) {
                change(call);
            }
        });
    }

    pub fn all(&self) -> Vec<Call> {
        self.with(|pages| pages.calls.iter().cloned().collect())
    }

    pub fn clear(&self) {
        self.with(|pages| pages.calls.clear());
    }

    fn with<T>(&self, act: impl FnOnce(&mut Pages) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn entry(seq: u64, arrival: &Arrival<'_>) -> Call {
    Call {
        seq,
        time: arrival.time,
        time_ms: arrival.time_ms,
        vendor: arrival.vendor.to_owned(),
        operation: arrival.operation.to_owned(),
        method: arrival.method.to_owned(),
        path: arrival.path.to_owned(),
        status: None,
        code: None,
        request_id: header(arrival.headers, "x-cr-requestid"),
        secret_id: header(arrival.headers, "x-cr-secretid"),
        headers: redacted(arrival.headers),
        body: arrival.body.chars().take(BODY_KEPT).collect(),
        unknown_fields: Vec::new(),
        handled: false,
        fault: None,
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn redacted(headers: &HeaderMap) -> BTreeMap<String, String> {
    headers
        .keys()
        .map(|name| {
            let shown = if SECRET_HEADERS.contains(&name.as_str()) {
                "(redacted)".to_owned()
            } else {
                header(headers, name.as_str()).unwrap_or_default()
            };
            (name.as_str().to_owned(), shown)
        })
        .collect()
}
