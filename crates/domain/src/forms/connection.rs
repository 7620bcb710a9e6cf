//! The form of a connection to a vendor.

use super::fields::{Reader, split_list, ticked};
use crate::capabilities::Vendor;
use crate::connections::DEFAULT_ZONE;
use crate::refusals::{FieldRefusal, Rule};
use serde::{Deserialize, Serialize};

/// The connection form as typed. The secret travels beside it, never in it, so that a form that is
/// shown again cannot show a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConnectionForm {
    pub name: String,
    pub vendor: String,
    pub base_url: String,
    pub public_id: String,
    pub zone: String,
    pub media_hosts: String,
    pub private_network: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadConnection {
    pub name: String,
    pub vendor: Vendor,
    pub base_url: String,
    pub public_id: String,
    pub zone: String,
    pub media_hosts: Vec<String>,
    pub private_network: bool,
}

impl ConnectionForm {
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn read(&self) -> Result<ReadConnection, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let name = reader.required_line("name", &self.name, 60);
        let private_network = ticked(&self.private_network);
        let vendor = reader.choice("vendor", Vendor::from_name(&self.vendor));
        let base_url = reader.required_line("base_url", &self.base_url, 300);
        if !base_url.is_empty() {
            check_address(&mut reader, &base_url, private_network);
        }
        let public_id = reader.required_line("public_id", &self.public_id, 200);
        let zone = reader.line("zone", &self.zone, 60);
        let media_hosts = split_list(&self.media_hosts).map(str::to_owned).collect();
        reader.finish(vendor.map(|vendor| ReadConnection {
            name,
            vendor,
            base_url: base_url.trim_end_matches('/').to_owned(),
            public_id,
            zone: if zone.is_empty() { DEFAULT_ZONE.to_owned() } else { zone },
            media_hosts,
            private_network,
        }))
    }
}

/// `https` always; `http` only inside a private network. The server parses it once more in full.
fn check_address(reader: &mut Reader, address: &str, private_network: bool) {
    let rest = match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
        (Some(rest), _) => rest,
        (None, Some(rest)) if private_network => rest,
        (None, Some(_)) => return reader.refuse("base_url", Rule::NotSecure),
        (None, None) => return reader.refuse("base_url", Rule::NotAnAddress),
    };
    let host = rest.split('/').next().unwrap_or_default();
    let strange = |c: char| c.is_whitespace() || matches!(c, '@' | '?' | '#' | '\\');
    if host.is_empty() || rest.contains(strange) {
        reader.refuse("base_url", Rule::NotAnAddress);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(base_url: &str, private_network: bool) -> Option<Rule> {
        let form = ConnectionForm {
            name: "n".into(),
            vendor: "cloudroom".into(),
            base_url: base_url.into(),
            public_id: "id".into(),
            private_network: if private_network { "on".into() } else { String::new() },
            ..ConnectionForm::default()
        };
        form.read().err().and_then(|wrong| wrong.into_iter().next()).map(|wrong| wrong.rule)
    }

    #[test]
    fn addresses() {
        assert_eq!(form("https://example.com/CLOUDROOM-SERVER/v2/", false), None);
        assert_eq!(form("http://127.0.0.1:1/x", true), None);
        assert_eq!(form("http://example.com", false), Some(Rule::NotSecure));
        for bad in ["ftp://x", "https://", "https://a@b/", "https://a/?q", "https://a b", "x"] {
            assert_eq!(form(bad, true), Some(Rule::NotAnAddress), "{bad}");
        }
    }
}
