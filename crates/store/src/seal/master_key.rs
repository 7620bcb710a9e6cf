//! The key to all secrets.

use super::{KEY, random};
use crate::Result;
use crate::error::StoreError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use secrecy::{ExposeSecret, SecretBox, SecretString};
use std::fmt;

const MARK: &str = "portico-master-key";

/// The key to all secrets, with a name by which sealed texts refer to it.
pub struct MasterKey {
    id: String,
    bytes: SecretBox<[u8; KEY]>,
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({}, redacted)", self.id)
    }
}

impl MasterKey {
    /// # Errors
    /// The id is empty or holds anything but letters, digits and `-`.
    pub fn from_bytes(id: &str, bytes: [u8; KEY]) -> Result<Self> {
        let fine = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if id.is_empty() || !id.chars().all(fine) {
            return Err(StoreError::key("its id is malformed"));
        }
        Ok(Self { id: id.to_owned(), bytes: SecretBox::new(Box::new(bytes)) })
    }

    /// A new key from the operating system's random source.
    ///
    /// # Errors
    /// That source fails.
    pub fn generate() -> Result<Self> {
        let mut bytes = [0; KEY];
        random(&mut bytes)?;
        let mut id = [0; 4];
        random(&mut id)?;
        Self::from_bytes(&format!("{:08x}", u32::from_be_bytes(id)), bytes)
    }

    /// Reads a line of a key file: `portico-master-key.{id}.{base64 of 32 bytes}`.
    ///
    /// # Errors
    /// It is not such a text.
    pub fn parse(text: &SecretString) -> Result<Self> {
        let damaged = || StoreError::key("its text is damaged");
        let mut parts = text.expose_secret().trim().split('.');
        let (Some(MARK), Some(id), Some(key), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(damaged());
        };
        let bytes = BASE64.decode(key).map_err(|_| damaged())?;
        Self::from_bytes(id, bytes.try_into().map_err(|_| damaged())?)
    }

    /// By what sealed texts refer to it. No secret.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its line of a key file.
    pub(super) fn line(&self) -> SecretString {
        format!("{MARK}.{}.{}\n", self.id, BASE64.encode(self.bytes.expose_secret())).into()
    }

    pub(super) fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&(*self.bytes.expose_secret()).into())
    }
}
