//! What went wrong at an identity provider. Nothing that it wrote is kept but an error code, and no part of
//! what was sent.

use portico_vendors::kit::Cause;
use std::fmt;

/// What the provider was being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Where its endpoints are.
    Discovery,
    /// Its public keys.
    Keys,
    /// An ID token for the code.
    Token,
    /// More about the person.
    UserInfo,
}

/// What about an answer does not hold, so that nobody may be signed in with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The discovery document speaks for another issuer.
    Metadata,
    /// An endpoint where nothing may be sent.
    Endpoint,
    /// No signed token at all, or one that cannot be read.
    Malformed,
    /// `none`, a shared secret, or unknown.
    Algorithm,
    /// Signed with a key that the provider does not publish.
    Key,
    Signature,
    /// The token's, or the one that the browser brought, is not the provider's own.
    Issuer,
    Audience,
    /// Or without an end.
    Expired,
    /// Made in the future.
    Early,
    Nonce,
    /// Missing, too long, or another's than the token's.
    Subject,
}

/// Why nobody was signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityError {
    /// No answer, or none that can be read.
    Silent { step: Step, cause: Cause },
    /// The provider refused, with a code of RFC 6749 such as `invalid_grant`.
    Refused { step: Step, code: String },
    /// It answered, and the answer failed a check.
    Untrusted(Flaw),
}

impl From<Flaw> for IdentityError {
    fn from(flaw: Flaw) -> Self {
        Self::Untrusted(flaw)
    }
}

impl fmt::Display for IdentityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Silent { step, cause } => write!(f, "{step:?}: {cause}"),
            Self::Refused { step, code } => write!(f, "{step:?}: refused with {code}"),
            Self::Untrusted(flaw) => write!(f, "the answer failed the check of {flaw:?}"),
        }
    }
}

impl std::error::Error for IdentityError {}
