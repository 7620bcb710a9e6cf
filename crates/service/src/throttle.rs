//! One throttle over all credentials that can be guessed.
//!
//! Failures count per account or link and per network together, so that a stranger who knows an
//! account cannot lock its owner out elsewhere, and per account over all networks with a higher
//! limit. A classroom behind one address is not locked out by one pupil's typing.

use crate::Services;
use crate::failures::stored;
use portico_domain::refusals::{Kind, Refusal};
use portico_store::throttles::ThrottlePolicy;
use sha2::{Digest, Sha256};

const PAIR: ThrottlePolicy = ThrottlePolicy { window_seconds: 900, most_failures: 10, block_seconds: 900 };
/// A whole class types a passcode behind one address.
const CLASS: ThrottlePolicy = ThrottlePolicy { window_seconds: 900, most_failures: 40, block_seconds: 300 };
const TARGET: ThrottlePolicy = ThrottlePolicy { window_seconds: 900, most_failures: 100, block_seconds: 300 };
const NETWORK: ThrottlePolicy =
    ThrottlePolicy { window_seconds: 900, most_failures: 300, block_seconds: 300 };

const BEGINNINGS: ThrottlePolicy =
    ThrottlePolicy { window_seconds: 900, most_failures: 1000, block_seconds: 60 };

/// One attempt that is counted as a failure until it has succeeded.
pub(crate) struct Attempt<'a> {
    services: &'a Services,
    buckets: Vec<(String, ThrottlePolicy)>,
}

fn bucket(kind: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    format!("{kind}:{}", hex::encode(&hash.finalize()[..16]))
}

impl Services {
    /// Counts an attempt on `target` (an account, a link) from `network`.
    ///
    /// # Errors
    /// [`Kind::Throttled`]: there were too many failures.
    pub(crate) async fn attempt(
        &self,
        what: &str,
        target: &str,
        network: &str,
    ) -> Result<Attempt<'_>, Refusal> {
        let attempt = self.throttled(what, PAIR, target, network);
        attempt.check().await?;
        attempt.count().await?;
        Ok(attempt)
    }

    /// Says whether a passcode that was typed at a link may count as `right`. Comparing it takes no time, so only a
    /// wrong one is counted, and a class that types the right one at the same moment gets in.
    ///
    /// # Errors
    /// [`Kind::Throttled`]: there were too many failures.
    pub(crate) async fn typed(&self, link: &str, network: &str, right: bool) -> Result<bool, Refusal> {
        let attempt = self.throttled("passcode", CLASS, link, network);
        attempt.check().await?;
        if !right {
            attempt.count().await?;
        }
        Ok(right)
    }

    /// Counts an API token that is none, and says so. Right tokens are not asked about: a script that keeps
    /// sending an old one does not lock out the others behind its address.
    pub(crate) async fn wrong_token(&self, network: &str) -> Refusal {
        let attempt = self.throttled("token", CLASS, network, network);
        let counted = match attempt.check().await {
            Ok(()) => attempt.count().await,
            Err(refusal) => Err(refusal),
        };
        counted.err().unwrap_or_else(|| Kind::NotSignedIn.into())
    }

    /// An answer of an identity provider is brought. It cannot be guessed, so it counts only if it has failed.
    ///
    /// # Errors
    /// [`Kind::Throttled`]: there were too many failures.
    pub(crate) async fn sign_in_returns(&self, network: &str) -> Result<Attempt<'_>, Refusal> {
        let attempt = self.throttled("identity", NETWORK, network, network);
        attempt.check().await?;
        Ok(attempt)
    }

    /// Counts a sign-in that goes to an identity provider: each leaves a row for ten minutes.
    ///
    /// # Errors
    /// [`Kind::Throttled`]: more of them than a whole organisation begins.
    pub(crate) async fn sign_in_begins(&self, network: &str) -> Result<(), Refusal> {
        let bucket = (bucket("identity-begin", &[network]), BEGINNINGS);
        let attempt = Attempt { services: self, buckets: vec![bucket] };
        attempt.check().await?;
        attempt.count().await
    }

    fn throttled(&self, what: &str, pair: ThrottlePolicy, target: &str, network: &str) -> Attempt<'_> {
        let buckets = vec![
            (bucket("pair", &[what, target, network]), pair),
            (bucket("target", &[what, target]), TARGET),
            (bucket("network", &[network]), NETWORK),
        ];
        Attempt { services: self, buckets }
    }
}

impl Attempt<'_> {
    async fn check(&self) -> Result<(), Refusal> {
        let now = self.services.now();
        for (bucket, _) in &self.buckets {
            let throttles = self.services.store().throttles();
            if let Some(until) = throttles.blocked_until(bucket, now).await.map_err(stored)? {
                let seconds = u32::try_from(until.since(now) / 1000 + 1).unwrap_or(1);
                return Err(Refusal { retry_after: Some(seconds), ..Kind::Throttled.into() });
            }
        }
        Ok(())
    }

    /// It has failed.
    pub async fn count(&self) -> Result<(), Refusal> {
        let now = self.services.now();
        for (bucket, policy) in &self.buckets {
            self.services.store().throttles().register_failure(bucket, now, *policy).await.map_err(stored)?;
        }
        Ok(())
    }

    /// It was the right password: it does not count.
    pub async fn succeeded(self) -> Result<(), Refusal> {
        let throttles = self.services.store().throttles();
        for (bucket, _) in &self.buckets {
            throttles.take_back(bucket).await.map_err(stored)?;
        }
        Ok(())
    }
}
