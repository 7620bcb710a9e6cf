//! The configuration: one TOML file, every key also as a `PORTICO_…` variable, every secret also as
//! a `…_file`. Nothing has to be set for a trial.

use crate::identity_providers::{self, ProviderKeys};
use anyhow::{Context, bail};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// What an operator may set. README.md lists the keys.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address that people open, without a path. Links are built from it, never from `Host`.
    pub public_url: Option<String>,
    /// Holds the embedded database and the master key.
    pub data_dir: PathBuf,
    /// `sqlite://…` or `postgres://…`; default: `portico.db` in `data_dir`. May hold a password.
    #[serde(skip_serializing)]
    pub database_url: Option<SecretString>,
    pub database_url_file: Option<PathBuf>,
    /// File with the master key; default: `master.key` in `data_dir`, made at the first start.
    pub master_key_file: Option<PathBuf>,
    /// What stands in such a file, in the place of one. The key can then not be rotated from here.
    #[serde(skip_serializing)]
    pub master_key: Option<SecretString>,
    /// IANA name of the zone shown to people whose own is not known.
    pub zone: String,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where `/metrics` is served, in Prometheus' text format; nowhere unless this is set.
    pub metrics_listen: Option<SocketAddr>,
    /// `text` or `json`.
    pub log_format: String,
    /// How many requests each API token may send in a minute to each process, proxied ones included.
    pub api_requests_a_minute: u32,
    /// How many requests are worked on at once; one more is answered with 503.
    pub requests_at_once: usize,
    /// For how many seconds after SIGTERM new requests are still answered, while `/readyz` says no.
    pub drain_seconds: u64,
    /// Through whom people sign in besides with a password.
    pub identity_providers: Vec<ProviderKeys>,
    /// Where the sandbox's vendors listen under `--sandbox`.
    pub sandbox_listen: SocketAddr,
    /// Where the sandbox is controlled under `--sandbox`.
    pub sandbox_control: SocketAddr,
}

impl Default for Keys {
    fn default() -> Self {
        let loopback = |port| SocketAddr::from(([127, 0, 0, 1], port));
        Self {
            listen: loopback(3000),
            public_url: None,
            data_dir: PathBuf::from("data"),
            database_url: None,
            database_url_file: None,
            master_key_file: None,
            master_key: None,
            zone: "Asia/Shanghai".to_owned(),
            trusted_proxies: Vec::new(),
            metrics_listen: None,
            log_format: "text".to_owned(),
            api_requests_a_minute: 600,
            requests_at_once: 8192,
            drain_seconds: 3,
            identity_providers: Vec::new(),
            sandbox_listen: loopback(3100),
            sandbox_control: loopback(3101),
        }
    }
}

/// The keys that the environment may set. Other `PORTICO_…` variables belong to tools beside us.
const VARIABLES: [&str; 17] = [
    "listen",
    "public_url",
    "data_dir",
    "database_url",
    "database_url_file",
    "master_key_file",
    "master_key",
    "zone",
    "trusted_proxies",
    "metrics_listen",
    "log_format",
    "api_requests_a_minute",
    "requests_at_once",
    "drain_seconds",
    "identity_providers",
    "sandbox_listen",
    "sandbox_control",
];

/// The configuration after it has been checked.
#[derive(Clone, Debug)]
pub struct Settings {
    pub keys: Keys,
    public_url: url::Url,
    trial: bool,
}

