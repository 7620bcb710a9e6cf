//! Recording of a running meeting, and the files that come of it.

use super::{Times, VmrOperation};
use crate::ListedRecording;
use crate::kit::{Fields, Operation, Reading, SecretString, Unreadable, tolerate};
use crate::vmr::ids::{ConferenceKey, RecordId};
use crate::vmr::read;
use http::Method;
use portico_domain::ids::{VendorMeetingId, VendorRecordingId};
use portico_domain::time::Timestamp;
use serde_json::{Value, json};

type Read<T> = Result<T, Unreadable>;

fn record_id(reply: &Value) -> Read<RecordId> {
    read::first(reply, |data| {
        let id = read::id(data, &["recordId"], RecordId::read)?;
        data.required(&["recordId"], id)
    })
}

macro_rules! by_conference {
    ($($(#[$doc:meta])* $name:ident, $called:literal, $path:literal, $section:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            pub conference: ConferenceKey,
        }

        impl Operation for $name {
            const NAME: &'static str = $called;
            const METHOD: Method = Method::POST;
            const DOC: &'static str = $section;
            const CHANGES: bool = true;
            type Reply = RecordId;

            fn path(&self) -> Vec<String> {
                vec!["meeting".into(), $path.into()]
            }

            fn body(&self) -> Option<Value> {
                Some(json!({ "conferenceKey": self.conference.as_str() }))
            }

            fn read(&self, reply: &Value, _: &Reading) -> Read<RecordId> {
                record_id(reply)
            }
        }

        impl VmrOperation for $name {}
    )*};
}

by_conference! {
    /// 开启录制. The id is needed to find the file again: the vendor lists recordings by nothing else.
    Start, "recording.start", "openRecord", "vmr.md#开启录制";
    /// 关闭录制
    Stop, "recording.stop", "closeRecord", "vmr.md#关闭录制";
}

/// 获取录制文件
#[derive(Clone, Debug)]
pub struct Records {
    pub id: RecordId,
    /// The vendor's own address, if it wants to be told; at most 128 characters.
    pub origin: Option<String>,
}

impl Operation for Records {
    const NAME: &'static str = "recording.files";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "vmr.md#获取录制文件";
    const REPEATABLE: bool = true;
    type Reply = Vec<Record>;

    fn path(&self) -> Vec<String> {
        vec!["meeting".into(), "getRecords".into()]
    }

    /// The table says int(15) for `recordId`; every id of the samples is text, so text is sent.
    fn body(&self) -> Option<Value> {
        let mut body = json!({ "recordId": self.id.as_str() });
        if let Some(origin) = &self.origin {
            body["origin"] = json!(origin);
        }
        Some(body)
    }

    /// The sample's list holds files of other recordings too: where rows name the one that was asked for,
    /// only those are kept. Where none does, all are: the ids of the sample's rows are not even of the kind
    /// that 开启录制 gives, so a server may name its rows otherwise.
    fn read(&self, reply: &Value, reading: &Reading) -> Read<Vec<Record>> {
        let mut files = read::rows(reply, |row| record(row, reading))?;
        if files.iter().any(|file| file.is_of(&self.id)) {
            files.retain(|file| file.is_of(&self.id));
        }
        Ok(files)
    }
}

impl VmrOperation for Records {
    const TIMES: Times = Times::Recording;
}

/// One file of a recording.
#[derive(Clone, Debug)]
pub struct Record {
    pub id: RecordId,
    /// The short number of the room it was recorded in.
    pub conference: Option<ConferenceKey>,
    /// `entId`
    pub enterprise: Option<String>,
    pub start: Option<Timestamp>,
    /// Absent while it is being recorded.
    pub stop: Option<Timestamp>,
    /// Bytes.
    pub size: i64,
    /// A signed address that expires: used at once and never kept. Absent while there is no file.
    pub download_url: Option<SecretString>,
    pub cid: Option<String>,
}

