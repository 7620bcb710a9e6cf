//! One authorised call, from declaration to reply.

use super::answer;
use super::auth::{BadAuth, MOST_AUTH_CHARS, VmrAuth};
use super::ids::Account;
use super::lately::{FRESH, Lately, Rooms};
use super::operations::booking::Booking;
use super::operations::{Times, VmrOperation};
use crate::kit::{
    AddressPolicy, Call, Cause, Chance, Clock, Deadlines, Operation, Outgoing, Passage, Readable, Reading,
    RetryBudget, RetryPolicy, SecretString, Skew, Transport, Tries, VendorError, below, random_chance,
    read_base,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use jiff::tz::TimeZone;
use portico_domain::capabilities::Vendor;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_domain::time::Timestamp;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// Bookings are local to the vendor.
pub const DEFAULT_BOOKING_ZONE: &str = portico_domain::connections::DEFAULT_ZONE;
/// Recordings are not: a file that starts at 01:43:09 is called …094309.mp4 in the document.
pub const DEFAULT_RECORDING_ZONE: &str = "UTC";

const AUTH: HeaderName = HeaderName::from_static("auth");

/// What a connection to VMR is made of.
#[derive(Clone, Debug)]
pub struct VmrConfig {
    /// `https://host` or `https://host:port`.
    pub base_url: String,
    pub auth: VmrAuth,
    /// In whose name the connection books and lists, `xxxx@xxxx`.
    pub account: String,
    /// IANA name: the zone of booking times.
    pub booking_zone: String,
    /// IANA name: the zone of recording times.
    pub recording_zone: String,
    /// Allows `http:` and addresses that are not public.
    pub private_network: bool,
    /// Hosts (`host` or `host:port`) besides the base's own from which recordings may be fetched.
    pub media_hosts: Vec<String>,
}

impl VmrConfig {
    /// With the default zones, on the public network, recordings from the base's own host alone.
    pub fn new(base_url: impl Into<String>, auth: VmrAuth, account: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            auth,
            account: account.into(),
            booking_zone: DEFAULT_BOOKING_ZONE.to_owned(),
            recording_zone: DEFAULT_RECORDING_ZONE.to_owned(),
            private_network: false,
            media_hosts: Vec::new(),
        }
    }
}

/// The client of one enterprise.
#[derive(Clone)]
pub struct Vmr {
    base: Url,
    auth: HeaderValue,
    account: Account,
    booking_zone: TimeZone,
    recording_zone: TimeZone,
    media_hosts: Vec<String>,
    transport: Transport,
    clock: Arc<dyn Clock>,
    chance: Chance,
    retry: RetryPolicy,
    budget: Arc<RetryBudget>,
    skew: Arc<Skew>,
    pub(super) passage: Passage,
    lately: Arc<Lately<Arc<Readable<Booking>>>>,
    rooms: Arc<Rooms>,
    room_pace: Duration,
}

impl fmt::Debug for Vmr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vmr").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

fn bad_auth(why: BadAuth) -> Refusal {
    match why {
        BadAuth::Form => Refusal::field("auth_form", Rule::NotAChoice),
        BadAuth::Character => Refusal::field("secret", Rule::BadCharacter),
        BadAuth::TooLong => Refusal::field("secret", Rule::TooLong { most: MOST_AUTH_CHARS as u32 }),
    }
}

impl Vmr {
    /// # Errors
    /// The field of the connection form that is wrong: `base_url`, `secret`, `auth_form`, `account`,
    /// `zone` or `recording_zone`.
    #[allow(clippy::result_large_err, reason = "a refusal is made once and shown at once")]
    pub fn new(config: VmrConfig, clock: Arc<dyn Clock>, deadlines: Deadlines) -> Result<Self, Refusal> {
        let policy = AddressPolicy { private_network: config.private_network };
        let base =
            read_base(&config.base_url, policy).map_err(|wrong| Refusal::field("base_url", wrong.rule()))?;
        let zone =
            |field, name: &str| TimeZone::get(name).map_err(|_| Refusal::field(field, Rule::UnknownZone));
        let account =
            Account::read(&config.account).map_err(|_| Refusal::field("account", Rule::BadCharacter))?;
        let transport = Transport::new(policy, deadlines).map_err(|error| {
            tracing::error!(%error, "no HTTP client");
            Refusal::of(Kind::Internal)
        })?;
        Ok(Self {
            base,
            auth: config.auth.header().map_err(bad_auth)?,
            account,
            booking_zone: zone("zone", &config.booking_zone)?,
            recording_zone: zone("recording_zone", &config.recording_zone)?,
            media_hosts: config.media_hosts,
            transport,
            clock,
            chance: random_chance(),
            retry: RetryPolicy::default(),
            budget: Arc::default(),
            skew: Arc::default(),
            passage: Passage::default(),
            lately: Arc::default(),
            rooms: Arc::default(),
            room_pace: FRESH,
        })
    }

