//! The vendor's answer to a rebuilt call.

use super::Template;
use super::conceal::{conceal, may_lose};
use super::shape::{DEEPEST, Shape, fields};
use crate::kit::error::Cause;
use crate::kit::fields::without_mark;
use crate::kit::transport::Answer;
use bytes::Bytes;
use portico_domain::tokens::Scopes;
use serde::de::IgnoredAny;
use serde_json::Value;

/// An answer in the vendor's own words, its errors too: a status and JSON.
pub struct Forwarded {
    pub status: u16,
    /// Seconds.
    pub retry_after: Option<u32>,
    /// JSON, as it came but for a byte order mark.
    bytes: Bytes,
}

impl Forwarded {
    /// Takes JSON and nothing else: no redirect, no page of something between us and the vendor.
    pub(crate) fn read(answer: Answer) -> Result<Self, Cause> {
        let Answer { status, retry_after, body, .. } = answer;
        let mut bytes = body?;
        // No caller expects one.
        bytes.drain(..bytes.len() - without_mark(&bytes).len());
        let record = str::from_utf8(&bytes).is_ok_and(is_record);
        let outside = !(200..600).contains(&status) || (300..400).contains(&status);
        if outside {
            return Err(Cause::Status { status, retry_after });
        }
        match record {
            true => Ok(Self { status, retry_after, bytes: bytes.into() }),
            false if status >= 400 => Err(Cause::Status { status, retry_after }),
            false => Err(Cause::Unreadable { at: "answer".to_owned() }),
        }
    }

    /// The same, for a change at a vendor that has nothing to say of it: no body, as with 204, is `{}`.
    pub(crate) fn read_change(answer: Answer) -> Result<Self, Cause> {
        let nothing = |body: &Vec<u8>| body.iter().all(u8::is_ascii_whitespace);
        if (200..300).contains(&answer.status) && answer.body.as_ref().is_ok_and(nothing) {
            // A 204 could not carry it on.
            return Self::read(Answer { status: 200, body: Ok(b"{}".to_vec()), ..answer });
        }
        Self::read(answer)
    }

    /// What somebody with these scopes may see of it; `own` are our secrets. Where nothing has to go, the vendor's
    /// own bytes pass.
    ///
    /// # Errors
    /// Something has to go, and it cannot be taken apart.
    pub fn shown(&self, template: &Template, scopes: &Scopes, own: &[&str]) -> Result<Bytes, Cause> {
        let text = str::from_utf8(&self.bytes).unwrap_or_default();
        if !may_lose(text, template, scopes, own) {
            return Ok(self.bytes.clone());
        }
        let read = serde_json::from_str::<Value>(text);
        let mut json = read.map_err(|_| Cause::Unreadable { at: "answer".to_owned() })?;
        // Of a name that comes twice, only one was looked at.
        let repeats = Shape::of(text).fields > fields(&json);
        let removed = conceal(&mut json, template, scopes, own);
        Ok(if removed || repeats { json.to_string().into() } else { self.bytes.clone() })
    }
}

