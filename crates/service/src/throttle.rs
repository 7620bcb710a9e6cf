//! One throttle over all credentials that can be guessed.
//!
//! Failures count per account or link and per network together, so that a stranger who knows an
//! account cannot lock its owner out elsewhere, and per account over all networks with a higher
//! limit. A classroom behind one address is not locked out by one pupil's typing, nor by everybody's who mistypes once:
//! what a browser mistypes counts for itself first.

mod browsers;
mod networks;
mod passcodes;
mod turns;

pub(crate) use browsers::Browser;
pub(crate) use passcodes::LONGEST_SLUG;
pub(crate) use turns::Turns;

use crate::Services;
use crate::failures::stored;
use networks::network_of;
use portico_domain::ids::PersonId;
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::time::Timestamp;
use portico_store::throttles::ThrottlePolicy;
use sha2::{Digest, Sha256};

const PAIR: ThrottlePolicy = ThrottlePolicy { window_seconds: 900, most_failures: 10, block_seconds: 900 };
/// A whole class types a passcode behind one address, and each of them may mistype it.
const CLASS: ThrottlePolicy = ThrottlePolicy { window_seconds: 900, most_failures: 100, block_seconds: 300 };
/// All who type the passcode of a link, wherever they are.
const LINK: ThrottlePolicy = ThrottlePolicy { window_seconds: 900, most_failures: 200, block_seconds: 300 };
/// Scripts behind one address.
const SCRIPTS: ThrottlePolicy = ThrottlePolicy { window_seconds: 900, most_failures: 40, block_seconds: 300 };
const TARGET: ThrottlePolicy = ThrottlePolicy { window_seconds: 900, most_failures: 100, block_seconds: 300 };
const NETWORK: ThrottlePolicy =
    ThrottlePolicy { window_seconds: 900, most_failures: 300, block_seconds: 300 };

const BEGINNINGS: ThrottlePolicy =
    ThrottlePolicy { window_seconds: 900, most_failures: 1000, block_seconds: 60 };

/// One attempt that is counted as a failure until it has succeeded.
pub(crate) struct Attempt<'a> {
    services: &'a Services,
    buckets: Vec<Bucket>,
}

struct Bucket {
    name: String,
    policy: ThrottlePolicy,
    /// Until when it is blocked if it was this very attempt that was one too many.
    own_block: Option<Timestamp>,
}

impl Bucket {
    /// Of whatever `parts` name together.
    fn of(kind: &str, parts: &[&str], policy: ThrottlePolicy) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let name = format!("{kind}:{}", hex::encode(&hash.finalize()[..16]));
        Self { name, policy, own_block: None }
    }
}

fn throttled(seconds: i64) -> Refusal {
    Refusal { retry_after: Some(u32::try_from(seconds).unwrap_or(1)), ..Kind::Throttled.into() }
}

