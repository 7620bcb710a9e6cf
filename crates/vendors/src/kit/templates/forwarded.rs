//! The vendor's answer to a rebuilt call.

use crate::kit::error::Cause;
use crate::kit::fields::without_mark;
use crate::kit::transport::Answer;
use serde_json::Value;

/// An answer in the vendor's own words, its errors too: a status and JSON.
pub struct Forwarded {
    pub status: u16,
    /// Seconds.
    pub retry_after: Option<u32>,
    /// As it came, but for a byte order mark.
    pub bytes: Vec<u8>,
    /// The same, read.
    pub json: Value,
}

impl Forwarded {
    /// Takes JSON and nothing else: no redirect, no page of something between us and the vendor.
    pub(crate) fn read(answer: Answer) -> Result<Self, Cause> {
        let Answer { status, retry_after, body, .. } = answer;
        let mut bytes = body?;
        // No caller expects one.
        bytes.drain(..bytes.len() - without_mark(&bytes).len());
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

    /// The same, for a change at a vendor that has nothing to say of it: no body, as with 204, is `{}`.
    pub(crate) fn read_change(answer: Answer) -> Result<Self, Cause> {
        let nothing = |body: &Vec<u8>| body.iter().all(u8::is_ascii_whitespace);
        if (200..300).contains(&answer.status) && answer.body.as_ref().is_ok_and(nothing) {
            // A 204 could not carry it on.
            return Self::read(Answer { status: 200, body: Ok(b"{}".to_vec()), ..answer });
        }
        Self::read(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Told = Option<(u16, Vec<u8>, Value)>;

    fn told(read: fn(Answer) -> Result<Forwarded, Cause>, status: u16, body: &[u8]) -> Told {
        let answer = Answer { status, date: None, retry_after: None, body: Ok(body.to_vec()) };
        read(answer).ok().map(|it| (it.status, it.bytes, it.json))
    }

    #[test]
    fn a_byte_order_mark_is_taken_off() {
        let wanted = Some((200, b"{\"a\":1}".to_vec(), serde_json::json!({"a": 1})));
        assert_eq!(told(Forwarded::read, 200, b"\xef\xbb\xbf{\"a\":1}"), wanted);
        assert_eq!(told(Forwarded::read, 200, b"\xef\xbb{}"), None);
    }

    #[test]
    fn a_change_may_be_answered_with_nothing() {
        let empty = Some((200, b"{}".to_vec(), serde_json::json!({})));
        for (status, body) in [(204, b"".as_slice()), (200, b""), (200, b" \r\n")] {
            assert_eq!(told(Forwarded::read_change, status, body), empty);
            assert_eq!(told(Forwarded::read, status, body), None, "a question wants an answer");
        }
        for (status, body) in [(302, b"".as_slice()), (500, b""), (200, b"<html>")] {
            assert_eq!(told(Forwarded::read_change, status, body), None, "{status}");
        }
    }
}
