//! What the tests over HTTP share: a client that knows canaries, and every operation by name.
#![allow(dead_code, reason = "each test file uses its part")]

use portico_domain::cloudroom::Options;
use portico_domain::ids::{VendorMeetingId, VendorRecordingId};
use portico_domain::links::JoinRole;
use portico_domain::meetings::{MeetingDraft, VendorOptions};
use portico_domain::time::Timestamp;
use portico_vendors::cloudroom::{CloudRoom, CloudRoomConfig};
use portico_vendors::kit::{Deadlines, RetryPolicy, SecretString, SystemClock, VendorError};
use portico_vendors::{Joiner, List, ListedRecording, MeetingVendor, Span};
use std::sync::Arc;
use std::time::Duration;

pub const SECRET_ID: &str = "canary-id";
pub const SECRET_KEY: &str = "canary-key";
pub const PASSWORD: &str = "987654";
pub const NICKNAME: &str = "canary-name";
pub const CRMT: &str = "CRMT:Y2FuYXJ5";
/// Texts that no error, no Debug and no log line may contain.
pub const CANARIES: [&str; 5] = [SECRET_ID, SECRET_KEY, PASSWORD, NICKNAME, CRMT];

pub const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

pub fn config(base_url: impl Into<String>) -> CloudRoomConfig {
    CloudRoomConfig {
        base_url: base_url.into(),
        secret_id: SECRET_ID.into(),
        secret_key: SECRET_KEY.into(),
        zone: "Asia/Shanghai".into(),
        private_network: true,
        media_hosts: Vec::new(),
    }
}

/// A client whose retries do not wait.
pub fn client(base_url: impl Into<String>, deadlines: Deadlines) -> CloudRoom {
    client_of(config(base_url), deadlines)
}

pub fn client_of(config: CloudRoomConfig, deadlines: Deadlines) -> CloudRoom {
    let policy = RetryPolicy { base: Duration::from_millis(1), ..RetryPolicy::default() };
    let room = CloudRoom::new(config, Arc::new(SystemClock), deadlines).expect("a good configuration");
    room.with_retry(policy, Arc::new(|| 0.5))
}

pub fn draft() -> MeetingDraft {
    MeetingDraft {
        subject: "周会".into(),
        start: NOW,
        end: NOW.plus_minutes(60),
        repeat: None,
        password: Some(PASSWORD.into()),
        options: VendorOptions::Cloudroom(Box::<Options>::default()),
    }
}

pub fn meeting() -> VendorMeetingId {
    VendorMeetingId::new("12345678")
}

pub fn recording(download_url: &str) -> ListedRecording {
    ListedRecording {
        vendor_id: VendorRecordingId::new("a1b2"),
        vendor_meeting: meeting(),
        title: "t".into(),
        created: NOW,
        duration: 1,
        size: 10,
        download_url: SecretString::from(download_url),
        play_url: None,
    }
}

pub const OPERATIONS: [&str; 10] = [
    "schedule",
    "change",
    "detail",
    "join",
    "end",
    "delete",
    "current",
    "history",
    "recordings",
    "delete_recording",
];

/// Does it change anything at the vendor?
pub fn changes(operation: &str) -> bool {
    matches!(operation, "schedule" | "change" | "end" | "delete" | "delete_recording")
}

/// May it be tried again?
pub fn repeatable(operation: &str) -> bool {
    !changes(operation) && operation != "join"
}

/// Calls an operation by name.
pub async fn call(room: &CloudRoom, operation: &str) -> Result<(), VendorError> {
    let id = meeting();
    let span = Span { from: NOW, to: NOW.plus_minutes(60) };
    let password = SecretString::from(PASSWORD);
    match operation {
        "schedule" => room.schedule(&draft()).await.map(drop),
        "change" => room.change(&id, &draft()).await,
        "detail" => room.detail(&id).await.map(drop),
        "join" => {
            let joiner = Joiner { name: NICKNAME, role: JoinRole::Host, password: Some(&password) };
            room.join(&id, joiner).await.map(drop)
        }
        "end" => room.end(&id).await,
        "delete" => room.delete(&id).await,
        "current" => room.list(List::Current, span, 1).await.map(drop),
        "history" => room.list(List::History, span, 1).await.map(drop),
        "recordings" => room.recordings(&id, 1).await.map(drop),
        "delete_recording" => room.delete_recording(&VendorRecordingId::new("a1b2")).await,
        other => panic!("no operation {other}"),
    }
}

/// Fails if a text that may be logged or shown holds something secret.
pub fn no_canary(text: &str) {
    for canary in CANARIES {
        assert!(!text.contains(canary), "{canary} in {text}");
    }
    assert!(!text.contains("nickName="), "a query in {text}");
}
