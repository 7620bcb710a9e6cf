//! The form of an address that events are sent to.

use super::fields::{Reader, ticked};
use crate::refusals::{FieldRefusal, Rule};
use crate::webhooks::EventKind;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const LONGEST_URL: u32 = 500;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WebhookForm {
    pub name: String,
    /// With path and query, as its owner gave it.
    pub url: String,
    /// One ticked box each: the name of an event, and anything.
    pub events: BTreeMap<String, String>,
    pub private_network: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadWebhook {
    pub name: String,
    pub url: String,
    pub events: BTreeSet<EventKind>,
    pub private_network: bool,
}

impl WebhookForm {
    /// # Errors
    /// Everything that is wrong, by field: `name`, `url`, `events`.
    pub fn read(&self) -> Result<ReadWebhook, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let name = reader.required_line("name", &self.name, 60);
        let private_network = ticked(&self.private_network);
        let url = reader.required_line("url", &self.url, LONGEST_URL);
        if !url.is_empty() {
            check_url(&mut reader, &url, private_network);
        }
        let known = |name: &str| EventKind::from_name(name).filter(|kind| *kind != EventKind::Test);
        let events: Option<BTreeSet<EventKind>> = self.events.keys().map(|name| known(name)).collect();
        let events = reader.choice("events", events);
        if events.as_ref().is_some_and(BTreeSet::is_empty) {
            reader.refuse("events", Rule::Missing);
        }
        reader.finish(events.map(|events| ReadWebhook { name, url, events, private_network }))
    }
}

/// Where it may lead is decided when a connection is made; what a person can see is said here.
fn check_url(reader: &mut Reader, url: &str, private_network: bool) {
    let rest = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => rest,
        (None, Some(rest)) if private_network => rest,
        (None, Some(_)) => return reader.refuse("url", Rule::NotSecure),
        (None, None) => return reader.refuse("url", Rule::NotAnAddress),
    };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let strange = |c: char| c.is_whitespace() || matches!(c, '#' | '\\');
    if host.is_empty() || host.contains('@') || rest.contains(strange) {
        reader.refuse("url", Rule::NotAnAddress);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, url: &str, events: &[&str], private: bool) -> WebhookForm {
        let events = events.iter().map(|event| ((*event).to_owned(), "on".to_owned())).collect();
        let private_network = if private { "on".to_owned() } else { String::new() };
        WebhookForm { name: name.into(), url: url.into(), events, private_network }
    }

    fn wrong(form: &WebhookForm) -> Vec<(String, Rule)> {
        form.read().expect_err("refused").into_iter().map(|it| (it.field, it.rule)).collect()
    }

    #[test]
    fn a_webhook_has_a_name_an_address_and_something_to_tell() {
        let read = form(" Calendar ", "https://a.example/in?key=1", &["meeting.started"], false).read();
        let read = read.expect("a webhook");
        assert_eq!(read.name, "Calendar");
        assert_eq!(read.events, BTreeSet::from([EventKind::Started]));
        let fields: Vec<_> = wrong(&form("", "", &[], false)).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["name", "url", "events"]);
        assert!(form("x", "http://10.0.0.1/in", &["recording.ready"], true).read().is_ok());
    }

    #[test]
    fn what_is_no_address_and_no_event_is_refused() {
        let url = |url: &str| wrong(&form("x", url, &["meeting.ended"], false))[0].1.clone();
        assert_eq!(url("http://a.example/"), Rule::NotSecure);
        for bad in
            ["a.example", "ftp://a.example", "https://", "https://u@a.example/", "https://a.example/#x"]
        {
            assert_eq!(url(bad), Rule::NotAnAddress, "{bad}");
        }
        for bad in ["webhook.test", "meeting", ""] {
            assert_eq!(wrong(&form("x", "https://a.example", &[bad], false))[0].0, "events", "{bad}");
        }
    }
}
