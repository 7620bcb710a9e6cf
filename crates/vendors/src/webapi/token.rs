//! The token of `/h5/index.html?token=`. Document: URL 加入会议(单参数).
//!
//! The claims are written as PHP writes JSON, that text is written once more as a JSON string (so it
//! is encoded twice), encrypted with AES-256-CBC and PKCS#7 under the enterprise's fixed key and IV,
//! put into base64 and then into form URL encoding. Same claims, same token: it carries no time and no
//! chance, so it is a credential for as long as the meeting lives, and is never stored.

use super::php_json::{TokenError, push_literal, rewrite_object};
use crate::kit::{ExposeSecret, SecretString};
use aes::Aes256Enc;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, InnerIvInit, KeyInit};
use md5::{Digest, Md5};
use secrecy::{ExposeSecretMut, SecretBox};
use std::fmt;
use std::sync::Arc;

const KEY_BYTES: usize = 32;
const IV_BYTES: usize = 16;
const BLOCK_BYTES: usize = 16;
/// Claims are seldom longer.
const USUAL_BYTES: usize = 128;

/// Key and IV of one enterprise. Wiped when the last copy is dropped; Debug shows nothing.
#[derive(Clone)]
pub struct TokenCredential(Arc<Inner>);

/// Key and IV.
type Both = ([u8; KEY_BYTES], [u8; IV_BYTES]);

struct Inner {
    both: SecretBox<Both>,
    /// The key's schedule, which takes as long to make as half a token. It wipes itself too.
    cipher: Aes256Enc,
}

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
        let mut both: SecretBox<Both> = SecretBox::default();
        let halves = both.expose_secret_mut();
        hex::decode_to_slice(key, &mut halves.0).map_err(|_| BadHex::Key)?;
        hex::decode_to_slice(iv, &mut halves.1).map_err(|_| BadHex::Iv)?;
        Ok(Self::of(both))
    }

    fn of(both: SecretBox<Both>) -> Self {
        let cipher = Aes256Enc::new((&both.expose_secret().0).into());
        Self(Arc::new(Inner { both, cipher }))
    }

    /// From passkey and passphrase as the vendor hands them out for PHP: a chain of MD5, each over the
    /// one before, passphrase and passkey, 48 bytes of it.
    pub fn derive(passkey: &SecretString, passphrase: &SecretString) -> Self {
        let mut both: SecretBox<Both> = SecretBox::default();
        let (of_key, of_iv) = both.expose_secret_mut();
        let mut before: Vec<u8> = Vec::new();
        for piece in of_key.chunks_mut(BLOCK_BYTES).chain([of_iv.as_mut_slice()]) {
            let mut hash = Md5::new();
            hash.update(&before);
            hash.update(passphrase.expose_secret());
            hash.update(passkey.expose_secret());
            before = hash.finalize().to_vec();
            piece.copy_from_slice(&before);
        }
        Self::of(both)
    }

    /// Is it the credential printed in the vendor's document? Whoever has read it can then enter every
    /// meeting as its chairman, so it is good for a sandbox and nothing else.
    pub fn is_public_sample(&self) -> bool {
        Self::from_hex(PUBLIC_SAMPLE_KEY, PUBLIC_SAMPLE_IV)
            .is_ok_and(|sample| sample.0.both.expose_secret() == self.0.both.expose_secret())
    }

    /// In the place of the text, with its padding.
    fn encrypt(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        let length = bytes.len();
        bytes.resize(length + BLOCK_BYTES - length % BLOCK_BYTES, 0);
        let (_, iv) = self.0.both.expose_secret();
        let encrypting = cbc::Encryptor::inner_iv_init(&self.0.cipher, iv.into());
        // There is always room for the padding.
        let _ = encrypting.encrypt_padded::<Pkcs7>(&mut bytes, length);
        bytes
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
        let mut json = Vec::with_capacity(USUAL_BYTES);
        for (name, value) in claims {
            json.push(if json.is_empty() { b'{' } else { b',' });
            push_literal(&mut json, name);
            json.push(b':');
            push_literal(&mut json, value);
        }
        json.extend(if json.is_empty() { b"{}".as_slice() } else { b"}" });
        Self { json: String::from_utf8(json).unwrap_or_default() }
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
    let mut twice = Vec::with_capacity(2 * USUAL_BYTES);
    push_literal(&mut twice, &claims.json);
    SecretString::from(url_encoded_base64(&credential.encrypt(twice)))
}

/// Base64's signs as form URL encoding writes them: all but two as they are. The last byte is the length.
const SIGNS: [[u8; 4]; 64] = {
    let signs = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut written = [[0, 0, 0, 1]; 64];
    let mut at = 0;
    while at < 62 {
        written[at][0] = signs[at];
        at += 1;
    }
    written[62] = *b"%2B\x03";
    written[63] = *b"%2F\x03";
    written
};
/// The sign that fills up the last four.
const FILLING: &str = "%3D";

/// Base64 in form URL encoding, in one go: a token is made for every visitor.
fn url_encoded_base64(bytes: &[u8]) -> String {
    let mut encoded = vec![0; 4 * bytes.len() + 4 * FILLING.len()];
    let mut length = 0;
    let mut push = |sign: u32| {
        let sign = SIGNS[(sign & 63) as usize];
        // Always all of it, since copying four bytes is quicker than asking how many.
        if let Some(place) = encoded.get_mut(length..length + 4) {
            place.copy_from_slice(&sign);
        }
        length += usize::from(sign[3]);
    };
    let (threes, rest) = bytes.as_chunks::<3>();
    for [first, second, third] in threes {
        let bits = u32::from(*first) << 16 | u32::from(*second) << 8 | u32::from(*third);
        [18, 12, 6, 0].iter().for_each(|shift| push(bits >> shift));
    }
    let bits = rest.iter().enumerate().fold(0, |bits, (at, byte)| bits | u32::from(*byte) << (16 - 8 * at));
    let signs = if rest.is_empty() { 0 } else { rest.len() + 1 };
    [18, 12, 6].iter().take(signs).for_each(|shift| push(bits >> shift));
    encoded.truncate(length);
    let mut encoded = String::from_utf8(encoded).unwrap_or_default();
    encoded.extend(std::iter::repeat_n(FILLING, (3 - rest.len()) % 3));
    encoded
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
