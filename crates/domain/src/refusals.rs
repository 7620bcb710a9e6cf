//! Refusals: why something was not done, in a form that is safe to show.
//!
//! A refusal names a kind (each has a text in each language), the fields to blame if there are any,
//! the vendor's own code with its explanation, and an incident id when the cause is in the log.

use crate::language::Language;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why, in one word. Each kind has a text in every language and one HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Something typed is wrong; the fields say what.
    Invalid,
    NotSignedIn,
    /// Wrong account or password; deliberately says no more.
    SignInFailed,
    /// A sign-in through an identity provider that took too long, was finished already, or began in another
    /// browser.
    SignInLost,
    /// The identity provider does not answer, or nothing that can be read.
    IdentitySilent,
    /// The identity provider signed nobody in: it was cancelled there, or it refused.
    IdentityRefused,
    /// What the identity provider answered failed a check.
    IdentityUntrusted,
    /// The identity provider knows the person, but they may not have an account here.
    NoAccount,
    AccountDisabled,
    NotAllowed,
    NotFound,
    /// The same key came with another body, or someone else changed the thing meanwhile.
    Conflict,
    /// The same request is being worked on right now.
    InProgress,
    /// The vendor answered, and refused.
    VendorRefused,
    /// The vendor did not take the credential.
    VendorCredential,
    /// The vendor's clock and ours differ by more than it accepts.
    VendorClock,
    /// The vendor asks for fewer calls.
    VendorBusy,
    /// The vendor could not be reached or did not answer in time; nothing was changed.
    VendorSilent,
    /// The vendor answered with something its document does not describe.
    VendorUnreadable,
    /// A change was sent and no answer came: it may or may not have happened; Portico is checking.
    Unconfirmed,
    /// No answer of Portico's own came in time, or none that can be read: it may or may not have happened.
    NoAnswer,
    /// The vendor cannot do this at all.
    Unsupported,
    /// The connection is paused.
    Paused,
    /// Too many attempts from here.
    Throttled,
    /// Portico cannot work right now (database busy, disk full).
    Unavailable,
    /// A fault of Portico; the incident id leads to the log.
    Internal,
}

impl Kind {
    pub const ALL: [Kind; 26] = [
        Kind::Invalid,
        Kind::NotSignedIn,
        Kind::SignInFailed,
        Kind::SignInLost,
        Kind::IdentitySilent,
        Kind::IdentityRefused,
        Kind::IdentityUntrusted,
        Kind::NoAccount,
        Kind::AccountDisabled,
        Kind::NotAllowed,
        Kind::NotFound,
        Kind::Conflict,
        Kind::InProgress,
        Kind::VendorRefused,
        Kind::VendorCredential,
        Kind::VendorClock,
        Kind::VendorBusy,
        Kind::VendorSilent,
        Kind::VendorUnreadable,
        Kind::Unconfirmed,
        Kind::NoAnswer,
        Kind::Unsupported,
        Kind::Paused,
        Kind::Throttled,
        Kind::Unavailable,
        Kind::Internal,
    ];

