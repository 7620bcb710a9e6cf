//! The token of `/h5/index.html?token=`. Document: URL 加入会议(单参数).
//!
//! The claims are written as PHP writes JSON, that text is written once more as a JSON string (so it
//! is encoded twice), encrypted with AES-256-CBC and PKCS#7 under the enterprise's fixed key and IV,
//! put into base64 and then into form URL encoding. Same claims, same token: it carries no time and no
//! chance, so it is a credential for as long as the meeting lives, and is never stored.

use super::php_json::{TokenError, push_literal, rewrite_object};
use crate::kit::{ExposeSecret, SecretString};
use aes::Aes256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use md5::{Digest, Md5};
use secrecy::SecretBox;
use std::fmt;
use std::sync::Arc;

const KEY_BYTES: usize = 32;
const IV_BYTES: usize = 16;
const BOTH_BYTES: usize = KEY_BYTES + IV_BYTES;

/// Key and IV of one enterprise. Wiped when the last copy is dropped; Debug shows nothing.
#[derive(Clone)]
pub struct TokenCredential(Arc<SecretBox<[u8; BOTH_BYTES]>>);

impl fmt::Debug for TokenCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenCredential([REDACTED])")
    }
}

/// Which half of a credential is not hexadecimal of the right length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadHex {
    /// 64 digits are wanted.
    Key,
    /// 32 digits are wanted.
    Iv,
}

impl fmt::Display for BadHex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadHex::Key => "the key is not 64 hexadecimal digits",
            BadHex::Iv => "the IV is not 32 hexadecimal digits",
        })
    }
}

impl std::error::Error for BadHex {}

/// The credential that stands in the vendor's document for all the world.
const PUBLIC_SAMPLE_KEY: &str = "34b7ee4783925cfc4b5c75116f6f9de52181a450f0ad499fcc9b84e6e55fec33";
const PUBLIC_SAMPLE_IV: &str = "e116172f58fe068ba347992514110c83";

impl TokenCredential {
    /// From key and IV as the vendor hands them out for Java: 64 and 32 hexadecimal digits.
    ///
    /// # Errors
    /// Anything else. The vendor's own sample would read bad digits as zeros and go on.
    pub fn from_hex(key: &str, iv: &str) -> Result<Self, BadHex> {
        let mut both = SecretBox::new(Box::new([0; BOTH_BYTES]));
        let halves = secrecy::ExposeSecretMut::expose_secret_mut(&mut both).split_at_mut(KEY_BYTES);
        hex::decode_to_slice(key, halves.0).map_err(|_| BadHex::Key)?;
        hex::decode_to_slice(iv, halves.1).map_err(|_| BadHex::Iv)?;
        Ok(Self(Arc::new(both)))
    }

    /// From passkey and passphrase as the vendor hands them out for PHP: a chain of MD5, each over the
    /// one before, passphrase and passkey, 48 bytes of it.
    pub fn derive(passkey: &SecretString, passphrase: &SecretString) -> Self {
        let mut both = [0; BOTH_BYTES];
        let mut before: Vec<u8> = Vec::new();
        for piece in both.chunks_mut(16) {
            let mut hash = Md5::new();
            hash.update(&before);
            hash.update(passphrase.expose_secret());
            hash.update(passkey.expose_secret());
            before = hash.finalize().to_vec();
            piece.copy_from_slice(&before);
        }
        Self(Arc::new(SecretBox::new(Box::new(both))))
    }

    /// Is it the credential printed in the vendor's document? Whoever has read it can then enter every
    /// meeting as its chairman, so it is good for a sandbox and nothing else.
    pub fn is_public_sample(&self) -> bool {
        Self::from_hex(PUBLIC_SAMPLE_KEY, PUBLIC_SAMPLE_IV)
            .is_ok_and(|sample| sample.0.expose_secret() == self.0.expose_secret())
    }

    fn encrypt(&self, text: &str) -> Vec<u8> {
        let (key, iv) = self.0.expose_secret().split_at(KEY_BYTES);
        match cbc::Encryptor::<Aes256>::new_from_slices(key, iv) {
            Ok(cipher) => cipher.encrypt_padded_vec::<Pkcs7>(text.as_bytes()),
            // Both lengths are fixed above.
            Err(_) => Vec::new(),
        }
    }
}

/// Claims in the order in which they will stand in the token.
#[derive(Clone)]
pub struct Claims {
    json: String,
}

impl Claims {
    /// Text claims.
    pub fn of<'a>(claims: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut json = String::from("{");
        for (name, value) in claims {
            json.push_str(if json.len() > 1 { "," } else { "" });
            push_literal(&mut json, name);
            json.push(':');
            push_literal(&mut json, value);
        }
        json.push('}');
        Self { json }
    }

    /// A JSON object; the order of its keys is kept, and numbers, lists and nested objects are written
    /// as PHP writes them. An empty object stays an object.
    ///
    /// # Errors
    /// [`TokenError`], which never repeats the text.
    pub fn from_json_text(text: &str) -> Result<Self, TokenError> {
        Ok(Self { json: rewrite_object(text)? })
    }

    /// As PHP's `json_encode` writes them.
    pub fn as_php_json(&self) -> &str {
        &self.json
    }
}

/// Makes the token, URL-encoded. Pure.
pub fn token(credential: &TokenCredential, claims: &Claims) -> SecretString {
    let mut twice = String::new();
    push_literal(&mut twice, &claims.json);
    let base64 = STANDARD.encode(credential.encrypt(&twice));
    // Of base64's signs these three are not kept by form URL encoding.
    SecretString::from(base64.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"))
}

/// Makes the token of a JSON object, for `portico token webapi`.
///
/// # Errors
/// [`TokenError`].
pub fn token_from_json_text(credential: &TokenCredential, text: &str) -> Result<SecretString, TokenError> {
    Ok(token(credential, &Claims::from_json_text(text)?))
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
