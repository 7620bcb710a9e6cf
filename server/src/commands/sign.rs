//! `portico sign`: a signature from a secret on standard input.

use anyhow::{Context, bail};
use clap::Subcommand;
use secrecy::SecretString;
use std::io::Read;

#[derive(Subcommand)]
pub enum Vendor {
    /// CloudRoom: lower-case hexadecimal SHA-256 of id, time and key.
    Cloudroom {
        /// The company's secretId.
        #[arg(long)]
        secret_id: String,
        /// Seconds since 1970, as in X-CR-Timestamp.
        #[arg(long)]
        timestamp: i64,
    },
}

/// Prints the signature.
///
/// # Errors
/// Standard input cannot be read, or is empty.
pub fn run(vendor: &Vendor) -> anyhow::Result<()> {
    let secret = read_secret()?;
    let Vendor::Cloudroom { secret_id, timestamp } = vendor;
    println!("{}", portico_service::vendors::cloudroom::signature(secret_id, *timestamp, &secret));
    Ok(())
}

/// Standard input whole; one newline at its end does not belong to the secret.
fn read_secret() -> anyhow::Result<SecretString> {
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .context("the secret key cannot be read from standard input")?;
    let text = text.strip_suffix('\n').map(|text| text.strip_suffix('\r').unwrap_or(text)).unwrap_or(&text);
    if text.is_empty() {
        bail!("There is no secret key on standard input.");
    }
    Ok(text.to_owned().into())
}
