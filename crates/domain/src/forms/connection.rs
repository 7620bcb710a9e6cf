//! The form of a connection to a vendor.

use super::fields::{Reader, split_list, ticked};
use crate::capabilities::Vendor;
use crate::connections::{
    Connection, ConnectionSettings, DEFAULT_ZONE, MOST_JOINS_A_MINUTE, MOST_RECORDING_DAYS,
};
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
    /// VMR.
    pub account: String,
    /// VMR: is `auth` made from API ID and API KEY (`pair`), or is the secret all of it (`whole`)?
    /// Empty = as `auth_form` tells.
    pub auth: String,
    /// VMR: holds `{id}` and `{key}`; empty = the secret is the whole `auth` header, or, with `pair`,
    /// [`USUAL_AUTH_FORM`].
    pub auth_form: String,
    /// VMR.
    pub recording_zone: String,
    /// WebAPI.
    pub recording_base: String,
    /// CloudRoom.
    pub platform_id: String,
    /// CloudRoom.
    pub directory_by_platform: String,
    /// CloudRoom.
    pub client_address: String,
    /// CloudRoom.
    pub dial_in: String,
    /// CloudRoom: a whole number; empty = [`DEFAULT_JOINS_A_MINUTE`](crate::connections::DEFAULT_JOINS_A_MINUTE).
    pub joins_a_minute: String,
    /// Where the vendor can delete recordings: a whole number; empty = they stay.
    pub recording_days: String,
}

/// How API ID and API KEY usually make VMR's `auth` header.
pub const USUAL_AUTH_FORM: &str = "{id}:{key}";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadConnection {
    pub name: String,
    pub vendor: Vendor,
    pub base_url: String,
    pub public_id: String,
    pub zone: String,
    pub media_hosts: Vec<String>,
    pub private_network: bool,
    pub settings: ConnectionSettings,
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
            check_address(&mut reader, "base_url", &base_url, private_network);
        }
        let public_id = match vendor {
            Some(Vendor::Webapi) => String::new(),
            Some(Vendor::Vmr) if self.auth_form().is_empty() => String::new(),
            _ => reader.required_line("public_id", &self.public_id, 200),
        };
        let settings = vendor.map(|vendor| self.read_settings(&mut reader, vendor, private_network));
        let zone = reader.line("zone", &self.zone, 60);
        let media_hosts = split_list(&self.media_hosts).map(str::to_owned).collect();
        reader.finish(vendor.zip(settings).map(|(vendor, settings)| ReadConnection {
            name,
            vendor,
            settings,
            base_url: base_url.trim_end_matches('/').to_owned(),
            public_id,
            zone: if zone.is_empty() { DEFAULT_ZONE.to_owned() } else { zone },
            media_hosts,
            private_network,
        }))
    }
}

impl ConnectionForm {
    /// The form of `auth` that is meant.
    fn auth_form(&self) -> &str {
        match (self.auth.as_str(), self.auth_form.trim()) {
            ("whole", _) => "",
            ("pair", "") => USUAL_AUTH_FORM,
            (_, typed) => typed,
        }
    }

    fn read_settings(
        &self,
        reader: &mut Reader,
        vendor: Vendor,
        private_network: bool,
    ) -> ConnectionSettings {
        let mut settings = ConnectionSettings::default();
        match vendor {
            Vendor::Cloudroom => {
                settings.platform_id = reader.line("platform_id", &self.platform_id, 200);
                settings.directory_by_platform = ticked(&self.directory_by_platform);
                if settings.directory_by_platform && settings.platform_id.is_empty() {
                    reader.refuse("platform_id", Rule::Missing);
                }
                settings.client_address = reader.line("client_address", &self.client_address, 300);
                if !settings.client_address.is_empty() {
                    check_page(reader, "client_address", &settings.client_address);
                }
                settings.dial_in = reader.line("dial_in", &self.dial_in, 200);
                let joins =
                    reader.number("joins_a_minute", &self.joins_a_minute, 1, MOST_JOINS_A_MINUTE.into());
                settings.joins_a_minute = joins.and_then(|joins| u32::try_from(joins).ok());
            }
            Vendor::Vmr => {
                let most = crate::vmr::MOST_ACCOUNT_CHARS as u32;
                settings.account = reader.required_line("account", &self.account, most);
                reader.choice("auth", ["", "pair", "whole"].contains(&self.auth.as_str()).then_some(()));
                settings.auth_form = reader.line("auth_form", self.auth_form(), 60);
                let form = &settings.auth_form;
                let whole = form.matches("{id}").count() == 1 && form.matches("{key}").count() == 1;
                if !form.is_empty() && !whole {
                    reader.refuse("auth_form", Rule::NotAChoice);
                }
                settings.recording_zone = reader.line("recording_zone", &self.recording_zone, 60);
            }
            Vendor::Webapi => {
                let base = reader.line("recording_base", &self.recording_base, 300);
                if !base.is_empty() {
                    check_address(reader, "recording_base", &base, private_network);
                }
                settings.recording_base = base.trim_end_matches('/').to_owned();
            }
        }
        if vendor.capabilities().delete_recording.possible() {
            let days = reader.number("recording_days", &self.recording_days, 1, MOST_RECORDING_DAYS.into());
            settings.recording_days = days.and_then(|days| u32::try_from(days).ok());
        }
        settings
    }

