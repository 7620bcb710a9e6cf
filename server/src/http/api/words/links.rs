//! Join links in JSON.

use super::super::problem::Problem;
use super::{instant, time, wall_clock, whole};
use portico_domain::forms::LinkForm;
use portico_service::OwnLink;
use portico_service::when::Zone;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A join link.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JoinLink)]
pub struct LinkWords {
    pub id: String,
    /// The address to give away; none once it is revoked.
    pub url: Option<String>,
    /// `attendee`, `host`, `speaker` or `invisible`.
    pub role: String,
    pub label: String,
    pub has_passcode: bool,
    /// Minutes before the start from which it lets in.
    pub early_minutes: i64,
    #[schema(format = DateTime)]
    pub expires: Option<String>,
    pub most_uses: Option<i64>,
    pub uses: i64,
    #[schema(format = DateTime)]
    pub revoked: Option<String>,
    #[schema(format = DateTime)]
    pub created: String,
}

/// The join links of a meeting, or of the whole series that it belongs to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JoinLinks)]
pub struct LinksWords {
    pub items: Vec<LinkWords>,
}

/// A join link to be made.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewJoinLink)]
#[serde(deny_unknown_fields, default)]
pub struct NewLink {
    /// `attendee` (unless it is said), `host`; at some vendors `speaker`, `invisible`.
    pub role: Option<String>,
    #[schema(max_length = 60)]
    pub label: Option<String>,
    /// At least 4 characters.
    #[schema(max_length = 64)]
    pub passcode: Option<String>,
    /// Minutes before the start from which it lets in; 10 unless it is said.
    #[schema(maximum = 1440)]
    #[serde(deserialize_with = "whole")]
    pub early_minutes: Option<u32>,
    #[schema(format = DateTime)]
    pub expires: Option<String>,
    #[schema(minimum = 1, maximum = 1_000_000)]
    #[serde(deserialize_with = "whole")]
    pub most_uses: Option<u32>,
}

/// `address` makes an address of ours from a path.
pub fn link(own: &OwnLink, address: impl Fn(&str) -> String) -> LinkWords {
    let link = &own.link;
    LinkWords {
        id: link.id.0.clone(),
        url: own.slug.as_ref().map(|slug| address(&format!("/j/{}", slug.expose_secret()))),
        role: link.role.name().to_owned(),
        label: link.label.clone(),
        has_passcode: link.has_passcode,
        early_minutes: link.early_minutes,
        expires: link.expires.map(time),
        most_uses: link.most_uses,
        uses: link.uses,
        revoked: link.revoked.map(time),
        created: time(link.created),
    }
}

/// The form that says the same, its times in UTC.
///
/// # Errors
/// The field `expires`.
pub fn form(wanted: NewLink) -> Result<LinkForm, Problem> {
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let expires = wanted.expires.map(|text| instant("expires", &text)).transpose()?;
    Ok(LinkForm {
        role: wanted.role.unwrap_or_default(),
        label: wanted.label.unwrap_or_default(),
        passcode: wanted.passcode.unwrap_or_default(),
        early_minutes: number(wanted.early_minutes),
        expires: expires.map(|at| wall_clock(&Zone::utc(), at)).unwrap_or_default(),
        most_uses: number(wanted.most_uses),
        ..LinkForm::default()
    })
}
