//! Where secrets are read from.

use crate::commands::secret_of;
use clap::Args;
use portico_service::TypedSecrets;
use secrecy::SecretString;
use std::path::{Path, PathBuf};

/// Each is the one line of a file; "-" is standard input, for one of them.
#[derive(Args)]
pub struct Files {
    /// CloudRoom: secretKey; VMR: the whole auth, or API KEY; WebAPI: the enterprise's key.
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
    /// CloudRoom: the platform's own secretKey.
    #[arg(long, value_name = "FILE")]
    platform_key_file: Option<PathBuf>,
    /// WebAPI: 64 hexadecimal digits, with --token-iv-file.
    #[arg(long, value_name = "FILE")]
    token_key_file: Option<PathBuf>,
    /// WebAPI: 32 hexadecimal digits.
    #[arg(long, value_name = "FILE")]
    token_iv_file: Option<PathBuf>,
    /// WebAPI: the other form of the same credential, with --passphrase-file.
    #[arg(long, value_name = "FILE")]
    passkey_file: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Files {
    /// # Errors
    /// One cannot be read.
    pub fn read(&self) -> anyhow::Result<TypedSecrets> {
        let read = |file: &Option<PathBuf>| match file {
            Some(file) => Ok(secret_of(file)?),
            None => anyhow::Ok(SecretString::default()),
        };
        let files = [&self.secret_file, &self.platform_key_file, &self.token_key_file];
        let more = [&self.token_iv_file, &self.passkey_file, &self.passphrase_file];
        let from_input = |file: &&&Option<PathBuf>| file.as_deref() == Some(Path::new("-"));
        if files.iter().chain(&more).filter(from_input).count() > 1 {
            anyhow::bail!("standard input holds one secret only");
        }
        Ok(TypedSecrets {
            secret: read(&self.secret_file)?,
            platform_key: read(&self.platform_key_file)?,
            token_key: read(&self.token_key_file)?,
            token_iv: read(&self.token_iv_file)?,
            passkey: read(&self.passkey_file)?,
            passphrase: read(&self.passphrase_file)?,
        })
    }
}
