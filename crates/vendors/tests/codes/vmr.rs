//! VMR's eleven operations.

use crate::Trial;
use crate::booking::{NUMBER, booking, key};
use crate::stage::TODAY;
use portico_domain::ids::VendorMeetingId;
use portico_sandbox::{Clock, RoomPoke, Sandbox, SandboxConfig};
use portico_vendors::MeetingVendor;
use portico_vendors::kit::{CodeEntry, Deadlines, FixedClock, VendorError};
use portico_vendors::vmr::operations::contacts::Extent;
use portico_vendors::vmr::{Account, RecordId, Vmr, VmrAuth, VmrConfig, codes};
use std::sync::Arc;

const ACCOUNT: &str = "admin@portico.example";

struct Rooms {
    sandbox: Sandbox,
    vmr: Vmr,
}

/// 200, and the code in the envelope; 获取会议信息 has its own.
fn refuse(entry: &CodeEntry) -> (u16, String) {
    (200, format!("{{\"code\":\"{}\",\"data\":null,\"message\":\"?\",\"state\":0}}", entry.code))
}

fn refuse_flat(entry: &CodeEntry) -> (u16, String) {
    (200, format!("{{\"code\":{},\"msg\":\"?\"}}", entry.code))
}

impl Rooms {
    async fn open() -> Self {
        let settings = SandboxConfig { clock: Clock::frozen_at(TODAY.seconds()), ..SandboxConfig::default() };
        let sandbox = Sandbox::start(settings).await.expect("a sandbox");
        let auth = VmrAuth::pair("sandbox-api", "sandbox-api-key-not-for-production".into());
        let config = VmrConfig { private_network: true, ..VmrConfig::new(sandbox.vmr_base(), auth, ACCOUNT) };
        let vmr = Vmr::new(config, Arc::new(FixedClock::at(TODAY)), Deadlines::default()).expect("a client");
        sandbox.control().vmr_poke(NUMBER, RoomPoke::Start).expect("somebody is in");
        Self { sandbox, vmr }
    }

    async fn each_code(&self, operation: &str, call: impl AsyncFn() -> Result<(), VendorError>) {
        self.each_but(&[], operation, call).await;
    }

    /// The same, where some codes say that it is as wanted.
    async fn each_but(
        &self,
        settled: &[&str],
        operation: &str,
        call: impl AsyncFn() -> Result<(), VendorError>,
    ) {
        let refuse = if operation == "getmeetinginfo" { refuse_flat } else { refuse };
        let control = self.sandbox.control();
        Trial { control, operation, codes: codes::CODES, settled, refuse }.run(call).await;
    }

    async fn booked(&self) -> VendorMeetingId {
        self.vmr.schedule(&booking()).await.expect("booked")
    }

    async fn recorded(&self) -> RecordId {
        self.vmr.start_recording(&key()).await.expect("started");
        self.vmr.stop_recording(&key()).await.expect("stopped")
    }
}

fn account() -> Account {
    Account::read(ACCOUNT).expect("an account")
}

#[tokio::test]
async fn open_record() {
    let rooms = Rooms::open().await;
    rooms.each_code("openRecord", async || rooms.vmr.start_recording(&key()).await.map(drop)).await;
}

#[tokio::test]
async fn close_record() {
    let rooms = Rooms::open().await;
    rooms.vmr.start_recording(&key()).await.expect("started");
    rooms.each_code("closeRecord", async || rooms.vmr.stop_recording(&key()).await.map(drop)).await;
}

#[tokio::test]
async fn get_records() {
    let rooms = Rooms::open().await;
    let id = rooms.recorded().await;
    // Nothing was recorded, and nothing is there.
    let none = &["200007", "200008"];
    rooms.each_but(none, "getRecords", async || rooms.vmr.records(&id).await.map(drop)).await;
}

/// A refused deletion looks whether the file is gone; as long as it is there, the refusal stands.
#[tokio::test]
async fn del_record_file() {
    let rooms = Rooms::open().await;
    let id = rooms.recorded().await;
    rooms.each_code("delRecordFile", async || rooms.vmr.delete_record(&id).await).await;
}

#[tokio::test]
async fn get_live_rec_status() {
    let rooms = Rooms::open().await;
    let ask = async || rooms.vmr.live_and_recording(&key()).await.map(drop);
    rooms.each_code("getLiveRecStatus", ask).await;
}

#[tokio::test]
async fn get_meeting_info() {
    let rooms = Rooms::open().await;
    rooms.each_code("getmeetinginfo", async || rooms.vmr.room_state(&key()).await.map(drop)).await;
}

#[tokio::test]
async fn get_meeting() {
    let rooms = Rooms::open().await;
    rooms.each_code("getmeeting", async || rooms.vmr.rooms(&account()).await.map(drop)).await;
}

#[tokio::test]
async fn get_contacts() {
    let rooms = Rooms::open().await;
    let page = Extent::Page { index: 1, size: 10 };
    let ask = async || rooms.vmr.contacts(&account(), page).await.map(drop);
    rooms.each_code("getcontacts", ask).await;
}

#[tokio::test]
async fn create_meet() {
    let rooms = Rooms::open().await;
    rooms.each_code("createmeet", async || rooms.vmr.schedule(&booking()).await.map(drop)).await;
}

/// A refused cancellation looks whether the booking is gone; as long as it is there, the refusal stands.
#[tokio::test]
async fn cancel_meet() {
    let rooms = Rooms::open().await;
    let id = rooms.booked().await;
    rooms.each_code("cancelmeet", async || rooms.vmr.delete(&id).await).await;
}

#[tokio::test]
async fn get_sub_meetings() {
    let rooms = Rooms::open().await;
    rooms.each_code("getsubmeetings", async || rooms.vmr.bookings(&account()).await.map(drop)).await;
}
