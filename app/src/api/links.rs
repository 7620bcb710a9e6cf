//! Join links of a meeting.

use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::forms::LinkForm;
use portico_domain::language::Language;
use portico_domain::links::JoinRole;
use serde::{Deserialize, Serialize};

/// A join link as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkLine {
    pub id: String,
    pub role: JoinRole,
    pub label: String,
    /// Made for one person: the label is their name.
    pub personal: bool,
    /// The whole address to share; absent once revoked, or if the viewer did not make it.
    pub address: Option<String>,
    pub has_passcode: bool,
    /// Minutes before the start from which it lets people in.
    pub early_minutes: i64,
    /// In words, if it expires.
    pub expires: Option<String>,
    pub most_uses: Option<i64>,
    pub uses: i64,
    pub revoked: bool,
    pub expired: bool,
}

/// Everything on the page of one link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    pub link: LinkLine,
    pub meeting: String,
    pub subject: String,
    /// To be sent, one for each language; empty once the link is revoked.
    pub texts: Vec<InvitationText>,
    /// Who came in through it, the last to come first; no list of attendance.
    pub entrants: Vec<EntrantLine>,
    /// There were more than are listed.
    pub more: bool,
    /// As it stands, to be changed.
    pub form: LinkForm,
    /// Name and offset of the zone in which the form's times are read.
    pub zone: String,
    /// No link expires before this.
    pub now_field: String,
}

/// An invitation in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationText {
    pub language: Language,
    pub text: String,
}

/// Somebody who came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntrantLine {
    /// As typed.
    pub name: String,
    /// "today 14:00"
    pub at: String,
    pub machine: String,
}

#[server(prefix = "/fn", endpoint = "links/view", output = Answer)]
pub async fn view_link(meeting: String, link: String) -> Result<LinkView, Refused> {
    super::words::links::view(meeting, link).await
}

/// One link; or, where the form names people, a personal one for each.
#[server(prefix = "/fn", endpoint = "links/create", output = Answer)]
pub async fn create_link(meeting: String, form: LinkForm) -> Result<(), Refused> {
    super::words::links::create(meeting, form).await
}

#[server(prefix = "/fn", endpoint = "links/change", output = Answer)]
pub async fn change_link(meeting: String, link: String, form: LinkForm) -> Result<(), Refused> {
    super::words::links::change(meeting, link, form).await
}

#[server(prefix = "/fn", endpoint = "links/revoke", output = Answer)]
pub async fn revoke_link(meeting: String, link: String) -> Result<(), Refused> {
    super::words::links::revoke(meeting, link).await
}
