//! One signed call, from declaration to reply.

use super::{answer, sign};
use crate::kit::{
    AddressPolicy, Call, Cause, Chance, Clock, Deadlines, ListGate, Operation, Outgoing, Passage, QUERY,
    Reading, RequestIds, RetryBudget, RetryPolicy, SecretString, SignedBy, Skew, Transport, Tries,
    Unreachable, VendorError, below, random_chance, random_request_ids, read_base,
};
use bytes::Bytes;
use http::{HeaderValue, header};
use jiff::tz::TimeZone;
use percent_encoding::{AsciiSet, utf8_percent_encode};
use portico_domain::capabilities::Vendor;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_domain::time::Timestamp;
use std::fmt;
use std::sync::Arc;
use tokio::time::Instant;
use url::Url;

/// What a connection to CloudRoom is made of.
#[derive(Clone, Debug)]
pub struct CloudRoomConfig {
    /// Up to and including `/CLOUDROOM-SERVER/v2`, which may be left out where nothing else stands.
    pub base_url: String,
    pub secret_id: String,
    pub secret_key: SecretString,
    /// IANA name: the zone of vendor times that name none.
    pub zone: String,
    /// Allows `http:` and addresses that are not public.
    pub private_network: bool,
    /// Hosts (`host` or `host:port`) besides the base's own from which recordings may be fetched.
    pub media_hosts: Vec<String>,
}

/// The client of one company account.
#[derive(Clone)]
pub struct CloudRoom {
    base: Url,
    secret_id: String,
    secret_key: SecretString,
    zone: TimeZone,
    media_hosts: Vec<String>,
    transport: Transport,
    clock: Arc<dyn Clock>,
    request_ids: RequestIds,
    chance: Chance,
    retry: RetryPolicy,
    budget: Arc<RetryBudget>,
    skew: Arc<Skew>,
    pub(super) passage: Passage,
    /// The platform's own secretId and secretKey, for the companies.
    platform: Option<(String, SecretString)>,
    directory: DirectorySecret,
    list_gate: Option<Arc<dyn ListGate>>,
}

/// Whose secret users and departments want; the document is silent, so the connection chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DirectorySecret {
    /// The company's own, as for meetings.
    #[default]
    Company,
    /// The platform's, as for companies.
    Platform,
}

impl fmt::Debug for CloudRoom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CloudRoom").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

/// Where the document has the API of a host.
const API: &str = "/CLOUDROOM-SERVER/v2";

/// As [`QUERY`], for a segment of the path, where these two need no code either.
const SEGMENT: &AsciiSet = &QUERY.remove(b'@').remove(b'+');

impl CloudRoom {
    /// # Errors
    /// The field of the connection form that is wrong: `base_url`, `public_id` or `zone`.
    #[allow(clippy::result_large_err, reason = "a refusal is made once and shown at once")]
    pub fn new(
        config: CloudRoomConfig,
        clock: Arc<dyn Clock>,
        deadlines: Deadlines,
    ) -> Result<Self, Refusal> {
        let policy = AddressPolicy { private_network: config.private_network };
        let mut base =
            read_base(&config.base_url, policy).map_err(|wrong| Refusal::field("base_url", wrong.rule()))?;
        if base.path() == "/" {
            base.set_path(API);
        }
        let zone = TimeZone::get(&config.zone).map_err(|_| Refusal::field("zone", Rule::UnknownZone))?;
        sign::headers(&config.secret_id, 0, &config.secret_key, "check")
            .map_err(|_| Refusal::field("public_id", Rule::BadCharacter))?;
        let transport = Transport::new(policy, deadlines).map_err(|error| {
            tracing::error!(%error, "no HTTP client");
            Refusal::of(Kind::Internal)
        })?;
        Ok(Self {
            base,
            secret_id: config.secret_id,
            secret_key: config.secret_key,
            zone,
            media_hosts: config.media_hosts,
            transport,
            clock,
            request_ids: random_request_ids(),
            chance: random_chance(),
            retry: RetryPolicy::default(),
            budget: Arc::default(),
            skew: Arc::default(),
            passage: Passage::default(),
            platform: None,
            directory: DirectorySecret::default(),
            list_gate: None,
        })
    }

    /// With other request ids than random ones.
    #[must_use]
    pub fn with_request_ids(self, request_ids: RequestIds) -> Self {
        Self { request_ids, ..self }
    }

    /// With another way to try again, and another chance for its jitter.
    #[must_use]
    pub fn with_retry(self, retry: RetryPolicy, chance: Chance) -> Self {
        Self { retry, chance, ..self }
    }

