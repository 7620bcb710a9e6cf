//! What every use case shares.

use crate::access::SignedIn;
use crate::address_book::AddressBook;
use crate::failures::stored;
use crate::lately::Lately;
use crate::meetings::RoomTold;
use crate::registry::{Client, Registry};
use crate::secrets::Secrets;
use crate::tally::Tally;
use moka::future::Cache;
use moka::sync::Cache as SyncCache;
use portico_domain::connections::Connection;
use portico_domain::ids::{ConnectionId, MeetingId, TokenId};
use portico_domain::refusals::Refusal;
use portico_domain::time::Timestamp;
use portico_domain::tokens::ApiToken;
use portico_store::Store;
use portico_vendors::kit::{Clock, Limits, SystemClock};
use quick_cache::sync::Cache as QuickCache;
use secrecy::SecretString;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::time::Instant;

/// The use cases with everything they need. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    /// When all this was made.
    pub started: Timestamp,
    pub registry: Registry,
    /// What was made of the vendors' limits.
    pub tally: Arc<Tally>,
    /// How much room there is where the data lie.
    pub space: OnceLock<crate::AskSpace>,
    /// Chains the audit log.
    pub audit_key: SecretString,
    /// One question to the vendor per meeting and second, however many watch; and when it was answered.
    pub looked: Cache<MeetingId, (Instant, Result<(), Refusal>)>,
    /// The same for the recordings of a meeting.
    pub recordings_watched: Cache<MeetingId, ()>,
    /// When the synchroniser last asked for the recordings of a meeting.
    pub recordings_looked: SyncCache<MeetingId, Timestamp>,
    pub doors: crate::joining::Doors,
    /// Meetings that their vendors let nobody into when somebody tried.
    pub not_yet: SyncCache<MeetingId, crate::joining::NotYet>,
    /// In which passcodes are compared.
    pub turns: crate::throttle::Turns,
    /// Through whom people come in, besides with a password.
    pub identity_providers: OnceLock<Vec<crate::IdentityProvider>>,
    /// How events go out.
    pub sending: OnceLock<crate::Sending>,
    /// How long an answer about a meeting is good for.
    pub pace: Duration,
    /// This process among those on the same database.
    pub replica: String,
    /// Which token has lately sent which reading operation to which connection: noted once for all of them.
    pub proxied: QuickCache<(TokenId, ConnectionId, &'static str), Instant>,
    /// The tokens of scripts, by their hashes; the connections of calls through the proxy, by what these call
    /// them; and what such calls are sent with.
    pub tokens: Lately<String, (Arc<SignedIn>, Arc<ApiToken>)>,
    pub connections: Lately<String, Arc<Connection>>,
    pub reached: Lately<ConnectionId, Arc<(Client, Secrets)>>,
    /// Calls of scripts to vendors that others may wait for too.
    pub under_way: crate::proxy::UnderWay,
    /// When it was last noted that a connection's vendor answered, if it did not fail since.
    pub answered: QuickCache<ConnectionId, Timestamp>,
    /// When the synchroniser last asked who is in a meeting of a vendor that lists none.
    pub presence_looked: SyncCache<MeetingId, Timestamp>,
    /// For how many seconds a meeting of such a vendor had been running when it was last asked about.
    pub durations: SyncCache<MeetingId, i64>,
    /// What vendors said of their rooms and contacts a moment ago.
    pub address_book: AddressBook,
    /// The same as `looked` for the room of a meeting that can be recorded.
    pub rooms_looked: Cache<MeetingId, Result<Arc<RoomTold>, Refusal>>,
    /// How much goes on without a request that waits for it.
    pub lasting: AtomicUsize,
    /// How long requests wait for what goes on without them, where that was said.
    pub patience: OnceLock<Duration>,
    /// Set when the process is told to end.
    pub stopping: AtomicBool,
}

