//! Random tokens: made from the operating system's source, stored only as hashes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use rand::TryRng;
use rand::rngs::SysRng;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// A new token of 256 bits, safe in a URL or a cookie.
pub fn new_token() -> SecretString {
    URL_SAFE_NO_PAD.encode(random::<32>()).into()
}

/// A new idempotency key for a form. Not a secret, only never the same twice.
pub fn new_key() -> String {
    hex::encode(random::<16>())
}

/// No two of these look alike, so that they survive being read out.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

fn letters(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

/// A new slug of 130 bits in 26 characters without look-alikes, so that it survives being read out.
pub fn new_slug() -> SecretString {
    letters(&random::<26>()).into()
}

/// A new API token of 240 bits in 48 characters, behind a prefix that everyone recognises.
pub fn new_api_token() -> SecretString {
    format!("{}{}", portico_domain::tokens::TOKEN_PREFIX, letters(&random::<48>())).into()
}

/// A new password of 8 characters for people to read out and type, where each guess asks the vendor.
pub fn new_spoken_password() -> String {
    letters(&random::<8>())
}

/// What is stored of a token. Tokens have full entropy, so a plain hash cannot be guessed back.
pub fn hash_token(token: &str) -> String {
    let mut digits = [0; 64];
    // Twice the 32 bytes is what it takes.
    let _ = hex::encode_to_slice(Sha256::digest(token.as_bytes()), &mut digits);
    str::from_utf8(&digits).unwrap_or_default().to_owned()
}

/// For what is short enough to be guessed from a plain hash.
pub(crate) fn keyed_hash(key: &SecretString, purpose: &str, text: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.expose_secret().as_bytes()) else {
        return String::new();
    };
    mac.update(purpose.as_bytes());
    mac.update(b"\0");
    mac.update(text);
    hex::encode(mac.finalize().into_bytes())
}

pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[allow(clippy::expect_used)]
    SysRng.try_fill_bytes(&mut bytes).expect("the operating system has no randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_hash_to_the_same() {
        let (a, b) = (new_token(), new_token());
        assert_ne!(a.expose_secret(), b.expose_secret());
        assert_eq!(hash_token(a.expose_secret()), hash_token(a.expose_secret()));
        assert_eq!(new_slug().expose_secret().len(), 26);
        assert_eq!(new_spoken_password().len(), 8);
        assert_ne!(new_spoken_password(), new_spoken_password());
    }
}
