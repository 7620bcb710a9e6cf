//! Errors as RFC 9457 problem details: what, why, whose fault, and what to give to support.

use super::limits::Left;
use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use portico_domain::refusals::{Kind, PartlyMeeting, Refusal, Rule, VendorAnswer};
use portico_service::Denied;
use portico_service::vendors::kit::templates::Misfit;
use serde::Serialize;
use utoipa::ToSchema;

/// Why something was not done. Behind a pointer, as most calls go well and none shall carry room for it.
#[derive(Debug)]
pub struct Problem(Box<Details>);

/// Sent as `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Details {
    /// `/api/v1#problem-` and the kind: where it is described.
    #[serde(rename = "type")]
    kind_url: String,
    /// The kind in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What exactly, if there is more to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The kind for programs, such as `invalid` or `vendor-refused`.
    kind: String,
    /// The scope that the token lacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing_scope: Option<String>,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<FieldProblem>,
    /// What the vendor said.
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor: Option<VendorProblem>,
    /// What became of each meeting of a series that was to be changed, where some were not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    meetings: Vec<MeetingProblem>,
    /// Leads to the line in Portico's log that has the cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<String>,
    /// Seconds after which another try makes sense; also in `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u32>,
    #[serde(skip)]
    limit: Option<Left>,
}

/// One field and what is wrong with it.
#[derive(Debug, Serialize, ToSchema)]
struct FieldProblem {
    field: String,
    /// Such as `missing`, `too-long` or `in-the-past`.
    rule: String,
    /// What the rule allows, such as `{"most": 50}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    limits: Option<serde_json::Value>,
}

/// One meeting of a series that was to be changed.
#[derive(Debug, Serialize, ToSchema)]
struct MeetingProblem {
    id: String,
    /// When it was to take place.
    #[schema(format = Date)]
    day: String,
    changed: bool,
    /// Why it was not: the kind of a problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// What the vendor said.
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor: Option<VendorProblem>,
}

impl From<&PartlyMeeting> for MeetingProblem {
    fn from(one: &PartlyMeeting) -> Self {
        let why = one.refusal.as_deref();
        Self {
            id: one.meeting.clone(),
            day: one.day.clone(),
            changed: why.is_none(),
            kind: why.map(|why| why.kind.name().to_owned()),
            vendor: why.and_then(|why| why.vendor.clone()).map(VendorProblem::from),
        }
    }
}

impl From<VendorAnswer> for VendorProblem {
    fn from(it: VendorAnswer) -> Self {
        Self {
            vendor: it.vendor,
            code: it.code,
            meaning_en: it.meaning_en,
            meaning_zh: it.meaning_zh,
            remedy_en: it.remedy_en,
            remedy_zh: it.remedy_zh,
        }
    }
}

/// The vendor's own code, explained.
#[derive(Debug, Serialize, ToSchema)]
struct VendorProblem {
    /// `cloudroom`, `vmr` or `webapi`.
    vendor: String,
    code: String,
    meaning_en: String,
    meaning_zh: String,
    remedy_en: String,
    remedy_zh: String,
}

impl Problem {
    pub fn new(status: StatusCode, kind: &str, detail: &str) -> Self {
        Self(Box::new(Details {
            kind_url: format!("/api/v1#problem-{kind}"),
            title: title(kind),
            status: status.as_u16(),
            detail: Some(detail.to_owned()).filter(|detail| !detail.is_empty()),
            kind: kind.to_owned(),
            missing_scope: None,
            fields: Vec::new(),
            vendor: None,
            meetings: Vec::new(),
            incident: None,
            retry_after: None,
            limit: None,
        }))
    }

    /// One field and what is wrong with it.
    pub fn field(name: &str, rule: Rule) -> Self {
        Refusal::field(name, rule).into()
    }

    /// With the headers of a window that is used up.
    #[must_use]
    pub fn with_limit(mut self, limit: Left) -> Self {
        self.0.limit = Some(limit);
        self
    }

    #[cfg(test)]
    pub fn status(&self) -> u16 {
        self.0.status
    }
}

/// "vendor-refused" as "Vendor refused".
fn title(kind: &str) -> String {
    let words = kind.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn status_of(kind: Kind) -> StatusCode {
    StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A rule is a word, or a word with its limits.
fn rule(rule: &Rule) -> (String, Option<serde_json::Value>) {
    match serde_json::to_value(rule) {
        Ok(serde_json::Value::String(word)) => (word, None),
        Ok(serde_json::Value::Object(with)) => {
            with.into_iter().next().map(|(word, limits)| (word, Some(limits))).unwrap_or_default()
        }
        _ => ("invalid".to_owned(), None),
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let fields = refusal.fields.iter().map(|field| {
            let (rule, limits) = rule(&field.rule);
            FieldProblem { field: field.field.clone(), rule, limits }
        });
        let vendor = refusal.vendor.clone().map(VendorProblem::from);
        let meetings = refusal.partly.iter().flat_map(|partly| &partly.meetings).map(MeetingProblem::from);
        let silence = refusal.silent_for.map(|seconds| {
            format!("The vendor has not answered for {seconds} seconds, so it was not asked. Portico tries again by itself.")
        });
        let detail = match refusal.kind {
            _ if silence.is_some() => silence.as_deref().unwrap_or_default(),
            Kind::NotSignedIn => "A good API token is wanted: Authorization: Bearer portico_…",
            Kind::NotAllowed => "The person whose token it is may not do this.",
            Kind::InProgress if refusal.retry_after.is_some() => {
                "It takes longer than a request may, and goes on. The same Idempotency-Key again says what came of it."
            }
            Kind::NoAnswer => {
                "A change may or may not have happened, and may still be going on. The same Idempotency-Key again does nothing twice."
            }
            _ => "",
        };
        let mut problem = Self::new(status_of(refusal.kind), refusal.kind.name(), detail);
        problem.0.fields = fields.collect();
        problem.0.meetings = meetings.collect();
        problem.0.vendor = vendor;
        problem.0.incident = refusal.incident;
        problem.0.retry_after = refusal.retry_after;
        problem
    }
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Refusal::of(kind).into()
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Refused(refusal) => refusal.into(),
            Denied::Scope(scope) => {
                let detail = format!("The token lacks the scope {scope}.");
                let mut problem = Self::new(StatusCode::FORBIDDEN, Kind::NotAllowed.name(), &detail);
                problem.0.missing_scope = Some(scope);
                problem
            }
            Denied::Misfit(misfit) => misfit.into(),
        }
    }
}

impl From<Misfit> for Problem {
    fn from(misfit: Misfit) -> Self {
        let (status, kind) = match misfit {
            Misfit::NoSuchOperation => (StatusCode::NOT_FOUND, Kind::NotFound),
            Misfit::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, Kind::Invalid),
            Misfit::Unknown { .. } | Misfit::Value { .. } | Misfit::Body => {
                (StatusCode::UNPROCESSABLE_ENTITY, Kind::Invalid)
            }
        };
        Self::new(status, kind.name(), &format!("Not sent to the vendor: {misfit}."))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self(details) = self;
        let status = StatusCode::from_u16(details.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let (retry_after, limit) = (details.retry_after, details.limit);
        let mut response = (status, Json(details)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(limit) = limit {
            limit.write(headers);
        }
        response
    }
}
