//! The strings that tests and the control port pull.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::Credential;
use crate::call_log::Call;
use crate::clock::Clock;
use crate::cloudroom::{self, NoSuchMeeting, Person, Variants};
use crate::faults::Fault;
use crate::pipeline::Vendors;
use crate::vmr::{self, RoomPoke, VmrVariants};
use crate::webapi::{self, WebapiVariants};

/// What a string was to pull at is not there.
#[derive(Debug, PartialEq, Eq)]
pub struct NoSuchThing;

/// A handle on a running sandbox. Clones pull the same strings.
#[derive(Clone)]
pub struct Control {
    vendors: Vendors,
    room: Arc<cloudroom::Room>,
}

impl Control {
    pub(crate) fn new(vendors: Vendors) -> Self {
        Self { room: Arc::clone(&vendors.cloudroom), vendors }
    }

    /// The clock of all vendors.
    pub fn clock(&self) -> &Clock {
        &self.vendors.clock
    }

    /// Moves the clock by so many seconds.
    pub fn advance(&self, seconds: i64) {
        self.vendors.clock.advance(seconds);
    }

    /// Every request that reached the vendors' port, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.vendors.log.all()
    }

    /// The calls of one operation, such as `createMeeting`.
    pub fn calls_of(&self, operation: &str) -> Vec<Call> {
        let mut calls = self.calls();
        calls.retain(|call| call.operation == operation);
        calls
    }

    pub fn clear_calls(&self) {
        self.vendors.log.clear();
    }

    pub fn add_fault(&self, fault: Fault) {
        self.vendors.faults.add(fault);
    }

    pub fn clear_faults(&self) {
        self.vendors.faults.clear();
    }

    /// The faults that still wait.
    pub fn faults(&self) -> Vec<Fault> {
        self.vendors.faults.all()
    }

    /// How CloudRoom writes its answers.
    pub fn variants(&self) -> Variants {
        self.room.variants()
    }

    pub fn set_variants(&self, variants: Variants) {
        self.room.set_variants(variants);
    }

    /// CloudRoom's meeting runs from now on, as if somebody had come in.
    pub fn start_meeting(&self, conf_id: i64) -> Result<(), NoSuchMeeting> {
        self.room.start_meeting(conf_id)
    }

    /// CloudRoom's meeting ends now, if it runs.
    pub fn end_meeting(&self, conf_id: i64) -> Result<(), NoSuchMeeting> {
        self.room.end_meeting(conf_id)
    }

    /// So many people are in CloudRoom's meeting.
    pub fn set_members(&self, conf_id: i64, members: u32) -> Result<(), NoSuchMeeting> {
        self.room.set_members(conf_id, members)
    }

    /// How WebAPI writes its answers.
    pub fn webapi_variants(&self) -> WebapiVariants {
        self.vendors.webapi.variants()
    }

    pub fn set_webapi_variants(&self, variants: WebapiVariants) {
        self.vendors.webapi.set_variants(variants);
    }

    /// Somebody is in WebAPI's meeting from now on, as if they had opened the page.
    ///
    /// # Errors
    /// There is no such meeting.
    pub fn webapi_enter(&self, serial: i64, userid: &str, username: &str) -> Result<(), NoSuchThing> {
        self.vendors.webapi.enter(serial, userid, username)
    }

    /// Somebody leaves WebAPI's meeting.
    ///
    /// # Errors
    /// There is no such meeting, or they are not in it.
    pub fn webapi_leave(&self, serial: i64, userid: &str) -> Result<(), NoSuchThing> {
        self.vendors.webapi.leave(serial, userid)
    }

    /// The time of WebAPI's meeting is over now.
    ///
    /// # Errors
    /// There is no such meeting.
    pub fn webapi_end(&self, serial: i64) -> Result<(), NoSuchThing> {
        self.vendors.webapi.end(serial)
    }

    /// How VMR writes its answers.
    pub fn vmr_variants(&self) -> VmrVariants {
        self.vendors.vmr.variants()
    }

    pub fn set_vmr_variants(&self, variants: VmrVariants) {
        self.vendors.vmr.set_variants(variants);
    }

    /// Does something to VMR's room of that short number.
    ///
    /// # Errors
    /// There is no such room, or nobody is in it where somebody must be.
    pub fn vmr_poke(&self, sipkey: &str, poke: RoomPoke) -> Result<(), NoSuchThing> {
        self.vendors.vmr.poke(sipkey, poke)
    }

    /// The users that CloudRoom accepts as hosts, invitees and co-hosts.
    pub fn people(&self) -> Vec<Person> {
        cloudroom::people()
    }

    /// What the sandbox accepts as credentials. CloudRoom's company comes first.
    pub fn credentials(&self) -> Vec<Credential> {
        let mut all = cloudroom::credentials();
        all.extend(webapi::credentials());
        all.extend(vmr::credentials());
        all
    }

    /// Everything the vendors hold.
    pub fn state(&self) -> Value {
        json!({
            "now": self.vendors.clock.now(),
            "cloudroom": self.room.snapshot(),
            "vmr": self.vendors.vmr.snapshot(),
            "webapi": self.vendors.webapi.snapshot(),
            "faults": self.faults(),
        })
    }

    pub(crate) fn cloudroom_base(&self) -> String {
        self.room.base()
    }

    pub(crate) fn vmr_base(&self) -> String {
        self.vendors.vmr.base()
    }

    pub(crate) fn webapi_base(&self) -> String {
        self.vendors.webapi.base()
    }
}