/// However many watch a meeting, its vendor is asked no more often than this.
const ASK_AT_MOST_EVERY: Duration = Duration::from_secs(1);

/// Another replica may have asked since; what is older than this says nothing of how long a meeting runs.
const DURATION_HOLDS: Duration = Duration::from_secs(60);

/// Reads through the proxy leave a line in the audit log no more often than this.
pub(crate) const NOTE_READS_EVERY: Duration = Duration::from_secs(60);

/// Tokens and connections of which one knows what they were a moment ago.
const MOST_KEPT: usize = 10_000;

/// Reads that were noted a moment ago.
const MOST_NOTED: usize = 100_000;

impl Services {
    /// With the machine's clock.
    pub fn new(store: Store, audit_key: SecretString) -> Self {
        Self::limited(store, audit_key, Limits::default())
    }

    /// With other limits for each connection: how much silence it is forgiven, and how many calls may be under way.
    pub fn limited(store: Store, audit_key: SecretString, limits: Limits) -> Self {
        Self::with_limits(store, audit_key, Arc::new(SystemClock), ASK_AT_MOST_EVERY, limits)
    }

    pub fn with_clock(store: Store, audit_key: SecretString, clock: Arc<dyn Clock>) -> Self {
        Self::with_pace(store, audit_key, clock, ASK_AT_MOST_EVERY)
    }

    /// With another pace at which the vendor is asked about a meeting that is being watched. The pace is
    /// in real time, whatever the clock says.
    pub fn with_pace(store: Store, audit_key: SecretString, clock: Arc<dyn Clock>, pace: Duration) -> Self {
        Self::with_limits(store, audit_key, clock, pace, Limits::default())
    }

    /// [`Services::with_pace`] and [`Services::limited`] in one.
    pub fn with_limits(
        store: Store,
        audit_key: SecretString,
        clock: Arc<dyn Clock>,
        pace: Duration,
        limits: Limits,
    ) -> Self {
        let tally = Arc::new(Tally::default());
        let registry = Registry::new(store.clone(), clock.clone(), tally.clone(), pace, limits);
        let looked = Cache::builder().max_capacity(10_000).time_to_live(pace).build();
        let recordings_watched = Cache::builder().max_capacity(10_000).time_to_live(pace).build();
        let recordings_looked = SyncCache::new(100_000);
        let presence_looked = SyncCache::new(100_000);
        let durations = SyncCache::builder().max_capacity(10_000).time_to_live(DURATION_HOLDS).build();
        let address_book = AddressBook::new(pace);
        let rooms_looked = Cache::builder().max_capacity(10_000).time_to_live(pace).build();
        let inner = Inner {
            started: clock.now(),
            store,
            clock,
            registry,
            tally,
            space: OnceLock::new(),
            audit_key,
            looked,
            recordings_watched,
            recordings_looked,
            presence_looked,
            durations,
            address_book,
            rooms_looked,
            lasting: AtomicUsize::new(0),
            patience: OnceLock::new(),
            stopping: AtomicBool::new(false),
            doors: Default::default(),
            not_yet: SyncCache::new(10_000),
            turns: Default::default(),
            under_way: Default::default(),
            identity_providers: OnceLock::new(),
            sending: OnceLock::new(),
            pace,
            replica: portico_store::new_id(),
            tokens: Lately::new(MOST_KEPT),
            connections: Lately::new(MOST_KEPT),
            reached: Lately::new(MOST_KEPT),
            answered: QuickCache::new(MOST_KEPT),
            proxied: QuickCache::new(MOST_NOTED),
        };
        Self { inner: Arc::new(inner) }
    }

    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Rises with everything that this process writes; what was read at another count may be outdated.
    pub fn writes(&self) -> u64 {
        self.store().writes()
    }

    /// Does the database answer?
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), Refusal> {
        self.store().ping().await.map_err(stored)
    }

    /// Finishes what is being written and closes the database.
    pub async fn close(&self) {
        self.store().close().await;
    }
}