fn record(row: &Fields<'_>, reading: &Reading) -> Read<Record> {
    let id = read::id(row, &["recordId"], RecordId::read)?;
    Ok(Record {
        id: row.required(&["recordId"], id)?,
        conference: read::id(row, &["conferenceKey"], ConferenceKey::read)?,
        enterprise: tolerate(row.text(&["entId"])),
        start: read::time(row, "startTime", &reading.zone)?,
        stop: read::time(row, "stopTime", &reading.zone)?,
        size: read::bytes(row, "fileSize")?.unwrap_or(0),
        download_url: read::secret(row, "downUrl")?,
        cid: tolerate(row.text(&["cid"])),
    })
}

impl Record {
    /// Does the row name this recording? In the sample only `cid` looks like what 开启录制 gives.
    pub fn is_of(&self, recording: &RecordId) -> bool {
        recording.is(self.id.as_str()) || self.cid.as_deref().is_some_and(|cid| recording.is(cid.trim()))
    }

    /// As a row of a list, for the meeting it was asked for; `None` as long as there is no file.
    pub fn listed(&self, meeting: VendorMeetingId) -> Option<ListedRecording> {
        let (created, download_url) = (self.start?, self.download_url.clone()?);
        let duration = self.stop.map_or(0, |stop| stop.since(created).max(0) / 1000);
        Some(ListedRecording {
            vendor_id: VendorRecordingId::new(self.id.as_str()),
            vendor_meeting: meeting,
            title: self.conference.as_ref().map(ConferenceKey::to_string).unwrap_or_default(),
            created,
            duration,
            size: self.size,
            download_url,
            play_url: None,
        })
    }
}

/// 删除录制文件
#[derive(Clone, Debug)]
pub struct Delete {
    pub id: RecordId,
}

impl Operation for Delete {
    const NAME: &'static str = "recording.delete";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "vmr.md#删除录制文件";
    const CHANGES: bool = true;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["meeting".into(), "delRecordFile".into()]
    }

    fn body(&self) -> Option<Value> {
        Some(json!({ "recordId": self.id.as_str() }))
    }

    /// The reply says the id again, which is nothing new.
    fn read(&self, _: &Value, _: &Reading) -> Read<()> {
        Ok(())
    }
}

impl VmrOperation for Delete {}

/// 获取直播录播状态
#[derive(Clone, Debug)]
pub struct Status {
    pub conference: ConferenceKey,
}

/// What is running in a room.
#[derive(Clone, Debug)]
pub struct LiveAndRecording {
    pub conference: ConferenceKey,
    pub live: bool,
    /// Only while it is live. Whoever has it may watch.
    pub stream: Option<SecretString>,
    pub recording: bool,
    /// Only while it is recording; one that differs from what [`Start`] gave is somebody else's.
    pub record_id: Option<RecordId>,
    /// Why the recording could not be started, in the vendor's words.
    pub failed_reason: Option<String>,
}

impl LiveAndRecording {
    /// A room in which neither runs.
    pub fn nothing(conference: ConferenceKey) -> Self {
        Self { conference, live: false, stream: None, recording: false, record_id: None, failed_reason: None }
    }
}

impl Operation for Status {
    const NAME: &'static str = "recording.status";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "vmr.md#获取直播录播状态";
    const REPEATABLE: bool = true;
    type Reply = LiveAndRecording;

    fn path(&self) -> Vec<String> {
        vec!["meeting".into(), "getLiveRecStatus".into()]
    }

    fn body(&self) -> Option<Value> {
        Some(json!({ "conferenceKey": self.conference.as_str() }))
    }

    /// The sample carries a `recordId` beside `record` false: the booleans are what counts.
    fn read(&self, reply: &Value, _: &Reading) -> Read<LiveAndRecording> {
        read::first(reply, |data| {
            let live = data.required(&["live"], read::yes(data, "live")?)?;
            let recording = data.required(&["record"], read::yes(data, "record")?)?;
            let conference = read::id(data, &["conferenceKey"], ConferenceKey::read)?;
            Ok(LiveAndRecording {
                conference: conference.unwrap_or_else(|| self.conference.clone()),
                live,
                stream: read::secret(data, "rtmpUrl")?.filter(|_| live),
                recording,
                record_id: if recording { read::id(data, &["recordId"], RecordId::read)? } else { None },
                failed_reason: read::words(data, "failedReason")?,
            })
        })
    }
}

impl VmrOperation for Status {}
