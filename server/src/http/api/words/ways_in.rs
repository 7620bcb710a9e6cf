//! The way into a meeting in JSON.

use super::super::problem::Problem;
use portico_domain::connections::may_be_linked;
use portico_domain::links::JoinRole;
use portico_domain::refusals::{Refusal, Rule};
use portico_service::DialIn;
use portico_service::joining::WayIn;
use portico_service::vendors::Entry;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who is to be let in.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewEntry)]
#[serde(deny_unknown_fields, default)]
pub struct NewEntry {
    /// As others see it, 1 to 30 characters.
    #[schema(required = true)]
    pub name: Option<String>,
    /// `attendee` (unless it is said), `host`; at some vendors `speaker`, `invisible`.
    pub role: Option<String>,
}

impl NewEntry {
    /// # Errors
    /// The field `role`.
    pub fn role(&self) -> Result<JoinRole, Problem> {
        match self.role.as_deref() {
            None | Some("") => Ok(JoinRole::Attendee),
            Some(name) => {
                let role = JoinRole::from_name(name);
                role.ok_or_else(|| Refusal::field("role", Rule::NotAChoice).into())
            }
        }
    }
}

/// How somebody gets in. All of it lets in whoever has it.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = Entry)]
pub struct EntryWords {
    /// `client`: open `crmt` with the vendor's installed client, or else `url` or the telephone (CloudRoom). `number`:
    /// open `url`, or dial `short_number` with the vendor's client, with `pin` if there is one (VMR). `page`: open
    /// `url` (WebAPI).
    pub kind: String,
    /// An address that the vendor's client opens.
    pub crmt: Option<String>,
    /// A page to open in a browser. It may be a plain `http:` one.
    pub url: Option<String>,
    pub short_number: Option<String>,
    /// Of the role.
    pub pin: Option<String>,
    /// To call in by telephone.
    pub dial_in_number: Option<String>,
    pub dial_in_pin: Option<String>,
}

impl EntryWords {
    pub fn of(way: &WayIn) -> Self {
        let open = |pin: &Option<SecretString>| pin.as_ref().map(|pin| pin.expose_secret().to_owned());
        let page = |url: &Option<String>| url.clone().filter(|url| may_be_linked(url, true));
        match &way.entry {
            Entry::Client { crmt } => Self {
                kind: "client".to_owned(),
                crmt: Some(crmt.expose_secret().to_owned()),
                url: page(&way.public_url),
                dial_in_number: way.dial_in.as_ref().map(|DialIn { number, .. }| number.clone()),
                dial_in_pin: way.dial_in.as_ref().and_then(|dial_in| open(&dial_in.pin)),
                ..Self::default()
            },
            Entry::Number { share_address, short_number, pin } => Self {
                kind: "number".to_owned(),
                url: page(share_address),
                short_number: Some(short_number.clone()),
                pin: open(pin),
                ..Self::default()
            },
            Entry::Url { url, user_id: _ } => {
                Self { kind: "page".to_owned(), url: Some(url.expose_secret().to_owned()), ..Self::default() }
            }
        }
    }
}
