//! Problem details (RFC 9457) as Portico sends them, read back into a refusal, which has words.

use portico_domain::refusals::{FieldRefusal, Kind, Refusal, Rule, VendorAnswer};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::fmt;

/// Why Portico refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// Its kind, fields, vendor code and incident.
    pub refusal: Refusal,
    /// What exactly, if there is more to say than the kind.
    pub detail: Option<String>,
    /// Fields whose rule this program does not know, each with the rule's name.
    pub others: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Sent {
    kind: String,
    detail: Option<String>,
    #[serde(default)]
    fields: Vec<SentField>,
    vendor: Option<VendorAnswer>,
    incident: Option<String>,
    retry_after: Option<u32>,
}

#[derive(Deserialize)]
struct SentField {
    field: String,
    rule: String,
    limits: Option<Value>,
}

impl SentField {
    fn rule(&self) -> Option<Rule> {
        let value = match &self.limits {
            None => Value::String(self.rule.clone()),
            Some(limits) => Value::Object(Map::from_iter([(self.rule.clone(), limits.clone())])),
        };
        serde_json::from_value(value).ok()
    }
}

impl Problem {
    /// `None` if it is none of ours.
    pub(crate) fn read(status: u16, body: &[u8]) -> Option<Self> {
        let sent: Sent = serde_json::from_slice(body).ok()?;
        let mut refusal = Refusal::of(Kind::from_name(&sent.kind).unwrap_or(Kind::Internal));
        let mut others = Vec::new();
        for field in sent.fields {
            match field.rule() {
                Some(rule) => refusal.fields.push(FieldRefusal::new(field.field, rule)),
                None => others.push((field.field, field.rule)),
            }
        }
        refusal.vendor = sent.vendor;
        refusal.incident = sent.incident;
        refusal.retry_after = sent.retry_after;
        Some(Self { status, refusal, detail: sent.detail, others })
    }

    /// Whether the change that was refused may have happened all the same.
    pub(crate) fn leaves_open(&self) -> bool {
        matches!(
            self.refusal.kind,
            Kind::Unconfirmed | Kind::NoAnswer | Kind::InProgress | Kind::Internal | Kind::Unavailable
        )
    }

    /// Another try a little later may go well.
    pub fn passes(&self) -> bool {
        matches!(
            self.refusal.kind,
            Kind::Throttled | Kind::Unavailable | Kind::VendorBusy | Kind::VendorSilent
        )
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.refusal, self.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_says_is_read_back_whole() {
        let body = br#"{"type":"/api/v1#problem-invalid","title":"Invalid","status":422,"kind":"invalid",
            "fields":[{"field":"subject","rule":"too-long","limits":{"most":50}},
                      {"field":"start","rule":"in-the-past"},{"field":"x","rule":"of-tomorrow"}],
            "vendor":{"vendor":"vmr","code":"7","meaning_en":"m","meaning_zh":"","remedy_en":"","remedy_zh":""},
            "incident":"i-1","retry_after":3}"#;
        let problem = Problem::read(422, body).expect("a problem");
        assert_eq!(problem.refusal.for_field("subject"), Some(&Rule::TooLong { most: 50 }));
        assert_eq!(problem.refusal.for_field("start"), Some(&Rule::InThePast));
        assert_eq!(problem.others, [("x".to_owned(), "of-tomorrow".to_owned())]);
        assert_eq!(problem.refusal.vendor.map(|vendor| vendor.code).as_deref(), Some("7"));
        assert_eq!(
            (problem.refusal.incident.as_deref(), problem.refusal.retry_after),
            (Some("i-1"), Some(3))
        );
        assert_eq!(Problem::read(502, b"<html>Bad gateway</html>"), None);
    }
}