    /// With another way to try again, and another chance for its jitter and for what is drawn.
    #[must_use]
    pub fn with_retry(self, retry: RetryPolicy, chance: Chance) -> Self {
        Self { retry, chance, ..self }
    }

    /// Six digits.
    pub(super) fn draw_pin(&self) -> SecretString {
        SecretString::from(format!("{:06}", ((self.chance)() * 1e6) as u32))
    }

    /// With another time for which what was heard of a room is good; a second by default.
    #[must_use]
    pub fn with_room_pace(self, room_pace: Duration) -> Self {
        Self { room_pace, ..self }
    }

    /// With a breaker and a bulkhead; without, everything passes.
    #[must_use]
    pub fn with_passage(self, passage: Passage) -> Self {
        Self { passage, ..self }
    }

    /// What its calls pass.
    pub fn passage(&self) -> &Passage {
        &self.passage
    }

    /// The vendor's clock minus ours as last seen, in seconds.
    pub fn skew_seconds(&self) -> Option<i64> {
        self.skew.seconds()
    }

    /// In whose name this connection books and lists.
    pub fn account(&self) -> &Account {
        &self.account
    }

    pub(super) fn transport(&self) -> &Transport {
        &self.transport
    }

    pub(super) fn base(&self) -> &Url {
        &self.base
    }

    pub(super) fn media_hosts(&self) -> &[String] {
        &self.media_hosts
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    pub(super) fn auth_header(&self) -> (HeaderName, HeaderValue) {
        (AUTH, self.auth.clone())
    }

    /// Notes the vendor's clock, from an answer to what was sent at `sent`.
    pub(super) fn observe(&self, date: Option<Timestamp>, sent: Timestamp) {
        self.skew.observe(date, sent, self.clock.now());
    }

    pub(super) fn booking_zone(&self) -> &TimeZone {
        &self.booking_zone
    }

    pub(super) fn lately(&self) -> &Lately<Arc<Readable<Booking>>> {
        &self.lately
    }

    pub(super) fn rooms_lately(&self) -> (&Rooms, Duration) {
        (&self.rooms, self.room_pace)
    }

    /// Makes one call; a repeatable operation is tried again where that helps, all within the total
    /// deadline.
    ///
    /// # Errors
    /// What went wrong the last time.
    pub async fn call<O: VmrOperation>(&self, operation: &O) -> Result<O::Reply, VendorError> {
        let until = Instant::now() + self.transport.deadlines().total;
        let mut tries = Tries::start(&self.retry, &self.budget);
        loop {
            let error = match self.attempt(operation, until).await {
                Err(error) if O::REPEATABLE => error,
                outcome => return outcome,
            };
            let wake = tries.again(error, (self.chance)(), until)?;
            tokio::time::sleep_until(wake).await;
        }
    }

    /// Tries once, and writes it down.
    async fn attempt<O: VmrOperation>(&self, operation: &O, until: Instant) -> Result<O::Reply, VendorError> {
        let started = Instant::now();
        let call = Call { vendor: Vendor::Vmr, operation: O::NAME, request_id: None, started };
        let outcome = self.exchange(operation, until).await;
        call.note(&outcome);
        outcome.map_err(|cause| self.error::<O>(cause))
    }

    async fn exchange<O: VmrOperation>(&self, operation: &O, until: Instant) -> Result<O::Reply, Cause> {
        let sent = self.clock.now();
        let asking = async {
            let answer = self.transport.send(self.request(operation), until, sent).await?;
            self.skew.observe(answer.date, sent, self.clock.now());
            answer::read(answer, O::ENVELOPE)
        };
        let reply = self.passage.through(O::JOINS, until, asking).await?;
        let zone = match O::TIMES {
            Times::Booking => self.booking_zone.clone(),
            Times::Recording => self.recording_zone.clone(),
        };
        let reading = Reading { zone, now: sent };
        operation.read(&reply, &reading).map_err(|unreadable| Cause::Unreadable { at: unreadable.at })
    }

    /// Every call carries `auth`, 获取会议信息 too: "接口的头部均需要传递参数auth", though its own
    /// section has no table of headers.
    fn request<O: Operation>(&self, operation: &O) -> Outgoing {
        let mut headers = HeaderMap::with_capacity(3);
        headers.insert(AUTH, self.auth.clone());
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let body = operation.body().map(|body| Bytes::from(body.to_string()));
        if body.is_some() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Outgoing { method: O::METHOD, url: self.address(operation), headers, body }
    }

    fn address<O: Operation>(&self, operation: &O) -> Url {
        let query = operation.query();
        below(&self.base, &operation.path(), query.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// An error of an operation, outside or after a call.
    pub(super) fn error<O: Operation>(&self, cause: Cause) -> VendorError {
        VendorError {
            vendor: Vendor::Vmr,
            operation: O::NAME,
            doc: O::DOC,
            changes: O::CHANGES,
            // The vendor has no header for one.
            request_id: None,
            skew_seconds: self.skew.seconds(),
            cause,
        }
    }
}