    /// The HTTP status, decided here and nowhere else.
    pub const fn status(self) -> u16 {
        match self {
            Kind::Invalid => 422,
            Kind::NotSignedIn | Kind::SignInFailed => 401,
            Kind::SignInLost => 400,
            Kind::NotAllowed | Kind::IdentityRefused | Kind::NoAccount | Kind::AccountDisabled => 403,
            Kind::NotFound => 404,
            Kind::Conflict | Kind::InProgress | Kind::VendorRefused | Kind::Paused => 409,
            Kind::Unsupported => 422,
            Kind::VendorCredential | Kind::VendorClock | Kind::VendorUnreadable => 502,
            Kind::IdentityUntrusted => 502,
            Kind::VendorBusy | Kind::Unavailable => 503,
            Kind::VendorSilent | Kind::Unconfirmed | Kind::NoAnswer | Kind::IdentitySilent => 504,
            Kind::Throttled => 429,
            Kind::Internal => 500,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Kind::Invalid => "invalid",
            Kind::NotSignedIn => "not-signed-in",
            Kind::SignInFailed => "sign-in-failed",
            Kind::SignInLost => "sign-in-lost",
            Kind::IdentitySilent => "identity-silent",
            Kind::IdentityRefused => "identity-refused",
            Kind::IdentityUntrusted => "identity-untrusted",
            Kind::NoAccount => "no-account",
            Kind::AccountDisabled => "account-disabled",
            Kind::NotAllowed => "not-allowed",
            Kind::NotFound => "not-found",
            Kind::Conflict => "conflict",
            Kind::InProgress => "in-progress",
            Kind::VendorRefused => "vendor-refused",
            Kind::VendorCredential => "vendor-credential",
            Kind::VendorClock => "vendor-clock",
            Kind::VendorBusy => "vendor-busy",
            Kind::VendorSilent => "vendor-silent",
            Kind::VendorUnreadable => "vendor-unreadable",
            Kind::Unconfirmed => "unconfirmed",
            Kind::NoAnswer => "no-answer",
            Kind::Unsupported => "unsupported",
            Kind::Paused => "paused",
            Kind::Throttled => "throttled",
            Kind::Unavailable => "unavailable",
            Kind::Internal => "internal",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What is wrong with one field. Each rule has a text in every language.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    Missing,
    /// More characters than allowed.
    TooLong {
        most: u32,
    },
    TooShort {
        least: u32,
    },
    /// 4 to 6 digits.
    DigitsPassword,
    NotATime,
    InThePast,
    EndBeforeStart,
    /// Longer than so many hours.
    TooFarApart {
        hours: u32,
    },
    UntilBeforeStart,
    UntilMissing,
    NotANumber,
    OutOfRange {
        least: i64,
        most: i64,
    },
    TooMany {
        most: u32,
    },
    NotAChoice,
    NotAnAddress,
    /// `http:` where only `https:` is allowed.
    NotSecure,
    UnknownZone,
    Mismatch,
    /// Not the person's current password.
    WrongPassword,
    /// Not the join link's passcode.
    WrongPasscode,
    Taken,
    /// A credential that a vendor's document prints, so that everyone knows it.
    PublicSample,
    /// A character that cannot be shown, such as a control character.
    BadCharacter,
    /// A file of more than so many megabytes (of 1,048,576 bytes).
    TooLarge {
        megabytes: u32,
    },
    /// A file that is no picture of a kind that is taken.
    NotAPicture,
    /// It would leave nobody who can administer.
    LastAdministrator,
    /// The vendor blames this field; the refusal's vendor part says why.
    Vendor,
}

/// One field and what is wrong with it. The name is that of the form's input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldRefusal {
    pub field: String,
    pub rule: Rule,
}

impl FieldRefusal {
    pub fn new(field: impl Into<String>, rule: Rule) -> Self {
        Self { field: field.into(), rule }
    }
}

/// What the vendor said, explained in both languages, its own code kept for support.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorAnswer {
    /// [`crate::capabilities::Vendor::name`].
    pub vendor: String,
    pub code: String,
    pub meaning_en: String,
    pub meaning_zh: String,
    pub remedy_en: String,
    pub remedy_zh: String,
}

impl VendorAnswer {
    pub fn meaning(&self, language: Language) -> &str {
        match language {
            Language::English => &self.meaning_en,
            Language::Chinese => &self.meaning_zh,
        }
    }

    pub fn remedy(&self, language: Language) -> &str {
        match language {
            Language::English => &self.remedy_en,
            Language::Chinese => &self.remedy_zh,
        }
    }
}

/// What became of a thing after somebody opened it to change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meanwhile {
    /// The version that stands now. Whoever sends the same form with it has been told.
    pub version: String,
    /// Who changed it last, if it was changed here.
    pub person: Option<String>,
    /// It was changed at the vendor, and noticed.
    pub elsewhere: bool,
    /// The names of the fields that were changed, as its history has them.
    pub fields: String,
}

/// What became of one meeting of a series that was to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartlyMeeting {
    /// Its id.
    pub meeting: String,
    /// When it was to take place, such as `2026-03-30`.
    pub day: String,
    /// Why it was not changed; absent if it was.
    pub refusal: Option<Box<Refusal>>,
}

/// What became of a change of several meetings of which some were not changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partly {
    /// The version of the opened meeting that stands now, to send the form again with.
    pub version: String,
    /// The earliest first.
    pub meetings: Vec<PartlyMeeting>,
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub kind: Kind,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldRefusal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<VendorAnswer>,
    /// Seconds after which another try makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// Seconds for which the vendor has not answered, so that it was not asked at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent_for: Option<u32>,
    /// Leads to the log line that has the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// The day of the occurrence of a series that it is about, such as `2026-03-30`, as the form said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<String>,
    /// With [`Kind::Conflict`]: the thing was changed since it was opened, so nothing was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meanwhile: Option<Box<Meanwhile>>,
    /// Of several meetings some were changed; the rest of this refusal is about the first that was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partly: Option<Box<Partly>>,
}

impl Refusal {
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            fields: Vec::new(),
            vendor: None,
            retry_after: None,
            silent_for: None,
            incident: None,
            occurrence: None,
            meanwhile: None,
            partly: None,
        }
    }

    pub fn invalid(fields: Vec<FieldRefusal>) -> Self {
        Self { fields, ..Self::of(Kind::Invalid) }
    }

    pub fn field(name: &str, rule: Rule) -> Self {
        Self::invalid(vec![FieldRefusal::new(name, rule)])
    }

    /// What is wrong with the named field, if anything.
    pub fn for_field(&self, name: &str) -> Option<&Rule> {
        self.fields.iter().find(|field| field.field == name).map(|field| &field.rule)
    }
}

impl From<Kind> for Refusal {
    fn from(kind: Kind) -> Self {
        Self::of(kind)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.name())?;
        if let Some(vendor) = &self.vendor {
            write!(f, " ({} {})", vendor.vendor, vendor.code)?;
        }
        for field in &self.fields {
            write!(f, " [{}: {:?}]", field.field, field.rule)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}
