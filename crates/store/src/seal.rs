//! Sealing: how secrets rest in the database.
//!
//! `v1.{key id}.{base64 of nonce and ciphertext}`, XChaCha20-Poly1305, bound to table, row and column,
//! so that a sealed text which is moved elsewhere does not open.

use crate::Result;
use crate::error::StoreError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rand::TryRng;
use secrecy::{ExposeSecret, SecretBox, SecretString};
use std::fmt;
use std::path::Path;

const NONCE: usize = 24;
const KEY: usize = 32;
const VERSION: &str = "v1";
const FILE_MARK: &str = "portico-master-key";

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

    /// Reads the text of a key file, or of a variable that holds the same:
    /// `portico-master-key.{id}.{base64 of 32 bytes}`.
    ///
    /// # Errors
    /// It is not such a text.
    pub fn parse(text: &SecretString) -> Result<Self> {
        let damaged = || StoreError::key("its text is damaged");
        let mut parts = text.expose_secret().trim().split('.');
        let (Some(FILE_MARK), Some(id), Some(key), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(damaged());
        };
        let bytes = BASE64.decode(key).map_err(|_| damaged())?;
        Self::from_bytes(id, bytes.try_into().map_err(|_| damaged())?)
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// It is missing, damaged, or others can read it.
    pub fn load(path: &Path) -> Result<Self> {
        let shown = path.display();
        let wrong = |why: &str| StoreError::key(format!("{shown} {why}"));
        let meta = std::fs::metadata(path).map_err(|_| wrong("is missing or cannot be read"))?;
        if open_to_others(&meta) {
            return Err(wrong("can be read by others: its mode must be 0600"));
        }
        let text = std::fs::read_to_string(path).map_err(|_| wrong("cannot be read"))?;
        Self::parse(&SecretString::from(text)).map_err(|_| wrong("is damaged"))
    }

    /// Reads a key file, or generates it (mode 0600) if there is none.
    ///
    /// # Errors
    /// It is damaged, others can read it, or it cannot be written.
    pub fn load_or_create(path: &Path) -> Result<Self> {
        if !path.exists() {
            Self::generate()?
                .save(path)
                .map_err(|_| StoreError::key(format!("{} cannot be written", path.display())))?;
        }
        // Read back, because another process may have been first.
        Self::load(path)
    }

    /// Whole or not at all, and never over another key: written beside, then linked into place.
    fn save(&self, path: &Path) -> std::io::Result<()> {
        use std::io::Write;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        crate::dialect::private_folder(folder)?;
        let beside = folder.join(format!(".key-{}", uuid::Uuid::now_v7()));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        let text = format!("{FILE_MARK}.{}.{}\n", self.id, BASE64.encode(self.bytes.expose_secret()));
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        let linked = written.and_then(|()| std::fs::hard_link(&beside, path));
        std::fs::remove_file(&beside)?;
        match linked {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
            _ => std::fs::File::open(folder)?.sync_all(),
        }
    }
}

#[cfg(unix)]
fn open_to_others(meta: &std::fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::mode(meta) & 0o077 != 0
}

#[cfg(not(unix))]
fn open_to_others(_: &std::fs::Metadata) -> bool {
    false
}

fn random(bytes: &mut [u8]) -> Result<()> {
    let dry = |_| StoreError::key("the operating system gives no random bytes");
    rand::rngs::SysRng.try_fill_bytes(bytes).map_err(dry)
}

/// Seals with the current key; opens with it and with older ones.
pub struct Sealer {
    current: String,
    ciphers: Vec<(String, XChaCha20Poly1305)>,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealer({}, redacted)", self.current)
    }
}

impl Sealer {
    pub fn new(current: MasterKey) -> Self {
        let sealer = Self { current: current.id.clone(), ciphers: Vec::new() };
        sealer.and_older(current)
    }

    /// Also opens what an older key sealed.
    #[must_use]
    pub fn and_older(mut self, key: MasterKey) -> Self {
        let cipher = XChaCha20Poly1305::new(&(*key.bytes.expose_secret()).into());
        self.ciphers.push((key.id, cipher));
        self
    }

    fn cipher(&self, id: &str) -> Result<&XChaCha20Poly1305> {
        let found = self.ciphers.iter().find(|(known, _)| known == id);
        found.map(|(_, cipher)| cipher).ok_or_else(|| StoreError::key(format!("key {id} is missing")))
    }

    pub(crate) fn seal(&self, secret: &SecretString, place: Place<'_>) -> Result<String> {
        let mut bytes = [0; NONCE];
        random(&mut bytes)?;
        let associated = place.associated();
        let payload = Payload { msg: secret.expose_secret().as_bytes(), aad: associated.as_bytes() };
        let sealed = self
            .cipher(&self.current)?
            .encrypt(&XNonce::from(bytes), payload)
            .map_err(|_| StoreError::key("sealing failed"))?;
        let mut whole = bytes.to_vec();
        whole.extend(sealed);
        Ok(format!("{VERSION}.{}.{}", self.current, BASE64.encode(whole)))
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
        let opened = self.cipher(id)?.decrypt(&XNonce::from(*nonce), payload).map_err(|_| wrong())?;
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
