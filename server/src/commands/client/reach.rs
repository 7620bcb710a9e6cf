//! Which server, with which token.

use super::times::TimeZone;
use crate::commands::secrets;
use clap::Args;
use portico_client::{Client, Failure};
use secrecy::{ExposeSecret, SecretString};
use std::path::{Path, PathBuf};

/// What all commands of the client have in common.
#[derive(Args)]
pub struct Reach {
    /// The server, as people open it: https://meet.example.com.
    #[arg(long, env = "PORTICO_SERVER", global = true, value_name = "ADDRESS")]
    server: Option<String>,
    /// A file that holds the API token and nothing else; "-" is standard input. Without it, the token is in
    /// the variable PORTICO_TOKEN.
    #[arg(long, global = true, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Speak http with another machine than this one, too. The token then goes in the clear.
    #[arg(long, global = true)]
    allow_http: bool,
    /// For scripts: print what the API answers, as JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// The time zone of times that are typed without an offset and of those that are shown, such as
    /// Asia/Shanghai. Without it, this machine's.
    #[arg(long, global = true, value_name = "NAME")]
    zone: Option<String>,
}

impl Reach {
    /// # Errors
    /// What is missing or cannot be used.
    pub fn client(&self) -> Result<Client, Failure> {
        let usage = |what: &str| Failure::Usage(what.to_owned());
        let server =
            self.server.as_deref().ok_or_else(|| usage("say which server: --server or PORTICO_SERVER"))?;
        Client::new(server, &self.token()?, self.allow_http)
    }

    fn token(&self) -> Result<SecretString, Failure> {
        let token = match &self.token_file {
            Some(file) => secret_of(file)?,
            None => std::env::var("PORTICO_TOKEN").unwrap_or_default().trim().to_owned().into(),
        };
        if token.expose_secret().is_empty() {
            let what = "an API token is wanted, in the variable PORTICO_TOKEN or with --token-file; it is made on the \
                page API tokens of one's account";
            return Err(Failure::Usage(what.to_owned()));
        }
        Ok(token)
    }

    /// # Errors
    /// There is no such zone.
    pub fn time_zone(&self) -> Result<TimeZone, Failure> {
        TimeZone::named(self.zone.as_deref())
    }
}

/// The one line of a file; "-" is standard input.
///
/// # Errors
/// It cannot be read.
pub fn secret_of(file: &Path) -> Result<SecretString, Failure> {
    secrets::secret_of(file).map_err(|error| Failure::File(format!("{error:#}")))
}
