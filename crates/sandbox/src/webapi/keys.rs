//! Enterprise keys, and the token credential that goes with one.

use subtle::ConstantTimeEq;

use super::errors::{self, Refusal};
use super::token::Cipher;
use crate::{Credential, CredentialValue};

/// Whose meetings a key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Company {
    /// The one of the first key.
    Own,
    /// A neighbour, whose meetings are answered with 4108.
    Other,
}

/// These are published: they open nothing but the sandbox.
pub(super) const OWN_KEY: &str = "sandbox-enterprise-not-for-production";
const EXPIRED_KEY: &str = "sandbox-expired-enterprise";
const FROZEN_KEY: &str = "sandbox-frozen-enterprise";
const PASSKEY: &str = "sandbox-passkey";
const PASSPHRASE: &str = "sandbox-passphrase-not-for-production";

/// Opens the tokens of the own enterprise.
pub(super) fn cipher() -> Cipher {
    Cipher::derive(PASSKEY, PASSPHRASE)
}

/// What `portico sandbox` prints.
pub(crate) fn credentials() -> Vec<Credential> {
    let cipher = cipher();
    let key_alone = |purpose: &str, key: &str| Credential {
        vendor: super::NAME.to_owned(),
        purpose: purpose.to_owned(),
        values: vec![CredentialValue::new("key", key)],
    };
    let mut own = key_alone("enterprise", OWN_KEY);
    own.values.extend([
        CredentialValue::new("passkey", PASSKEY),
        CredentialValue::new("passphrase", PASSPHRASE),
        CredentialValue::new("keyHex", &cipher.key_hex()),
        CredentialValue::new("ivHex", &cipher.iv_hex()),
    ]);
    vec![
        own,
        key_alone("enterprise on an expired server (always 3001)", EXPIRED_KEY),
        key_alone("frozen enterprise (always 3002)", FROZEN_KEY),
    ]
}

/// The key stands in queries and bodies; the call log shows neither.
pub(crate) fn masked(text: String) -> String {
    [OWN_KEY, EXPIRED_KEY, FROZEN_KEY].iter().fold(text, |text, key| text.replace(key, "(redacted)"))
}

/// `key` of every call.
pub(super) fn check(given: Option<&str>) -> Result<Company, Refusal> {
    let given = given.filter(|key| !key.is_empty()).ok_or(errors::KEY_MISSING)?;
    match given {
        _ if bool::from(given.as_bytes().ct_eq(OWN_KEY.as_bytes())) => Ok(Company::Own),
        EXPIRED_KEY => Err(errors::SERVER_EXPIRED),
        FROZEN_KEY => Err(errors::COMPANY_FROZEN),
        _ => Err(errors::KEY_WRONG),
    }
}
