//! Sealing: how secrets rest in the database.
//!
//! `v1.{key id}.{base64 of nonce and ciphertext}`, XChaCha20-Poly1305, bound to table, row and column,
//! so that a sealed text which is moved elsewhere does not open.

pub(crate) mod columns;
mod key_file;
mod master_key;
mod rotation;

pub use key_file::KeyFile;
pub use master_key::MasterKey;
pub use rotation::{PlannedRotation, Rotation};

use crate::Result;
use crate::error::StoreError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use key_file::Stamp;
use rand::TryRng;
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

const NONCE: usize = 24;
const KEY: usize = 32;
const VERSION: &str = "v1";

/// Where a sealed text belongs.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub table: &'static str,
    pub row: &'a str,
    pub column: &'static str,
}

impl Place<'_> {
    fn associated(&self) -> String {
        format!("{}|{}|{}", self.table, self.row, self.column)
    }
}

fn random(bytes: &mut [u8]) -> Result<()> {
    let dry = |_| StoreError::key("the operating system gives no random bytes");
    rand::rngs::SysRng.try_fill_bytes(bytes).map_err(dry)
}

/// Seals with the current key; opens with it and with others. With a [`KeyFile`] it sees when that file
/// changes, so that a running server takes part in a rotation.
pub struct Sealer {
    ring: RwLock<Arc<Ring>>,
    file: Option<KeyFile>,
}

/// The keys of one moment.
struct Ring {
    current: String,
    ciphers: Vec<(String, XChaCha20Poly1305)>,
    stamp: Option<Stamp>,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealer({}, redacted)", self.ring().current)
    }
}

impl Ring {
    fn of(keys: &[MasterKey], stamp: Option<Stamp>) -> Self {
        let current = keys.first().map(|key| key.id().to_owned()).unwrap_or_default();
        let ciphers = keys.iter().map(|key| (key.id().to_owned(), key.cipher())).collect();
        Self { current, ciphers, stamp }
    }

    fn cipher(&self, id: &str) -> Option<&XChaCha20Poly1305> {
        self.ciphers.iter().find(|(known, _)| known == id).map(|(_, cipher)| cipher)
    }
}

impl Sealer {
    pub fn new(current: MasterKey) -> Self {
        Self { ring: RwLock::new(Arc::new(Ring::of(&[current], None))), file: None }
    }

    /// With the keys of a file, now and whenever it changes.
    ///
    /// # Errors
    /// It is missing, damaged, or others can read it.
    pub fn of_file(file: KeyFile) -> Result<Self> {
        // First the stamp: a change between the two is then seen the next time.
        let stamp = file.stamp();
        let ring = Ring::of(&file.read()?, stamp);
        Ok(Self { ring: RwLock::new(Arc::new(ring)), file: Some(file) })
    }

    /// With the keys in a text that is written as a key file is.
    ///
    /// # Errors
    /// There is none in it, or one is damaged.
    pub fn of_text(text: &SecretString) -> Result<Self> {
        let keys =
            key_file::keys_of(text).ok_or_else(|| StoreError::key("the given master key is damaged"))?;
        Ok(Self { ring: RwLock::new(Arc::new(Ring::of(&keys, None))), file: None })
    }

    /// Also opens what another key sealed.
    #[must_use]
    pub fn and_older(self, key: MasterKey) -> Self {
        let ring = self.ring();
        let mut ciphers = ring.ciphers.clone();
        ciphers.push((key.id().to_owned(), key.cipher()));
        let ring = Ring { current: ring.current.clone(), ciphers, stamp: ring.stamp };
        Self { ring: RwLock::new(Arc::new(ring)), file: self.file }
    }

    fn ring(&self) -> Arc<Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the key file again if it has changed. One that cannot be read changes nothing: the keys of
    /// before go on opening what they have sealed.
    pub(crate) fn refresh(&self) {
        let Some(file) = &self.file else { return };
        let stamp = file.stamp();
        if stamp.is_none() || stamp == self.ring().stamp {
            return;
        }
        match file.read() {
            Ok(keys) => {
                let ring = Arc::new(Ring::of(&keys, stamp));
                *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
            }
            Err(error) => tracing::warn!(%error, "the key file has changed and cannot be read"),
        }
    }

