//! A sandbox with a standing clock, and a client that looks at the same clock.
#![allow(dead_code, reason = "each test file uses its part")]

use portico_domain::cloudroom::Options;
use portico_domain::ids::VendorMeetingId;
use portico_domain::meetings::{MeetingDraft, VendorOptions};
use portico_domain::refusals::Refusal;
use portico_domain::time::Timestamp;
use portico_sandbox::{Action, Clock, Fault, Sandbox, SandboxConfig};
use portico_vendors::cloudroom::{CloudRoom, CloudRoomConfig};
use portico_vendors::kit::{Deadlines, FixedClock, RetryPolicy, VendorError};
use portico_vendors::{MeetingVendor, Span};
use std::sync::Arc;
use std::time::Duration;

/// A Friday morning in Beijing.
pub const TODAY: Timestamp = Timestamp::from_seconds(1_800_000_000);

pub struct Stage {
    pub sandbox: Sandbox,
    pub clock: Arc<FixedClock>,
    pub room: CloudRoom,
}

pub fn config(sandbox: &Sandbox) -> CloudRoomConfig {
    CloudRoomConfig {
        base_url: sandbox.cloudroom_base(),
        secret_id: "sandbox-company".into(),
        secret_key: "sandbox-secret-key-not-for-production".into(),
        zone: "Asia/Shanghai".into(),
        private_network: true,
        media_hosts: Vec::new(),
    }
}

impl Stage {
    pub async fn start() -> Self {
        let settings = SandboxConfig { clock: Clock::frozen_at(TODAY.seconds()), ..SandboxConfig::default() };
        let sandbox = Sandbox::start(settings).await.expect("a sandbox");
        let clock = Arc::new(FixedClock::at(TODAY));
        let room = Self::client(config(&sandbox), &clock);
        Self { sandbox, clock, room }
    }

    pub fn client(config: CloudRoomConfig, clock: &Arc<FixedClock>) -> CloudRoom {
        let room = CloudRoom::new(config, clock.clone(), Deadlines::default()).expect("a client");
        let policy = RetryPolicy { base: Duration::from_millis(1), ..RetryPolicy::default() };
        room.with_retry(policy, Arc::new(|| 0.5))
    }

    /// Moves both clocks.
    pub fn at(&self, now: Timestamp) {
        self.sandbox.control().clock().set(now.seconds());
        self.clock.set(now);
    }

    pub fn person(&self, index: usize) -> u64 {
        u64::try_from(self.sandbox.control().people()[index].id).expect("a positive id")
    }

    pub async fn scheduled(&self, change: impl FnOnce(&mut MeetingDraft)) -> VendorMeetingId {
        let mut draft = draft();
        change(&mut draft);
        self.room.schedule(&draft).await.expect("scheduled")
    }

    pub fn refuse(&self, operation: &str, status: u16, body: &str) {
        let refuse = Action::Refuse {
            status,
            body: body.into(),
            content_type: "application/json".into(),
            retry_after: None,
        };
        self.sandbox.control().add_fault(Fault::on(operation, 1, refuse));
    }
}

/// Tomorrow, for an hour.
pub fn draft() -> MeetingDraft {
    let start = TODAY.plus_minutes(24 * 60);
    MeetingDraft {
        subject: "周会".into(),
        start,
        end: start.plus_minutes(60),
        repeat: None,
        password: None,
        options: VendorOptions::Cloudroom(Box::<Options>::default()),
    }
}

pub fn options(draft: &mut MeetingDraft) -> &mut Options {
    let VendorOptions::Cloudroom(options) = &mut draft.options else { panic!("another vendor") };
    options
}

pub fn days(back: i64, ahead: i64) -> Span {
    Span { from: TODAY.plus_minutes(-back * 24 * 60), to: TODAY.plus_minutes(ahead * 24 * 60) }
}

pub fn number(id: &VendorMeetingId) -> i64 {
    id.as_str().parse().expect("a number")
}

/// The code of a refusal and the field it blames.
pub fn told<T>(outcome: Result<T, VendorError>) -> (String, Option<String>) {
    let Err(error) = outcome else { panic!("a success where a refusal was expected") };
    let refusal: Refusal = error.refusal();
    let code = refusal.vendor.map_or_else(|| format!("{error:?}"), |answer| answer.code);
    (code, refusal.fields.first().map(|field| field.field.clone()))
}

pub fn blames(code: &str, field: &str) -> (String, Option<String>) {
    (code.to_owned(), (!field.is_empty()).then(|| field.to_owned()))
}
