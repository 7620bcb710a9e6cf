//! Section 鉴权方式: who calls, and whether the signature is theirs.

use http::HeaderMap;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::errors::{self, Refusal};
use crate::{Credential, CredentialValue};

/// 如果与服务器时间相差超过5分钟，会引起签名过期错误.
const TOLERANCE: i64 = 5 * 60;

/// Who may call, and as what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A company: all of the conference and video operations.
    Company,
    /// The platform itself: company operations only (section 创建企业).
    Platform,
    /// A company that has not bought the API.
    Closed,
}

pub(super) struct Account {
    pub secret_id: &'static str,
    secret_key: &'static str,
    pub standing: Standing,
}

/// These are published: they open nothing but the sandbox.
pub(super) const ACCOUNTS: [Account; 3] = [
    Account {
        secret_id: "sandbox-company",
        secret_key: "sandbox-secret-key-not-for-production",
        standing: Standing::Company,
    },
    Account {
        secret_id: "sandbox-platform",
        secret_key: "sandbox-platform-key-not-for-production",
        standing: Standing::Platform,
    },
    Account {
        secret_id: "sandbox-closed",
        secret_key: "sandbox-closed-key-not-for-production",
        standing: Standing::Closed,
    },
];

/// What `portico sandbox` prints.
pub(crate) fn credentials() -> Vec<Credential> {
    ACCOUNTS
        .iter()
        .map(|account| Credential {
            vendor: super::NAME.to_owned(),
            purpose: match account.standing {
                Standing::Company => "company",
                Standing::Platform => "platform (company operations)",
                Standing::Closed => "company without API permission (always 22007)",
            }
            .to_owned(),
            values: vec![
                CredentialValue::new("secretId", account.secret_id),
                CredentialValue::new("secretKey", account.secret_key),
            ],
        })
        .collect()
}

/// Checks the four common headers. The document gives no order of checks; this goes from what
/// needs the least knowledge to what needs the most. An account without API permission is told so
/// whatever its key, since it may never have been given one.
pub(super) fn check(headers: &HeaderMap, now: i64) -> Result<&'static Account, Refusal> {
    let secret_id = required(headers, "x-cr-secretid", errors::NO_SECRET_ID)?;
    let timestamp = required(headers, "x-cr-timestamp", errors::NO_TIMESTAMP)?;
    let signature = required(headers, "x-cr-signature", errors::NO_SIGNATURE)?;
    let seconds: i64 = timestamp
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| timestamp.parse().ok())
        .flatten()
        .ok_or(errors::TIMESTAMP_FORMAT)?;
    if now.abs_diff(seconds) > TOLERANCE as u64 {
        return Err(errors::SIGNATURE_EXPIRED);
    }
    let account =
        ACCOUNTS.iter().find(|account| account.secret_id == secret_id).ok_or(errors::NO_SUCH_ACCOUNT)?;
    if account.standing == Standing::Closed {
        return Err(errors::API_NOT_OPEN);
    }
    let expected = digest(account.secret_id, timestamp, account.secret_key);
    if !bool::from(expected.as_bytes().ct_eq(signature.as_bytes())) {
        return Err(errors::SIGNATURE_INVALID);
    }
    // 是否必传: 是, yet no code of its own stands in the table.
    required(headers, "x-cr-requestid", errors::BAD_REQUEST)?;
    Ok(account)
}

fn required<'a>(headers: &'a HeaderMap, name: &str, refusal: Refusal) -> Result<&'a str, Refusal> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .ok_or(refusal)
}

/// sha256(secretId + '&' + Timestamp + '&' + secretKey), in lower-case hex as the sample shows it.
fn digest(secret_id: &str, timestamp: &str, secret_key: &str) -> String {
    let text = [secret_id, timestamp, secret_key].join("&");
    hex::encode(Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of the document, as in shared/vectors/cloudroom_signatures.json.
    #[test]
    fn the_documents_own_example() {
        assert_eq!(
            digest("6mioUaDlFdf3Bagt3s", "1622098479", "t02npiEZn82WqRl26Nfb0stD89bZkwTT"),
            "edda74671f313bc7c081bf6e11c8da9ebe73224e4aadba96f6ae2c6ba4550f25"
        );
    }
}
