//! Looking whether a file is a whole backup, without a database.

use super::BackupError;
use super::format::{Line, Reader, Summary};
use crate::seal::Sealer;
use crate::store::KEY_CHECK;
use std::io::Read;

/// Reads a backup to its end and holds it against its sums.
///
/// # Errors
/// [`BackupError::Unreadable`]: it is none, or not as it was written.
pub fn check(from: impl Read) -> Result<Summary, BackupError> {
    let mut reader = Reader::begin(from)?;
    loop {
        if let Line::End(summary) = reader.next()? {
            return Ok(summary);
        }
    }
}

impl Summary {
    /// Does this key open what is sealed in the backup?
    ///
    /// # Errors
    /// The file is missing or cannot be used, or it is another installation's key.
    pub fn opens_with(&self, sealer: &Sealer) -> Result<(), BackupError> {
        if let Some(check) = &self.key_check {
            sealer.open(check, KEY_CHECK)?;
        }
        Ok(())
    }
}
