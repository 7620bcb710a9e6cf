//! The vendor's answer to a rebuilt call.

use crate::kit::error::Cause;
use crate::kit::transport::Answer;
use serde_json::Value;

/// An answer in the vendor's own words, its errors too: a status and JSON.
pub struct Forwarded {
    pub status: u16,
    /// Seconds.
    pub retry_after: Option<u32>,
    /// As it came.
    pub bytes: Vec<u8>,
    /// The same, read.
    pub json: Value,
}

impl Forwarded {
    /// Takes JSON and nothing else: no redirect, no page of something between us and the vendor.
    pub(crate) fn read(answer: Answer) -> Result<Self, Cause> {
        let Answer { status, retry_after, body, .. } = answer;
        let bytes = body?;
        let outside = !(200..600).contains(&status) || (300..400).contains(&status);
        if outside {
            return Err(Cause::Status { status, retry_after });
        }
        match serde_json::from_slice(&bytes) {
            Ok(json @ (Value::Object(_) | Value::Array(_))) => Ok(Self { status, retry_after, bytes, json }),
            _ if status >= 400 => Err(Cause::Status { status, retry_after }),
            _ => Err(Cause::Unreadable { at: "answer".to_owned() }),
        }
    }
}
