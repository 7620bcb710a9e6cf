//! Section 鉴权说明: the header `auth`.

use http::HeaderMap;
use subtle::ConstantTimeEq;

use super::errors::{self, Refusal};
use crate::{Credential, CredentialValue};

/// 企业(租户).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tenant {
    Own,
    /// A neighbour, whose rooms are answered with 200001.
    Other,
}

impl Tenant {
    /// 企业ID或租户ID.
    pub fn number(self) -> i64 {
        match self {
            Self::Own => 52,
            Self::Other => 800,
        }
    }
}

/// These are published: they open nothing but the sandbox.
const API_ID: &str = "sandbox-api";
const API_KEY: &str = "sandbox-api-key-not-for-production";
/// 公有云: the document does not say how the two are joined; a colon is usual.
const AUTH: &str = "sandbox-api:sandbox-api-key-not-for-production";
/// 专属云, as the document's `auth=800`.
const OTHER_AUTH: &str = "sandbox-800";
/// 长度 60.
const LONGEST: usize = 60;

/// What `portico sandbox` prints.
pub(crate) fn credentials() -> Vec<Credential> {
    let credential = |purpose: &str, values: Vec<CredentialValue>| Credential {
        vendor: super::NAME.to_owned(),
        purpose: purpose.to_owned(),
        values,
    };
    let value = CredentialValue::new;
    vec![
        credential(
            "tenant",
            vec![
                value("auth", AUTH),
                value("apiId", API_ID),
                value("apiKey", API_KEY),
                value("account", super::seed::ACCOUNT),
            ],
        ),
        credential("another tenant (auth given whole)", vec![value("auth", OTHER_AUTH)]),
    ]
}

/// Who calls. 200001 is the nearest that the table has for an auth that is missing or unknown.
pub(super) fn check(headers: &HeaderMap) -> Result<Tenant, Refusal> {
    let given = headers.get("auth").map(|value| value.as_bytes()).unwrap_or_default();
    let is = |known: &str| given.len() <= LONGEST && bool::from(given.ct_eq(known.as_bytes()));
    if is(AUTH) {
        Ok(Tenant::Own)
    } else if is(OTHER_AUTH) {
        Ok(Tenant::Other)
    } else {
        Err(errors::AUTH_MISMATCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_auth_is_id_and_key() {
        assert_eq!(AUTH, format!("{API_ID}:{API_KEY}"));
        assert!(AUTH.len() <= LONGEST);
    }
}
