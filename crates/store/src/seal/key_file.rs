//! The file that keys stand in, one a line: the first one seals, all of them open.
//!
//! There is more than one only while a new key takes the place of an old one.

use super::MasterKey;
use crate::Result;
use crate::error::StoreError;
use secrecy::{ExposeSecret, SecretString};
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A key file by its path.
#[derive(Clone, Debug)]
pub struct KeyFile {
    path: PathBuf,
}

/// Tells one state of a file from another: a file that was put in its place is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    file: u64,
    length: u64,
    modified: Option<SystemTime>,
}

/// The keys in a text, one a line, the one that seals first. `None` if there is none, or one is damaged.
pub(super) fn keys_of(text: &SecretString) -> Option<Vec<MasterKey>> {
    let lines = text.expose_secret().lines().filter(|line| !line.trim().is_empty());
    let keys: Result<Vec<MasterKey>> =
        lines.map(|line| MasterKey::parse(&SecretString::from(line))).collect();
    keys.ok().filter(|keys| !keys.is_empty())
}

impl KeyFile {
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn wrong(&self, why: &str) -> StoreError {
        StoreError::key(format!("{} {why}", self.path.display()))
    }

    /// The keys in it, the one that seals first.
    ///
    /// # Errors
    /// It is missing, damaged, or others can read it.
    pub fn read(&self) -> Result<Vec<MasterKey>> {
        let meta = std::fs::metadata(&self.path).map_err(|_| self.wrong("is missing or cannot be read"))?;
        if open_to_others(&meta) {
            return Err(self.wrong("can be read by others: its mode must be 0600"));
        }
        let text = std::fs::read_to_string(&self.path).map_err(|_| self.wrong("cannot be read"))?;
        keys_of(&SecretString::from(text)).ok_or_else(|| self.wrong("is damaged"))
    }

    /// The keys in it, after making it with a new key (mode 0600) if there is none.
    ///
    /// # Errors
    /// It is damaged, others can read it, or it cannot be written.
    pub fn read_or_create(&self) -> Result<Vec<MasterKey>> {
        if !self.path.exists() {
            let key = MasterKey::generate()?;
            match self.put(&[&key], Place::Free) {
                // Another process may have been first.
                Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                    return Err(self.wrong("cannot be written"));
                }
                _ => {}
            }
        }
        self.read()
    }

    /// Puts these keys in the place of those that stand in it, at once.
    ///
    /// # Errors
    /// It cannot be written; then it is as it was.
    pub(super) fn replace(&self, keys: &[&MasterKey]) -> Result<()> {
        self.put(keys, Place::Any).map_err(|_| self.wrong("cannot be written"))
    }

    /// Keeps a key that seals no longer in a file beside, for what was copied before. Returns its path.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn keep_beside(&self, key: &MasterKey) -> Result<PathBuf> {
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".retired-{}", key.id()));
        let beside = Self { path: self.path.with_file_name(name) };
        match beside.put(&[key], Place::Free) {
            // From a try that was cut off.
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(beside.wrong("cannot be written")),
            _ => Ok(beside.path),
        }
    }

    /// Whole or not at all: written beside, then put into place.
    fn put(&self, keys: &[&MasterKey], place: Place) -> io::Result<()> {
        use std::io::Write;
        let folder =
            self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        crate::dialect::private_folder(folder)?;
        let beside = folder.join(format!(".key-{}", uuid::Uuid::now_v7()));
        let mut file = private(OpenOptions::new().create_new(true), &beside)?;
        let written = keys.iter().try_for_each(|key| file.write_all(key.line().expose_secret().as_bytes()));
        let put = written.and_then(|()| file.sync_all()).and_then(|()| match place {
            Place::Free => std::fs::hard_link(&beside, &self.path),
            Place::Any => std::fs::rename(&beside, &self.path),
        });
        // Moved away already if all went well.
        let _ = std::fs::remove_file(&beside);
        put.and_then(|()| File::open(folder)?.sync_all())
    }

    /// Keeps other processes of this machine from changing the file, until it is dropped or the process
    /// ends. `None` where no file can be made beside it: then the key file cannot be changed either.
    ///
    /// # Errors
    /// Another process is at it.
    pub(super) fn lock(&self) -> Result<Option<File>> {
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(".lock");
        let Ok(lock) = private(OpenOptions::new().create(true), &self.path.with_file_name(name)) else {
            return Ok(None);
        };
        lock.try_lock().map_err(|_| self.wrong("is being changed by another process"))?;
        Ok(Some(lock))
    }

    pub(super) fn stamp(&self) -> Option<Stamp> {
        let meta = std::fs::metadata(&self.path).ok()?;
        Some(Stamp { file: number(&meta), length: meta.len(), modified: meta.modified().ok() })
    }
}

#[derive(Clone, Copy)]
enum Place {
    /// Never over another key.
    Free,
    Any,
}

fn private(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn open_to_others(meta: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::mode(meta) & 0o077 != 0
}

#[cfg(not(unix))]
fn open_to_others(_: &Metadata) -> bool {
    false
}

#[cfg(unix)]
fn number(meta: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}