    /// The form that shows a connection.
    pub fn of(connection: &Connection) -> Self {
        let tick = |on: bool| if on { "on".to_owned() } else { String::new() };
        let settings = connection.settings.clone();
        let auth = match (connection.vendor, settings.auth_form.as_str()) {
            (Vendor::Vmr, "") => "whole",
            (Vendor::Vmr, _) => "pair",
            _ => "",
        };
        Self {
            name: connection.name.clone(),
            vendor: connection.vendor.name().to_owned(),
            base_url: connection.base_url.clone(),
            public_id: connection.public_id.clone(),
            zone: connection.zone.clone(),
            media_hosts: connection.media_hosts.join(", "),
            private_network: tick(connection.private_network),
            account: settings.account,
            auth: auth.to_owned(),
            auth_form: settings.auth_form,
            recording_zone: settings.recording_zone,
            recording_base: settings.recording_base,
            platform_id: settings.platform_id,
            directory_by_platform: tick(settings.directory_by_platform),
            client_address: settings.client_address,
            dial_in: settings.dial_in,
            joins_a_minute: settings.joins_a_minute.map_or_else(String::new, |joins| joins.to_string()),
            recording_days: settings.recording_days.map_or_else(String::new, |days| days.to_string()),
        }
    }
}

/// `https` always; `http` only inside a private network. The server parses it once more in full.
fn check_address(reader: &mut Reader, field: &str, address: &str, private_network: bool) {
    let rest = match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
        (Some(rest), _) => rest,
        (None, Some(rest)) if private_network => rest,
        (None, Some(_)) => return reader.refuse(field, Rule::NotSecure),
        (None, None) => return reader.refuse(field, Rule::NotAnAddress),
    };
    let host = rest.split('/').next().unwrap_or_default();
    let strange = |c: char| c.is_whitespace() || matches!(c, '@' | '?' | '#' | '\\');
    if host.is_empty() || rest.contains(strange) {
        reader.refuse(field, Rule::NotAnAddress);
    }
}

