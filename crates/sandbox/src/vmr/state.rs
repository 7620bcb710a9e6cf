//! What the vendor holds: rooms, accounts, contacts, bookings and recordings; and how time moves
//! them on. Nothing runs in the background: every look first settles what should have happened.

use std::collections::BTreeMap;

use super::auth::Tenant;
use super::errors::{self, Refusal};
use super::variants::VmrVariants;
use crate::dice::Dice;

/// 会议室 or 讲堂.
pub(super) struct Space {
    pub pid: i64,
    pub tenant: Tenant,
    /// 会议室短号.
    pub sipkey: String,
    pub name: String,
    pub alias: String,
    /// 1 会议室, 2 讲堂.
    pub kind: i64,
    pub host_pin: String,
    pub guest_pin: String,
    pub max_square: i64,
    /// Whether 获取当前账号可预约的会议室信息 shows it; rooms made for one booking are not shown.
    pub bookable: bool,
    /// The one account that may book it; none = every account of the tenant.
    pub only_for: Option<&'static str>,
    pub may_record: bool,
    pub live: bool,
    pub locked: bool,
    pub session: Option<Session>,
    /// The booking that somebody ended before its time does not open the room again.
    pub quiet: Option<i64>,
    pub last_record: Option<String>,
    pub failed_reason: Option<String>,
    /// The next recording fails for this reason.
    pub fail_next: Option<String>,
}

/// A meeting that takes place.
pub(super) struct Session {
    pub since: i64,
    /// The booking's end, if there is one.
    pub until: Option<i64>,
    pub participants: u32,
    pub recording: Option<Running>,
}

/// A recording that runs.
pub(super) struct Running {
    pub id: String,
    pub since: i64,
}

pub(super) struct Booking {
    pub id: i64,
    pub tenant: Tenant,
    pub pid: i64,
    pub account: &'static str,
    pub theme: String,
    pub introduction: String,
    pub host_password: String,
    pub visitor_password: String,
    pub auto_open: bool,
    pub start: i64,
    pub end: i64,
    pub created: i64,
    /// The last part of shortAddress.
    pub code: String,
    pub visitors: Vec<i64>,
    pub cancelled: bool,
    /// Imaginary people who turn up when the time comes. Only seeded bookings have any.
    pub expected: u32,
}

impl Booking {
    pub fn holds(&self, now: i64) -> bool {
        !self.cancelled && self.start <= now && now < self.end
    }
}

/// One file of 获取录制文件.
pub(super) struct Record {
    pub id: String,
    pub tenant: Tenant,
    pub sipkey: String,
    pub start: i64,
    pub stop: i64,
    pub cid: Option<String>,
}

pub(super) struct Account {
    pub id: i64,
    pub tenant: Tenant,
    pub address: &'static str,
    pub name: &'static str,
}

pub(super) struct State {
    pub spaces: BTreeMap<i64, Space>,
    pub bookings: BTreeMap<i64, Booking>,
    pub records: Vec<Record>,
    pub accounts: Vec<Account>,
    /// uid and name.
    pub contacts: Vec<(i64, &'static str)>,
    pub variants: VmrVariants,
    /// Signs downUrls; another at every start.
    pub signing_key: String,
    pub dice: Dice,
}

impl State {
    pub fn empty() -> Self {
        let mut dice = Dice::fresh();
        Self {
            spaces: BTreeMap::new(),
            bookings: BTreeMap::new(),
            records: Vec::new(),
            accounts: Vec::new(),
            contacts: Vec::new(),
            variants: VmrVariants::default(),
            signing_key: format!("{}{}", dice.code(), dice.code()),
            dice,
        }
    }

    /// Brings every room up to `now`: closes what is over, opens what is due.
    pub fn settle(&mut self, now: i64) {
        for space in self.spaces.values_mut() {
            let due = space.session.as_ref().and_then(|it| it.until).filter(|until| *until <= now);
            if let Some(until) = due {
                self.records.extend(space.close(until));
            }
            let booking = self.bookings.values().find(|it| it.pid == space.pid && it.holds(now));
            let opens = booking.filter(|it| it.auto_open || it.expected > 0);
            if let Some(booking) = opens.filter(|it| space.session.is_none() && space.quiet != Some(it.id)) {
                space.session = Some(Session {
                    since: booking.start,
                    until: Some(booking.end),
                    participants: booking.expected,
                    recording: None,
                });
            }
        }
    }

    /// The room of that number, whosever it is.
    pub fn by_number(&mut self, number: &str) -> Option<&mut Space> {
        self.spaces.values_mut().find(|it| it.sipkey == number)
    }

    /// The caller's room of that number.
    pub fn space(&mut self, tenant: Tenant, number: &str) -> Result<&mut Space, Refusal> {
        let space = self.by_number(number).ok_or(errors::NO_MEETING)?;
        if space.tenant == tenant { Ok(space) } else { Err(errors::AUTH_MISMATCH) }
    }

    /// 用户账号（xxxx@xxxx格式）, 长度 50.
    pub fn account(&self, tenant: Tenant, address: Option<&str>) -> Result<&Account, Refusal> {
        let address = address.filter(|it| it.contains('@') && it.chars().count() <= 50);
        let address = address.ok_or(errors::BAD_PARAMETER)?;
        let known = |it: &&Account| it.tenant == tenant && it.address.eq_ignore_ascii_case(address);
        self.accounts.iter().find(known).ok_or(errors::NO_ACCOUNT)
    }

    /// The booking under which a room is used at this moment.
    pub fn current(&self, pid: i64, now: i64) -> Option<&Booking> {
        self.bookings.values().find(|it| it.pid == pid && it.holds(now))
    }
}

impl Space {
    /// Everybody goes; a recording that runs is finished.
    pub fn close(&mut self, at: i64) -> Option<Record> {
        let session = self.session.take()?;
        let running = session.recording?;
        Some(self.finish(running, at))
    }

    /// The file of a recording that ends now.
    pub fn finish(&mut self, running: Running, at: i64) -> Record {
        self.last_record = Some(running.id.clone());
        Record {
            id: running.id,
            tenant: self.tenant,
            sipkey: self.sipkey.clone(),
            start: running.since,
            stop: at,
            cid: None,
        }
    }
}
