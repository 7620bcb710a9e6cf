//! Secrets come from files and standard input, never from arguments, which everybody on the machine can read.

use anyhow::Context;
use secrecy::SecretString;
use std::io::Read;
use std::path::Path;

/// The one line of a file; "-" is standard input.
///
/// # Errors
/// It cannot be read.
pub fn secret_of(file: &Path) -> anyhow::Result<SecretString> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().read_to_string(&mut text).map(drop)
    } else {
        std::fs::read_to_string(file).map(|whole| text = whole)
    };
    read.with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned().into())
}