    /// With the platform's own secret, which the companies want. Document: 创建企业.
    ///
    /// # Errors
    /// The field `platform_id` if it cannot stand in a header.
    #[allow(clippy::result_large_err, reason = "a refusal is made once and shown at once")]
    pub fn with_platform(self, secret_id: String, secret_key: SecretString) -> Result<Self, Refusal> {
        sign::headers(&secret_id, 0, &secret_key, "check")
            .map_err(|_| Refusal::field("platform_id", Rule::BadCharacter))?;
        Ok(Self { platform: Some((secret_id, secret_key)), ..self })
    }

    /// With the choice of whose secret users and departments want.
    #[must_use]
    pub fn with_directory_secret(self, directory: DirectorySecret) -> Self {
        Self { directory, ..self }
    }

    /// With a gate that each try of a list call passes. Document: 查询会议列表, 300 calls a minute.
    #[must_use]
    pub fn with_list_gate(self, gate: Arc<dyn ListGate>) -> Self {
        Self { list_gate: Some(gate), ..self }
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

    pub(super) fn list_gate(&self) -> Option<&dyn ListGate> {
        self.list_gate.as_deref()
    }

    pub(super) fn new_request_id(&self) -> String {
        (self.request_ids)()
    }

    /// Notes the vendor's clock, from an answer to what was sent at `sent`.
    pub(super) fn observe(&self, date: Option<Timestamp>, sent: Timestamp) {
        self.skew.observe(date, sent, self.clock.now());
    }

    /// Makes one call; a repeatable operation is tried again where that helps, all within the total
    /// deadline. Each try has its own request id and signature.
    ///
    /// # Errors
    /// What went wrong the last time.
    pub async fn call<O: Operation>(&self, operation: &O) -> Result<O::Reply, VendorError> {
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
    async fn attempt<O: Operation>(&self, operation: &O, until: Instant) -> Result<O::Reply, VendorError> {
        let request_id = (self.request_ids)();
        let (vendor, request) = (Vendor::Cloudroom, Some(request_id.as_str()));
        let call = Call { vendor, operation: O::NAME, request_id: request, started: Instant::now() };
        let outcome = self.exchange(operation, &request_id, until).await;
        call.note(&outcome);
        outcome.map_err(|cause| VendorError { request_id: Some(request_id.into()), ..self.error::<O>(cause) })
    }

    async fn exchange<O: Operation>(
        &self,
        operation: &O,
        request_id: &str,
        until: Instant,
    ) -> Result<O::Reply, Cause> {
        // A list call takes a place that others may use, so it has to be made then.
        self.passage.look()?;
        if O::IS_LIST
            && let Some(gate) = &self.list_gate
            && !gate.pass().await
        {
            return Err(Cause::HeldBack);
        }
        let sent = self.clock.now();
        let request = self.request(operation, request_id, sent.seconds())?;
        let asking = async {
            let answer = self.transport.send(request, until, sent).await?;
            self.skew.observe(answer.date, sent, self.clock.now());
            answer::read(answer)
        };
        let reply = self.passage.through(O::JOINS, until, asking).await?;
        let reading = Reading { zone: self.zone.clone(), now: sent };
        operation.read(&reply, &reading).map_err(|unreadable| Cause::Unreadable { at: unreadable.at })
    }

    fn request<O: Operation>(&self, operation: &O, id: &str, seconds: i64) -> Result<Outgoing, Cause> {
        let not_built = |_| Cause::Unreachable(Unreachable::BadRequest);
        let (secret_id, secret_key) = self.credential(O::SIGNED_BY)?;
        let mut headers = sign::headers(secret_id, seconds, secret_key, id).map_err(not_built)?;
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let body = operation.body().map(|body| Bytes::from(body.to_string()));
        if body.is_some() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Ok(Outgoing { method: O::METHOD, url: self.address(operation), headers, body })
    }

    /// The secret that an operation is signed with: never the company's in place of the platform's.
    pub(super) fn credential(&self, signed_by: SignedBy) -> Result<(&str, &SecretString), Cause> {
        let platform = match signed_by {
            SignedBy::Account => false,
            SignedBy::Platform => true,
            SignedBy::Directory => self.directory == DirectorySecret::Platform,
        };
        if !platform {
            return Ok((&self.secret_id, &self.secret_key));
        }
        let platform = self.platform.as_ref().ok_or(Cause::NoCredential)?;
        Ok((&platform.0, &platform.1))
    }

    fn address<O: Operation>(&self, operation: &O) -> Url {
        let encode = |segment: &String| utf8_percent_encode(segment, SEGMENT).to_string();
        let segments: Vec<String> = operation.path().iter().map(encode).collect();
        let query = operation.query();
        below(&self.base, &segments, query.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// An error of an operation, outside or after a call.
    pub(super) fn error<O: Operation>(&self, cause: Cause) -> VendorError {
        VendorError {
            vendor: Vendor::Cloudroom,
            operation: O::NAME,
            doc: O::DOC,
            changes: O::CHANGES,
            request_id: None,
            skew_seconds: self.skew.seconds(),
            cause,
        }
    }
}
