//! A secret in every form in which it could slip out, and the search for all of them at once.

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Something that was planted.
#[derive(Clone, Debug)]
pub struct Secret {
    /// What it is, for the report.
    pub name: String,
    pub value: String,
    /// The roles that may see it. Nobody may see it in a log.
    pub seen_by: &'static [&'static str],
}

/// What is shorter could stand in an answer by chance: digits within a longer number, for instance.
const SHORT: usize = 10;

fn hex(text: &str, before: &str, upper: bool) -> String {
    text.bytes().fold(String::new(), |mut hex, byte| {
        let _ = if upper { write!(hex, "{before}{byte:02X}") } else { write!(hex, "{before}{byte:02x}") };
        hex
    })
}

/// The characters that are the same whatever stands before and after it, for each of the three ways in which
/// it can lie in a longer text.
fn base64(text: &str) -> Vec<String> {
    let mut forms = Vec::new();
    for (before, first) in [(0, 0), (1, 2), (2, 3)] {
        let mut bytes = vec![0; before];
        bytes.extend_from_slice(text.as_bytes());
        let last = bytes.len() * 8 / 6;
        forms.push(STANDARD_NO_PAD.encode(&bytes)[first..last].to_owned());
        forms.push(URL_SAFE_NO_PAD.encode(&bytes)[first..last].to_owned());
    }
    forms
}

fn forms(text: &str) -> BTreeSet<String> {
    let mut forms = BTreeSet::from([text.to_owned()]);
    if text.len() < SHORT {
        return forms;
    }
    forms.extend(
        ["", "%", "\\x"].iter().flat_map(|before| [hex(text, before, false), hex(text, before, true)]),
    );
    forms.extend(base64(text));
    forms.insert(utf8_percent_encode(text, NON_ALPHANUMERIC).to_string());
    forms.insert(url::form_urlencoded::byte_serialize(text.as_bytes()).collect());
    forms.insert(serde_json::Value::from(text).to_string().trim_matches('"').to_owned());
    forms.insert(text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;"));
    forms
}

pub struct Search {
    needles: AhoCorasick,
    /// Which secret each needle is a form of.
    owners: Vec<usize>,
    pub secrets: Vec<Secret>,
}

impl Search {
    pub fn new(secrets: Vec<Secret>) -> Self {
        let of = |(owner, secret): (usize, &Secret)| {
            forms(&secret.value).into_iter().map(move |form| (owner, form)).collect::<Vec<_>>()
        };
        let (owners, needles): (Vec<_>, Vec<_>) = secrets.iter().enumerate().flat_map(of).unzip();
        Self { needles: AhoCorasick::new(needles).unwrap(), owners, secrets }
    }

    /// The secrets that are in there in whatever form.
    pub fn find(&self, bytes: &[u8]) -> Vec<&Secret> {
        let mut found = BTreeSet::new();
        for hit in self.needles.find_overlapping_iter(bytes) {
            let owner = self.owners[hit.pattern().as_usize()];
            let part_of_more = |at: Option<usize>| {
                at.and_then(|at| bytes.get(at)).is_some_and(|byte| byte.is_ascii_alphanumeric())
            };
            let short = self.secrets[owner].value.len() < SHORT;
            if !(short && (part_of_more(hit.start().checked_sub(1)) || part_of_more(Some(hit.end())))) {
                found.insert(owner);
            }
        }
        found.into_iter().map(|owner| &self.secrets[owner]).collect()
    }
}

#[test]
fn a_secret_is_found_in_every_form() {
    let value = "canary+of a/key=~1";
    let search = Search::new(vec![
        Secret { name: "a key".into(), value: value.into(), seen_by: &[] },
        Secret { name: "a password".into(), value: "73915".into(), seen_by: &[] },
    ]);
    let encoded = |before: &str| STANDARD_NO_PAD.encode(format!("{before}{value} and more"));
    for text in [
        format!("before{value}after"),
        hex(value, "", false),
        hex(value, "", true),
        encoded(""),
        encoded("1"),
        encoded("12"),
        encoded("123"),
        URL_SAFE_NO_PAD.encode(format!("?>{value}")),
        "canary%2Bof%20a%2Fkey%3D%7E1".to_owned(),
        "canary%2Bof+a%2Fkey%3D%7E1".to_owned(),
    ] {
        assert_eq!(search.find(text.as_bytes()).len(), 1, "{text}");
    }
    assert_eq!(search.find(b"canary+of a/key=~2 and 1739153").len(), 0);
    assert_eq!(search.find(b"it is 73915.").len(), 1);
}