impl Settings {
    /// Reads the file, if one is given, and the environment over it.
    ///
    /// # Errors
    /// A key that does not exist or whose value cannot be used, in words.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Keys::default()));
        if let Some(file) = file {
            if !file.exists() {
                bail!("There is no configuration file {}.", file.display());
            }
            figment = figment.merge(Toml::file_exact(file));
        }
        let keys: Keys = figment
            .merge(Env::prefixed("PORTICO_").only(&VARIABLES))
            .extract()
            .context("The configuration cannot be used")?;
        Self::check(keys)
    }

    pub fn check(mut keys: Keys) -> anyhow::Result<Self> {
        // Taken, so that a configuration can be checked once more with what was read.
        if let Some(file) = keys.database_url_file.take() {
            if keys.database_url.is_some() {
                bail!("database_url and database_url_file are both set; only one of them can hold.");
            }
            let text = std::fs::read_to_string(&file)
                .with_context(|| format!("database_url_file {} cannot be read", file.display()))?;
            keys.database_url = Some(text.trim().to_owned().into());
        }
        if !matches!(keys.log_format.as_str(), "text" | "json") {
            bail!("log_format is {:?}; it can be \"text\" or \"json\".", keys.log_format);
        }
        if portico_service::when::Zone::named(&keys.zone).is_none() {
            bail!("zone {:?} is not a time zone; use a name such as \"Asia/Shanghai\".", keys.zone);
        }
        if keys.api_requests_a_minute == 0 {
            bail!("api_requests_a_minute is 0, which would refuse every request; it has to be at least 1.");
        }
        if keys.requests_at_once == 0 {
            bail!("requests_at_once is 0, which would refuse every request; it has to be at least 1.");
        }
        if keys.master_key.is_some() && keys.master_key_file.is_some() {
            bail!("master_key and master_key_file are both set; only one of them can hold.");
        }
        identity_providers::check(&mut keys.identity_providers)?;
        let text = keys.public_url.clone().unwrap_or_else(|| format!("http://{}", keys.listen));
        let public_url: url::Url =
            text.parse().with_context(|| format!("public_url {text:?} is not an address"))?;
        if !matches!(public_url.scheme(), "http" | "https") || public_url.path() != "/" {
            bail!("public_url {text:?} must be like \"https://meet.example.com\", without a path.");
        }
        Ok(Self { keys, public_url, trial: false })
    }

    /// Port 0 means any free one; addresses must name the one that was found.
    ///
    /// # Errors
    /// Never for an address that is being listened on.
    pub fn listening_on(&mut self, address: SocketAddr) -> anyhow::Result<()> {
        self.keys.listen = address;
        if self.keys.public_url.is_none() {
            self.public_url = format!("http://{address}").parse()?;
        }
        Ok(())
    }

    /// The vendors are the sandbox's.
    #[must_use]
    pub fn with_trial(self, trial: bool) -> Self {
        Self { trial, ..self }
    }

    pub fn is_trial(&self) -> bool {
        self.trial
    }

    pub fn is_tls(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// Scheme, host and port, as browsers write an origin.
    pub fn public_origin(&self) -> String {
        self.public_url.origin().ascii_serialization()
    }

    /// An address of ours for people to open.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_origin())
    }

    /// Where the master key comes from, for people.
    pub fn master_key_place(&self) -> String {
        match self.keys.master_key {
            Some(_) => "master_key".to_owned(),
            None => self.master_key_file().display().to_string(),
        }
    }

    pub fn master_key_file(&self) -> PathBuf {
        self.keys.master_key_file.clone().unwrap_or_else(|| self.keys.data_dir.join("master.key"))
    }

    pub fn database_url(&self) -> SecretString {
        self.keys
            .database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}", self.keys.data_dir.join("portico.db").display()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut Keys)) -> anyhow::Result<Settings> {
        let mut keys = Keys::default();
        change(&mut keys);
        Settings::check(keys)
    }

    #[test]
    fn nothing_has_to_be_set() {
        let settings = with(|_| {}).expect("defaults");
        assert_eq!(settings.link("/j/x"), "http://127.0.0.1:3000/j/x");
        assert!(!settings.is_tls());
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        for (change, word) in [
            ((|keys| keys.zone = "Mars/Base".into()) as fn(&mut Keys), "Mars/Base"),
            (|keys| keys.public_url = Some("meet.example".into()), "public_url"),
            (|keys| keys.public_url = Some("https://meet.example/path".into()), "without a path"),
            (|keys| keys.api_requests_a_minute = 0, "api_requests_a_minute"),
            (|keys| keys.requests_at_once = 0, "requests_at_once"),
            (
                |keys| {
                    keys.master_key = Some("key".to_owned().into());
                    keys.master_key_file = Some("master.key".into());
                },
                "both set",
            ),
            (
                |keys| {
                    keys.database_url = Some("postgres://localhost/portico".to_owned().into());
                    keys.database_url_file = Some("database.url".into());
                },
                "database_url and database_url_file are both set",
            ),
            (|keys| keys.database_url_file = Some("/nowhere".into()), "/nowhere"),
            (|keys| keys.log_format = "xml".into(), "log_format"),
        ] {
            let error = with(change).expect_err("must be refused").to_string();
            assert!(error.contains(word), "{error}");
        }
    }
}
