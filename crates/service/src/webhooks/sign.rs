//! Signatures (Standard Webhooks 1.0.0, "Signature scheme" and "Webhook headers").

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use portico_domain::time::Timestamp;
use portico_domain::webhooks::SECRET_PREFIX;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// A new secret: 256 random bits (the specification wants 192 to 512).
pub(super) fn new_secret() -> SecretString {
    format!("{SECRET_PREFIX}{}", BASE64.encode(crate::access::tokens::random::<32>())).into()
}

/// One `v1` signature for each secret, separated by blanks. `None`: one of them is no secret.
pub(super) fn signatures(secrets: &[SecretString], id: &str, at: Timestamp, body: &str) -> Option<String> {
    let signed = format!("{id}.{}.{body}", at.seconds());
    let sign = |secret: &SecretString| {
        let key = BASE64.decode(secret.expose_secret().strip_prefix(SECRET_PREFIX)?).ok()?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
        mac.update(signed.as_bytes());
        Some(format!("v1,{}", BASE64.encode(mac.finalize().into_bytes())))
    };
    let signed: Option<Vec<_>> = secrets.iter().map(sign).collect();
    signed.map(|signed| signed.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the specification's authors publish with each of their libraries.
    #[test]
    fn the_published_example() {
        let secret = SecretString::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let signed = |secrets: &[SecretString]| {
            let at = Timestamp::from_seconds(1_614_265_330);
            signatures(secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, r#"{"test": 2432232314}"#)
        };
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(signed(std::slice::from_ref(&secret)).as_deref(), Some(expected));
        let both = signed(&[new_secret(), secret]).expect("signatures");
        assert!(both.starts_with("v1,") && both.ends_with(&format!(" {expected}")), "{both}");
        assert_eq!(signed(&["whsec_?".into()]), None);
    }

    #[test]
    fn secrets_are_long_and_never_the_same() {
        let (one, other) = (new_secret(), new_secret());
        assert_ne!(one.expose_secret(), other.expose_secret());
        let key = one.expose_secret().strip_prefix(SECRET_PREFIX).map(|text| BASE64.decode(text));
        assert_eq!(key.expect("a prefix").expect("base64").len(), 32);
    }
}
