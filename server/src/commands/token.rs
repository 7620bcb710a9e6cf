//! `portico token`: a join token from claims on standard input.

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use portico_service::vendors::webapi::{TokenCredential, token_from_json_text};
use secrecy::ExposeSecret;
use std::io::Read;

#[derive(Subcommand)]
pub enum Vendor {
    /// WebAPI: AES-256-CBC over the claims, URL-encoded.
    Webapi(Credential),
}

/// Either key and IV, or what both are derived from.
#[derive(Args)]
pub struct Credential {
    /// 64 hexadecimal digits.
    #[arg(long, requires = "iv_hex", conflicts_with_all = ["passkey", "passphrase"])]
    key_hex: Option<String>,
    /// 32 hexadecimal digits.
    #[arg(long, requires = "key_hex")]
    iv_hex: Option<String>,
    #[arg(long, requires = "passphrase", required_unless_present = "key_hex")]
    passkey: Option<String>,
    #[arg(long, requires = "passkey")]
    passphrase: Option<String>,
}

impl Credential {
    fn read(&self) -> anyhow::Result<TokenCredential> {
        match (&self.key_hex, &self.iv_hex, &self.passkey, &self.passphrase) {
            (Some(key), Some(iv), _, _) => {
                let credential = TokenCredential::from_hex(key, iv);
                credential.context("--key-hex takes 64 hexadecimal digits, --iv-hex 32")
            }
            (_, _, Some(passkey), Some(passphrase)) => {
                Ok(TokenCredential::derive(&passkey.clone().into(), &passphrase.clone().into()))
            }
            _ => bail!("give --key-hex and --iv-hex, or --passkey and --passphrase"),
        }
    }
}

/// Prints the token.
///
/// # Errors
/// The credential or the claims cannot be used.
pub fn run(vendor: &Vendor) -> anyhow::Result<()> {
    let Vendor::Webapi(credential) = vendor;
    let credential = credential.read()?;
    let mut claims = String::new();
    std::io::stdin().read_to_string(&mut claims).context("the claims cannot be read from standard input")?;
    let token = token_from_json_text(&credential, &claims).context("the claims cannot be used")?;
    println!("{}", token.expose_secret());
    Ok(())
}