/// A page that people open in their browser: always `https`.
fn check_page(reader: &mut Reader, field: &str, address: &str) {
    let host = address.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or(""));
    let strange = |c: char| c.is_whitespace() || matches!(c, '@' | '\\');
    match host {
        None if address.starts_with("http://") => reader.refuse(field, Rule::NotSecure),
        Some(host) if !host.is_empty() && !address.contains(strange) => {}
        _ => reader.refuse(field, Rule::NotAnAddress),
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

    #[test]
    fn each_vendor_asks_for_its_own() {
        let wrong = |form: ConnectionForm| -> Vec<(String, Rule)> {
            let wrong = form.read().err().unwrap_or_default();
            wrong.into_iter().map(|wrong| (wrong.field, wrong.rule)).collect()
        };
        let of = |vendor: &str| ConnectionForm {
            name: "n".into(),
            vendor: vendor.into(),
            base_url: "https://example.com".into(),
            ..ConnectionForm::default()
        };
        assert_eq!(wrong(of("webapi")), []);
        assert_eq!(wrong(of("cloudroom")), [("public_id".to_owned(), Rule::Missing)]);
        assert_eq!(wrong(of("vmr")), [("account".to_owned(), Rule::Missing)]);
        let vmr = ConnectionForm { account: "a@b.cn".into(), ..of("vmr") };
        assert_eq!(wrong(vmr.clone()), []);
        let paired = ConnectionForm { auth_form: USUAL_AUTH_FORM.into(), ..vmr.clone() };
        assert_eq!(wrong(paired), [("public_id".to_owned(), Rule::Missing)]);
        let odd = ConnectionForm { auth_form: "{id}".into(), public_id: "x".into(), ..vmr.clone() };
        assert_eq!(wrong(odd), [("auth_form".to_owned(), Rule::NotAChoice)]);
        let vague = ConnectionForm { auth: "both".into(), ..vmr };
        assert_eq!(wrong(vague), [("auth".to_owned(), Rule::NotAChoice)]);
        let base = ConnectionForm { recording_base: "http://r".into(), ..of("webapi") };
        assert_eq!(wrong(base), [("recording_base".to_owned(), Rule::NotSecure)]);
        let directory =
            ConnectionForm { public_id: "x".into(), directory_by_platform: "on".into(), ..of("cloudroom") };
        assert_eq!(wrong(directory), [("platform_id".to_owned(), Rule::Missing)]);
        let client = |address: &str| {
            let form = of("cloudroom");
            wrong(ConnectionForm { public_id: "x".into(), client_address: address.into(), ..form })
        };
        assert_eq!(client("https://www.cloudroom.com/download?os=all#mac"), []);
        assert_eq!(client("http://intranet/c"), [("client_address".to_owned(), Rule::NotSecure)]);
        for bad in
            ["https://", "https:///x", "javascript:alert(1)", "https://a b", "https://a@b", "https://a\\b"]
        {
            assert_eq!(client(bad), [("client_address".to_owned(), Rule::NotAnAddress)], "{bad}");
        }
        let joins = |typed: &str| {
            let form = of("cloudroom");
            wrong(ConnectionForm { public_id: "x".into(), joins_a_minute: typed.into(), ..form })
        };
        assert_eq!((joins(""), joins(" 600 ")), (Vec::new(), Vec::new()));
        let range = Rule::OutOfRange { least: 1, most: 60_000 };
        assert_eq!(joins("0"), [("joins_a_minute".to_owned(), range)]);
        assert_eq!(joins("many"), [("joins_a_minute".to_owned(), Rule::NotANumber)]);
        let days = |vendor: &str, typed: &str| {
            let form = ConnectionForm { account: "a@b.cn".into(), public_id: "x".into(), ..of(vendor) };
            let read = ConnectionForm { recording_days: typed.into(), ..form }.read();
            read.map(|read| read.settings.recording_days).map_err(|wrong| wrong[0].rule.clone())
        };
        assert_eq!((days("cloudroom", "30"), days("vmr", " 7 ")), (Ok(Some(30)), Ok(Some(7))));
        assert_eq!(days("webapi", "30"), Ok(None), "it cannot delete");
        let range = Rule::OutOfRange { least: 1, most: 3_650 };
        assert_eq!((days("vmr", ""), days("vmr", "0")), (Ok(None), Err(range)));
        let numbers = "1".repeat(201);
        let dial_in = ConnectionForm { public_id: "x".into(), dial_in: numbers, ..of("cloudroom") };
        assert_eq!(wrong(dial_in), [("dial_in".to_owned(), Rule::TooLong { most: 200 })]);
    }

    #[test]
    fn how_auth_is_made_is_chosen_or_told_by_its_form() {
        let form = |auth: &str, auth_form: &str| {
            let form = ConnectionForm {
                name: "n".into(),
                vendor: "vmr".into(),
                base_url: "https://example.com".into(),
                account: "a@b.cn".into(),
                public_id: "id".into(),
                auth: auth.into(),
                auth_form: auth_form.into(),
                ..ConnectionForm::default()
            };
            let read = form.read().unwrap_or_else(|wrong| panic!("{wrong:?}"));
            (read.settings.auth_form, read.public_id)
        };
        let pair = |form: &str| (form.to_owned(), "id".to_owned());
        assert_eq!(form("pair", " "), pair(USUAL_AUTH_FORM));
        assert_eq!(form("pair", "{key}-{id}"), pair("{key}-{id}"));
        assert_eq!(form("", "{key}-{id}"), pair("{key}-{id}"));
        let whole = (String::new(), String::new());
        assert_eq!(form("whole", "{id}:{key}"), whole);
        assert_eq!(form("", ""), whole);
    }
}
