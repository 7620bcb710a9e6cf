//! Signing. Document: 鉴权方式.
//!
//! The signature covers neither method nor path nor body: whoever sees one request may send another
//! for five minutes. So TLS always, and these headers are never logged.

use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::fmt;

const SECRET_ID: HeaderName = HeaderName::from_static("x-cr-secretid");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-cr-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("x-cr-signature");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-cr-requestid");

/// Lower-case hexadecimal SHA-256 of `secretId & timestamp & secretKey`; the timestamp is in seconds.
pub fn signature(secret_id: &str, timestamp_seconds: i64, secret_key: &SecretString) -> String {
    let mut hash = Sha256::new();
    hash.update(secret_id.as_bytes());
    hash.update(b"&");
    hash.update(timestamp_seconds.to_string().as_bytes());
    hash.update(b"&");
    hash.update(secret_key.expose_secret().as_bytes());
    let mut digits = [0; 64];
    // Twice the 32 bytes is what it takes.
    let _ = hex::encode_to_slice(hash.finalize(), &mut digits);
    str::from_utf8(&digits).unwrap_or_default().to_owned()
}

/// A value that cannot stand in a header: line breaks, control characters, anything but ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAHeader;

impl fmt::Display for NotAHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a secretId or request id that cannot stand in a header")
    }
}

impl std::error::Error for NotAHeader {}

/// The four headers of every call. Document: 公共参数.
///
/// # Errors
/// `secret_id` or `request_id` is empty or not printable ASCII.
pub fn headers(
    secret_id: &str,
    timestamp_seconds: i64,
    secret_key: &SecretString,
    request_id: &str,
) -> Result<HeaderMap, NotAHeader> {
    let mut headers = HeaderMap::with_capacity(4);
    headers.insert(SECRET_ID, sensitive(secret_id)?);
    headers.insert(TIMESTAMP, HeaderValue::from(timestamp_seconds));
    headers.insert(SIGNATURE, sensitive(&signature(secret_id, timestamp_seconds, secret_key))?);
    headers.insert(REQUEST_ID, plain(request_id)?);
    Ok(headers)
}

fn plain(text: &str) -> Result<HeaderValue, NotAHeader> {
    let printable = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !printable {
        return Err(NotAHeader);
    }
    HeaderValue::from_str(text).map_err(|_| NotAHeader)
}

/// Marked so that its Debug shows nothing.
fn sensitive(text: &str) -> Result<HeaderValue, NotAHeader> {
    let mut value = plain(text)?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_shared_vectors() {
        let file: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/vectors/cloudroom_signatures.json"))
                .expect("JSON");
        let vectors = file["vectors"].as_array().expect("vectors");
        assert!(!vectors.is_empty());
        for vector in vectors {
            let text = |name: &str| vector[name].as_str().expect("text").to_owned();
            let key = SecretString::from(text("secret_key"));
            let time = vector["timestamp"].as_i64().expect("seconds");
            assert_eq!(signature(&text("secret_id"), time, &key), text("signature"));
        }
    }

    #[test]
    fn line_breaks_and_foreign_letters_are_refused() {
        let key = SecretString::from("k");
        for bad in ["", "a\r\nX-Evil: 1", "a\n", "a b", "会", "a\0"] {
            assert_eq!(headers(bad, 0, &key, "r").err(), Some(NotAHeader), "{bad:?}");
            assert_eq!(headers("id", 0, &key, bad).err(), Some(NotAHeader), "{bad:?}");
        }
    }

    #[test]
    fn debug_shows_neither_the_id_nor_the_signature() {
        let key = SecretString::from("canary-key");
        let shown = format!("{:?}", headers("canary-id", 7, &key, "r").expect("headers"));
        assert!(!shown.contains("canary-id") && !shown.contains(&signature("canary-id", 7, &key)), "{shown}");
    }

    proptest! {
        #[test]
        fn headers_are_always_valid_or_refused(id in ".*", key in ".*", request in ".*", time: i64) {
            if let Ok(headers) = headers(&id, time, &SecretString::from(key), &request) {
                for value in headers.values() {
                    let text = value.to_str();
                    prop_assert!(text.is_ok_and(|text| !text.is_empty() && !text.contains(['\r', '\n', '\0'])));
                }
                let signed = headers.get("x-cr-signature").and_then(|value| value.to_str().ok()).unwrap_or("");
                prop_assert!(signed.len() == 64 && signed.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')));
            }
        }
    }
}
