//! VMR's eleven operations by the names that they declare.

use crate::common::NOW;
use portico_domain::ids::VendorMeetingId;
use portico_domain::meetings::{MeetingDraft, VendorOptions};
use portico_domain::vmr::Options;
use portico_vendors::MeetingVendor;
use portico_vendors::kit::{Deadlines, FixedClock, RetryPolicy, VendorError};
use portico_vendors::vmr::operations::contacts::Extent;
use portico_vendors::vmr::{Account, ConferenceKey, RecordId, Vmr, VmrAuth, VmrConfig};
use std::sync::Arc;
use std::time::Duration;

pub fn client(address: &str, deadlines: Deadlines) -> Vmr {
    let auth = VmrAuth::pair("canary-id", "canary-key".into());
    let config = VmrConfig { private_network: true, ..VmrConfig::new(address, auth, "admin@vmr.example") };
    let vmr = Vmr::new(config, Arc::new(FixedClock::at(NOW)), deadlines).expect("a client");
    let policy = RetryPolicy { base: Duration::from_millis(1), ..RetryPolicy::default() };
    vmr.with_retry(policy, Arc::new(|| 0.5)).with_room_pace(Duration::ZERO)
}

pub async fn call(vmr: &Vmr, operation: &str) -> Result<(), VendorError> {
    let key = ConferenceKey::read("2516").expect("a number");
    let record = RecordId::read("02e555e21dc8dae6b6ea362ebbece8dd").expect("an id");
    let account = Account::read("a@vmr.example").expect("an account");
    match operation {
        "recording.start" => vmr.start_recording(&key).await.map(drop),
        "recording.stop" => vmr.stop_recording(&key).await.map(drop),
        "recording.files" => vmr.records(&record).await.map(drop),
        "recording.delete" => vmr.delete_record(&record).await,
        "recording.status" => vmr.live_and_recording(&key).await.map(drop),
        "meeting.info" => vmr.room_state(&key).await.map(drop),
        "room.list" => vmr.rooms(&account).await.map(drop),
        "contact.list" => vmr.contacts(&account, Extent::Page { index: 1, size: 10 }).await.map(drop),
        "booking.create" => vmr.schedule(&draft()).await.map(drop),
        "booking.cancel" => vmr.delete(&VendorMeetingId::new("1429")).await,
        "booking.list" => vmr.bookings(&account).await.map(drop),
        other => panic!("no operation {other}"),
    }
}

fn draft() -> MeetingDraft {
    let options = Options {
        room: None,
        introduction: "接口会议".into(),
        visitor_ids: vec!["9187".into()],
        auto_open: true,
        host_password: Some("canary".into()),
    };
    let start = NOW.plus_minutes(24 * 60);
    MeetingDraft {
        subject: "周会".into(),
        start,
        end: start.plus_minutes(60),
        repeat: None,
        password: Some("canary".into()),
        options: VendorOptions::Vmr(Box::new(options)),
    }
}