/// Is it an object or a list, written as JSON has it, and not too deep for those who read it? Without keeping what is
/// in it, unless that could mean something else to another reader.
fn is_record(text: &str) -> bool {
    let begins = text.trim_ascii_start().starts_with(['{', '[']);
    begins
        && Shape::of(text).depth < DEEPEST
        && match text.contains('\\') {
            true => serde_json::from_str::<Value>(text).is_ok(),
            false => serde_json::from_str::<IgnoredAny>(text).is_ok(),
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    type Told = Option<(u16, String)>;

    fn told(read: fn(Answer) -> Result<Forwarded, Cause>, status: u16, body: &[u8]) -> Told {
        let answer = Answer { status, date: None, retry_after: None, body: Ok(body.to_vec()) };
        read(answer).ok().map(|it| (it.status, String::from_utf8(it.bytes.into()).unwrap_or_default()))
    }

    #[test]
    fn a_byte_order_mark_is_taken_off() {
        let wanted = Some((200, "{\"a\":1}".to_owned()));
        assert_eq!(told(Forwarded::read, 200, b"\xef\xbb\xbf{\"a\":1}"), wanted);
        assert_eq!(told(Forwarded::read, 200, b"\xef\xbb{}"), None);
    }

    /// A value that stands under a name that must go, and nowhere else.
    const HIDDEN: &str = "hidden-by-its-name";

    /// JSON of words that must go, words that may stay, and some that are written in a strange way.
    fn json() -> impl Strategy<Value = String> {
        let word = "(pwd|Passw|userPIN|pin|pinned|token|url|subject|canary-secret|x canary-secret|800|\\\\u0070wd|a\\\\\"b)";
        let leaf = prop_oneof![
            word.prop_map(|it| format!("\"{it}\"")),
            "-?[1-9][0-9]{0,20}",
            Just("null".to_owned())
        ];
        let tree = leaf.prop_recursive(4, 24, 4, move |inner| {
            let pair =
                (word, " {0,2}", inner.clone()).prop_map(|(name, gap, it)| format!("\"{name}\"{gap}:{it}"));
            prop_oneof![
                vec(inner, 0..4).prop_map(|all| format!("[{}]", all.join(","))),
                vec(prop_oneof![3 => pair, 1 => Just(format!("\"hostPwd\":\"{HIDDEN}\""))], 0..4)
                    .prop_map(|all| format!("{{{}}}", all.join(", "))),
            ]
        });
        tree.prop_filter("a record", |text| text.starts_with(['{', '[']))
    }

    proptest! {
        #[test]
        fn what_passes_as_it_came_has_nothing_to_hide(text in json(), may_join: bool) {
            const OWN: &[&str] = &["canary-secret", "800"];
            let query = crate::cloudroom::TEMPLATES.iter().find(|it| it.name() == "conference.query").unwrap();
            let scopes = Scopes::read(if may_join { &["join"][..] } else { &[] }.iter().copied()).unwrap();
            let answer = Answer { status: 200, date: None, retry_after: None, body: Ok(text.clone().into()) };
            let shown = Forwarded::read(answer).unwrap().shown(query, &scopes, OWN).unwrap();
            let mut wanted: Value = serde_json::from_str(&text).unwrap();
            let removed = conceal(&mut wanted, query, &scopes, OWN);
            prop_assert_eq!(serde_json::from_slice::<Value>(&shown).unwrap(), wanted);
            prop_assert!(!String::from_utf8_lossy(&shown).contains("canary-secret"));
            prop_assert!(!String::from_utf8_lossy(&shown).contains(HIDDEN) || may_join);
            let repeats = Shape::of(&text).fields > fields(&serde_json::from_str(&text).unwrap());
            prop_assert!(removed || repeats || shown == text.as_bytes());
        }
    }

    #[test]
    fn what_stands_under_a_repeated_name_is_hidden_too() {
        let text = br#"{"data":{"hostPwd":"hidden-by-its-name"},"data":{}}"#;
        let query = crate::cloudroom::TEMPLATES.iter().find(|it| it.name() == "conference.query").unwrap();
        let answer = Answer { status: 200, date: None, retry_after: None, body: Ok(text.to_vec()) };
        let shown = Forwarded::read(answer).unwrap().shown(query, &Scopes::default(), &[]).unwrap();
        assert_eq!(&*shown, br#"{"data":{}}"#);
    }

    #[test]
    fn what_is_nested_without_end_is_no_answer() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(told(Forwarded::read, 200, nested(100).as_bytes()).is_some());
        assert_eq!(told(Forwarded::read, 200, nested(DEEPEST).as_bytes()), None);
        assert_eq!(told(Forwarded::read, 200, nested(100_000).as_bytes()), None);
    }

    #[test]
    fn a_change_may_be_answered_with_nothing() {
        let empty = Some((200, "{}".to_owned()));
        for (status, body) in [(204, b"".as_slice()), (200, b""), (200, b" \r\n")] {
            assert_eq!(told(Forwarded::read_change, status, body), empty);
            assert_eq!(told(Forwarded::read, status, body), None, "a question wants an answer");
        }
        for (status, body) in [(302, b"".as_slice()), (500, b""), (200, b"<html>")] {
            assert_eq!(told(Forwarded::read_change, status, body), None, "{status}");
        }
    }
}