    pub(crate) fn seal(&self, secret: &SecretString, place: Place<'_>) -> Result<String> {
        self.refresh();
        let ring = self.ring();
        let mut bytes = [0; NONCE];
        random(&mut bytes)?;
        let associated = place.associated();
        let payload = Payload { msg: secret.expose_secret().as_bytes(), aad: associated.as_bytes() };
        let cipher = ring.cipher(&ring.current).ok_or_else(|| StoreError::key("there is no key"))?;
        let sealed =
            cipher.encrypt(&XNonce::from(bytes), payload).map_err(|_| StoreError::key("sealing failed"))?;
        let mut whole = bytes.to_vec();
        whole.extend(sealed);
        Ok(format!("{VERSION}.{}.{}", ring.current, BASE64.encode(whole)))
    }

    pub(crate) fn open(&self, sealed: &str, place: Place<'_>) -> Result<SecretString> {
        let wrong = || StoreError::key(format!("{}.{} does not open", place.table, place.column));
        let mut parts = sealed.splitn(3, '.');
        let (Some(VERSION), Some(id), Some(body)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong());
        };
        let whole = BASE64.decode(body).map_err(|_| wrong())?;
        let (nonce, ciphertext) = whole.split_first_chunk::<NONCE>().ok_or_else(wrong)?;
        let associated = place.associated();
        let payload = Payload { msg: ciphertext, aad: associated.as_bytes() };
        if self.ring().cipher(id).is_none() {
            self.refresh();
        }
        let ring = self.ring();
        let cipher = ring.cipher(id).ok_or_else(|| StoreError::key(format!("key {id} is missing")))?;
        let opened = cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| wrong())?;
        String::from_utf8(opened).map(SecretString::from).map_err(|_| wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place<'static> = Place { table: "connections", row: "1", column: "secret_sealed" };
    const THERE: Place<'static> = Place { row: "2", ..HERE };

    fn key(id: &str, fill: u8) -> MasterKey {
        MasterKey::from_bytes(id, [fill; KEY]).unwrap()
    }

    #[test]
    fn a_secret_opens_only_where_it_was_sealed() {
        let sealer = Sealer::new(key("a", 1));
        let one = sealer.seal(&"canary".into(), HERE).unwrap();
        let two = sealer.seal(&"canary".into(), HERE).unwrap();
        assert_ne!(one, two, "a nonce is never used twice");
        assert_eq!(sealer.open(&one, HERE).unwrap().expose_secret(), "canary");
        assert!(sealer.open(&one, THERE).is_err());
        assert!(sealer.open(&one, Place { column: "name", ..HERE }).is_err());
    }

    #[test]
    fn another_key_does_not_open_and_an_older_one_does() {
        let old = Sealer::new(key("a", 1)).seal(&"canary".into(), HERE).unwrap();
        assert!(Sealer::new(key("a", 2)).open(&old, HERE).is_err());
        assert!(Sealer::new(key("b", 2)).open(&old, HERE).is_err());
        let rotated = Sealer::new(key("b", 2)).and_older(key("a", 1));
        assert_eq!(rotated.open(&old, HERE).unwrap().expose_secret(), "canary");
        assert!(rotated.seal(&"x".into(), HERE).unwrap().starts_with("v1.b."));
    }

    #[test]
    fn damaged_texts_are_errors() {
        let sealer = Sealer::new(key("a", 1));
        let good = sealer.seal(&"canary".into(), HERE).unwrap();
        let mut cut = good.clone();
        cut.pop();
        for bad in ["", "v1", "v1.a", "v1.a.", "v1.a.!!", "v2.a.AAAA", "v1.a.AAAA", &cut] {
            assert!(sealer.open(bad, HERE).is_err(), "{bad}");
        }
    }

    #[test]
    fn debug_shows_no_key() {
        let key = MasterKey::from_bytes("a", [0x41; KEY]).unwrap();
        assert_eq!(
            format!("{key:?} {:?}", Sealer::new(self::key("b", 1))),
            "MasterKey(a, redacted) Sealer(b, redacted)"
        );
    }
}
