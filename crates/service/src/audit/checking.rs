//! Checking the chain when somebody asks, and remembering what came of it.

use crate::access::Administrator;
use crate::failures::stored;
use portico_domain::refusals::Refusal;
use portico_domain::time::Timestamp;
use portico_store::audit::Verdict;
use serde::{Deserialize, Serialize};

/// Where the outcome of the last check stands. It is no secret and proves nothing: only a check does.
const LAST: &str = "audit_check";

/// What a walk along the chain found, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditCheck {
    pub at: Timestamp,
    pub verdict: Verdict,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    at: i64,
    lines: i64,
    broken: Option<i64>,
    expected: Option<i64>,
}

impl From<AuditCheck> for Kept {
    fn from(check: AuditCheck) -> Self {
        let at = check.at.millis();
        match check.verdict {
            Verdict::Whole { lines } => Self { at, lines, broken: None, expected: None },
            Verdict::Broken { seq } => Self { at, lines: seq - 1, broken: Some(seq), expected: None },
            Verdict::CutOff { lines, expected } => Self { at, lines, broken: None, expected: Some(expected) },
        }
    }
}

impl From<Kept> for AuditCheck {
    fn from(kept: Kept) -> Self {
        let verdict = match (kept.broken, kept.expected) {
            (Some(seq), _) => Verdict::Broken { seq },
            (None, Some(expected)) => Verdict::CutOff { lines: kept.lines, expected },
            (None, None) => Verdict::Whole { lines: kept.lines },
        };
        Self { at: Timestamp::from_millis(kept.at), verdict }
    }
}

impl Administrator {
    /// Walks along the whole chain, now.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn check_audit(&self) -> Result<AuditCheck, Refusal> {
        let services = &self.services;
        let check = AuditCheck { verdict: services.verify_audit().await?, at: services.now() };
        if let Ok(text) = serde_json::to_string(&Kept::from(check)) {
            services.store().settings().set(LAST, &text).await.map_err(stored)?;
        }
        Ok(check)
    }

    /// What the last check on the page found; absent if there was none.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn last_audit_check(&self) -> Result<Option<AuditCheck>, Refusal> {
        let kept = self.services.store().settings().get(LAST).await.map_err(stored)?;
        Ok(kept.and_then(|text| serde_json::from_str::<Kept>(&text).ok()).map(AuditCheck::from))
    }
}