impl Services {
    /// Counts an attempt on `target` (an account, a link) from the address `visitor`.
    ///
    /// # Errors
    /// [`Kind::Throttled`]: there were too many failures.
    pub(crate) async fn attempt(
        &self,
        what: &str,
        target: &str,
        visitor: &str,
    ) -> Result<Attempt<'_>, Refusal> {
        let mut attempt = self.throttled(what, [PAIR, TARGET], target, &network_of(visitor));
        attempt.check().await?;
        attempt.count().await?;
        Ok(attempt)
    }

    /// Counts a link of ours that is none (set-up, invitation), and says so if there were too many. Such a link cannot
    /// be guessed, and a page of somebody else's can make a browser open many: they count by themselves, so that nobody
    /// is kept from signing in by them. Links that there are, are not asked about.
    ///
    /// # Errors
    /// [`Kind::Throttled`].
    pub(crate) async fn wrong_link(&self, what: &str, hash: &str, visitor: &str) -> Result<(), Refusal> {
        let network = network_of(visitor);
        let pair = Bucket::of("pair", &[what, hash, &network], PAIR);
        let all = Bucket::of("links", &[&network], NETWORK);
        let mut attempt = Attempt { services: self, buckets: vec![pair, all] };
        attempt.check().await?;
        attempt.count().await
    }

    /// Counts an attempt of somebody signed in on what is their own, such as their password. Nobody else comes near
    /// it, so it counts for nobody else, wherever they are.
    ///
    /// # Errors
    /// [`Kind::Throttled`]: there were too many failures.
    pub(crate) async fn attempt_at_own(&self, what: &str, person: &PersonId) -> Result<Attempt<'_>, Refusal> {
        let bucket = Bucket::of("own", &[what, person.as_str()], PAIR);
        let mut attempt = Attempt { services: self, buckets: vec![bucket] };
        attempt.check().await?;
        attempt.count().await?;
        Ok(attempt)
    }

    /// Says whether a passcode that was typed at a link may count as `right`. Comparing it takes no time, so only a
    /// wrong one is counted, and a class that types the right one at the same moment gets in.
    ///
    /// # Errors
    /// [`Kind::Throttled`]: there were too many failures.
    pub(crate) async fn typed(
        &self,
        link: &str,
        visitor: &str,
        browser: Option<&Browser>,
        right: bool,
    ) -> Result<bool, Refusal> {
        let network = network_of(visitor);
        let own = browser.map(|browser| Bucket::of("browser", &["passcode", link, &browser.id], PAIR));
        let mut own = Attempt { services: self, buckets: own.into_iter().collect() };
        let mut shared = self.throttled("passcode", [CLASS, LINK], link, &network);
        // A right one looks only whether it is blocked, so it must not look before the guesses that were sent along
        // with it are counted. Right and wrong ones wait alike: how long it takes tells nothing.
        let _turn = self.inner.turns.take(link, &network).await;
        own.check().await?;
        if !browser.is_some_and(|browser| browser.known) {
            shared.check().await?;
        }
        if !right {
            // Whoever is stopped here uses up nothing of the others'.
            own.count().await?;
            shared.count().await?;
        }
        Ok(right)
    }

    /// Counts an API token that is none, and says so. Right tokens are not asked about: a script that keeps
    /// sending an old one does not lock out the others behind its address.
    pub(crate) async fn wrong_token(&self, visitor: &str) -> Refusal {
        let network = network_of(visitor);
        let mut attempt = self.throttled("token", [SCRIPTS, TARGET], &network, &network);
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
    pub(crate) async fn sign_in_returns(&self, visitor: &str) -> Result<Attempt<'_>, Refusal> {
        let network = network_of(visitor);
        let attempt = self.throttled("identity", [NETWORK, TARGET], &network, &network);
        attempt.check().await?;
        Ok(attempt)
    }

    /// Counts a sign-in that goes to an identity provider: each leaves a row for ten minutes.
    ///
    /// # Errors
    /// [`Kind::Throttled`]: more of them than a whole organisation begins.
    pub(crate) async fn sign_in_begins(&self, visitor: &str) -> Result<(), Refusal> {
        let bucket = Bucket::of("identity-begin", &[&network_of(visitor)], BEGINNINGS);
        let mut attempt = Attempt { services: self, buckets: vec![bucket] };
        attempt.check().await?;
        attempt.count().await
    }

    /// The policies: for one network, and for all of them.
    fn throttled(
        &self,
        what: &str,
        [pair, all]: [ThrottlePolicy; 2],
        target: &str,
        network: &str,
    ) -> Attempt<'_> {
        let buckets = vec![
            Bucket::of("pair", &[what, target, network], pair),
            Bucket::of("target", &[what, target], all),
            Bucket::of("network", &[network], NETWORK),
        ];
        Attempt { services: self, buckets }
    }
}

impl Attempt<'_> {
    async fn check(&self) -> Result<(), Refusal> {
        let now = self.services.now();
        for bucket in &self.buckets {
            let throttles = self.services.store().throttles();
            if let Some(until) = throttles.blocked_until(&bucket.name, now).await.map_err(stored)? {
                return Err(throttled(until.since(now) / 1000 + 1));
            }
        }
        Ok(())
    }

    /// It has failed.
    ///
    /// # Errors
    /// [`Kind::Throttled`]: others that came at the same moment were too many already. A flood at one account from
    /// one network is stopped at the first bucket, and does not fill those that the account shares with others.
    pub async fn count(&mut self) -> Result<(), Refusal> {
        let now = self.services.now();
        for bucket in &mut self.buckets {
            let throttles = self.services.store().throttles();
            let counted =
                throttles.register_failure(&bucket.name, now, bucket.policy).await.map_err(stored)?;
            // Blocked since it was looked at, which is just now.
            let counted = counted.ok_or_else(|| throttled(bucket.policy.block_seconds))?;
            bucket.own_block = counted.blocked_until;
        }
        Ok(())
    }

    /// It was the right password: it does not count.
    pub async fn succeeded(self) -> Result<(), Refusal> {
        let throttles = self.services.store().throttles();
        for bucket in &self.buckets {
            throttles.take_back(&bucket.name, bucket.policy, bucket.own_block).await.map_err(stored)?;
        }
        Ok(())
    }
}
