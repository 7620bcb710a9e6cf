//! Reading and checking an ID token (OpenID Connect Core 1.0, section 3.1.3.7; RFC 7515).

use crate::error::Flaw;
use crate::keys::{Algorithm, Key};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_domain::time::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use subtle::ConstantTimeEq;

/// Seconds by which the provider's clock may differ from ours.
const TOLERANCE: f64 = 60.0;
/// As long as the standard lets it be.
const LONGEST_SUBJECT: usize = 255;
const LONGEST_TOKEN: usize = 64 * 1024;

/// What is to stand in the token.
pub(crate) struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
    pub now: Timestamp,
}

/// A token that has been read, but not checked.
pub(crate) struct Token<'t> {
    algorithm: Algorithm,
    key: Option<String>,
    message: &'t [u8],
    signature: Vec<u8>,
    claims: Map<String, Value>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Extensions that a receiver must understand. None is understood here.
    crit: Option<Value>,
}

fn part<T: for<'d> Deserialize<'d>>(text: &str) -> Result<T, Flaw> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Flaw::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| Flaw::Malformed)
}

impl<'t> Token<'t> {
    /// # Errors
    /// [`Flaw::Malformed`], [`Flaw::Algorithm`].
    pub fn read(text: &'t str) -> Result<Self, Flaw> {
        if text.len() > LONGEST_TOKEN {
            return Err(Flaw::Malformed);
        }
        let (message, signature) = text.rsplit_once('.').ok_or(Flaw::Malformed)?;
        let (header, claims) = message.split_once('.').ok_or(Flaw::Malformed)?;
        let header: Header = part(header)?;
        let algorithm = Algorithm::from_name(&header.alg).ok_or(Flaw::Algorithm)?;
        if header.crit.is_some() {
            return Err(Flaw::Malformed);
        }
        Ok(Self {
            algorithm,
            key: header.kid,
            message: message.as_bytes(),
            signature: URL_SAFE_NO_PAD.decode(signature).map_err(|_| Flaw::Malformed)?,
            claims: part(claims)?,
        })
    }

    /// Is there a key that may have signed it? If not, the provider may have changed its keys.
    pub fn has_key(&self, keys: &[Key]) -> bool {
        keys.iter().any(|key| key.fits(self.algorithm, self.key.as_deref()))
    }

    /// The claims, once everything about the token holds.
    ///
    /// # Errors
    /// What does not.
    pub fn check(self, keys: &[Key], expected: &Expected<'_>) -> Result<Map<String, Value>, Flaw> {
        let mut fitting = keys.iter().filter(|key| key.fits(self.algorithm, self.key.as_deref())).peekable();
        if fitting.peek().is_none() {
            return Err(Flaw::Key);
        }
        if !fitting.any(|key| key.signed(self.algorithm, self.message, &self.signature)) {
            return Err(Flaw::Signature);
        }
        check_claims(&self.claims, expected)?;
        Ok(self.claims)
    }
}

fn check_claims(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), Flaw> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return Err(Flaw::Issuer);
    }
    check_audience(claims, expected.client_id)?;
    check_times(claims, expected.now)?;
    let nonce = text("nonce").unwrap_or_default();
    if !bool::from(nonce.as_bytes().ct_eq(expected.nonce.as_bytes())) {
        return Err(Flaw::Nonce);
    }
    let subject = text("sub").unwrap_or_default();
    if subject.is_empty() || subject.len() > LONGEST_SUBJECT || subject.chars().any(char::is_control) {
        return Err(Flaw::Subject);
    }
    Ok(())
}

/// We must be in the audience; if others are too, or somebody is named as who asked, that must be us.
fn check_audience(claims: &Map<String, Value>, client_id: &str) -> Result<(), Flaw> {
    let audience: Vec<&str> = match claims.get("aud") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => return Err(Flaw::Audience),
    };
    let asked = claims.get("azp").map(Value::as_str);
    let for_us = audience.contains(&client_id);
    let only_us = audience.iter().all(|one| *one == client_id);
    match asked {
        _ if !for_us => Err(Flaw::Audience),
        Some(asked) if asked != Some(client_id) => Err(Flaw::Audience),
        None if !only_us => Err(Flaw::Audience),
        _ => Ok(()),
    }
}

fn check_times(claims: &Map<String, Value>, now: Timestamp) -> Result<(), Flaw> {
    #[allow(clippy::cast_precision_loss, reason = "seconds are far below 2^53")]
    let now = now.seconds() as f64;
    let seconds =
        |name: &str| claims.get(name).map(|value| value.as_f64().ok_or(Flaw::Malformed)).transpose();
    if seconds("exp")?.is_none_or(|end| end <= now - TOLERANCE) {
        return Err(Flaw::Expired);
    }
    let late = |at: Option<f64>| at.is_some_and(|at| at > now + TOLERANCE);
    if seconds("iat")?.is_none() {
        return Err(Flaw::Malformed);
    }
    if late(seconds("iat")?) || late(seconds("nbf")?) {
        return Err(Flaw::Early);
    }
    Ok(())
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
