//! Cursors: where a page ended, as a text that fits into an address.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::{Serialize, de::DeserializeOwned};

/// A cursor as a text.
pub fn encode<T: Serialize>(cursor: &T) -> String {
    BASE64.encode(serde_json::to_vec(cursor).unwrap_or_default())
}

/// A text as a cursor; `None` for anything that is not one.
pub fn decode<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&BASE64.decode(text).ok()?).ok()
}
