//! What the vendor tells of a meeting: its length, its streams, who came and left, its recordings.

use crate::kit::{Fields, Form, Operation, Reading, Unreadable};
use crate::webapi::ids::Serial;
use crate::webapi::read;
use crate::webapi::values::{LiveStream, LiveStreams, Record, Visit};
use http::Method;
use portico_domain::ids::{VendorMeetingId, VendorRecordingId};
use serde_json::Value;

type Read<T> = Result<T, Unreadable>;

/// 获取上课时长
#[derive(Debug)]
pub struct ClassBeginTime {
    pub serial: Serial,
}

impl Operation for ClassBeginTime {
    const NAME: &'static str = "meeting.duration";
    const METHOD: Method = Method::GET;
    const DOC: &'static str = "webapi.md#获取上课时长";
    const REPEATABLE: bool = true;
    /// Seconds.
    type Reply = i64;

    fn path(&self) -> Vec<String> {
        vec!["getClassBeginTime".into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        vec![("serial", self.serial.as_str().to_owned())]
    }

    fn read(&self, reply: &Value, _: &Reading) -> Read<i64> {
        let fields = Fields::of(reply, "reply")?;
        fields.required(&["duration"], read::duration(&fields)?)
    }
}

/// 获取直播. Without a serial it tells of the whole enterprise.
#[derive(Debug)]
pub struct LiveStreamQuery {
    pub serial: Option<Serial>,
}

impl Operation for LiveStreamQuery {
    const NAME: &'static str = "streams.list";
    const METHOD: Method = Method::GET;
    const DOC: &'static str = "webapi.md#获取直播";
    const REPEATABLE: bool = true;
    type Reply = LiveStreams;

    fn path(&self) -> Vec<String> {
        vec!["getLiveStream".into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        self.serial.iter().map(|serial| ("serial", serial.as_str().to_owned())).collect()
    }

    /// Rows without an address are the document's own placeholders and say nothing. Asked for one
    /// meeting, rows of another, or of nobody knows which, are dropped, should the server ignore the
    /// question.
    fn read(&self, reply: &Value, _: &Reading) -> Read<LiveStreams> {
        let fields = Fields::of(reply, "reply")?;
        let asked = self.serial.as_ref().map(Serial::id);
        let streams = |name| -> Read<Vec<LiveStream>> {
            let rows = fields.list(&[name], stream)?;
            let wanted = |stream: &LiveStream| asked.is_none() || stream.serial == asked;
            Ok(rows.into_iter().flatten().filter(wanted).collect())
        };
        Ok(LiveStreams { cdn: streams("cdnStreams")?, server: streams("serverStreams")? })
    }
}

fn stream(row: &Value, path: &str) -> Read<Option<LiveStream>> {
    let fields = Fields::of(row, path)?;
    let serial = read::maybe_serial(&fields)?;
    Ok(read::secret(&fields, "pullUrl")?.map(|pull_url| LiveStream { serial, pull_url }))
}

/// 会议成员进出记录. Changes nothing, although it is a POST.
#[derive(Debug)]
pub struct LoginInfo {
    pub serial: Serial,
}

impl Operation for LoginInfo {
    const NAME: &'static str = "attendance.list";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "webapi.md#会议成员进出记录";
    const REPEATABLE: bool = true;
    type Reply = Vec<Visit>;

    fn path(&self) -> Vec<String> {
        vec!["getlogininfo".into()]
    }

    fn form(&self) -> Option<Form> {
        Some(Form::new().text("serial", self.serial.as_str()))
    }

    fn read(&self, reply: &Value, reading: &Reading) -> Read<Vec<Visit>> {
        let asked = self.serial.id();
        let rows = Fields::of(reply, "reply")?.list(&["logininfo"], |row, path| visit(row, path, reading))?;
        Ok(rows.into_iter().filter(|(serial, _)| is_of(&asked, serial)).map(|(_, visit)| visit).collect())
    }
}

fn visit(row: &Value, path: &str, reading: &Reading) -> Read<(Option<VendorMeetingId>, Visit)> {
    let fields = Fields::of(row, path)?;
    let entered = read::time(&fields, "entertime", &reading.zone)?;
    let visit = Visit {
        user_id: fields.text(&["userid"])?.unwrap_or_default(),
        entered: fields.required(&["entertime"], entered)?,
        left: read::time(&fields, "leavetime", &reading.zone)?,
    };
    Ok((read::maybe_serial(&fields)?, visit))
}

/// A row that names no meeting belongs to the one that was asked for.
fn is_of(asked: &VendorMeetingId, serial: &Option<VendorMeetingId>) -> bool {
    serial.as_ref().is_none_or(|serial| serial == asked)
}

/// 获取录制文件. Without either it tells of the whole enterprise. Changes nothing, although it is a POST.
#[derive(Debug)]
pub struct RoomRecord {
    pub serial: Option<Serial>,
    /// "关联的用户"
    pub user_id: Option<String>,
}

impl Operation for RoomRecord {
    const NAME: &'static str = "recordings.list";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "webapi.md#获取录制文件";
    const REPEATABLE: bool = true;
    type Reply = Vec<Record>;

    fn path(&self) -> Vec<String> {
        vec!["getRoomRecord".into()]
    }

    fn form(&self) -> Option<Form> {
        let serial = self.serial.as_ref().map(Serial::as_str);
        Some(Form::new().maybe("serial", serial).maybe("userid", self.user_id.as_deref()))
    }

    fn read(&self, reply: &Value, reading: &Reading) -> Read<Vec<Record>> {
        let rows = Fields::of(reply, "reply")?.list(&["records"], |row, path| record(row, path, reading))?;
        let asked = self.serial.as_ref().map(Serial::id);
        let wanted = |record: &Record| asked.as_ref().is_none_or(|asked| record.serial == *asked);
        Ok(rows.into_iter().filter(wanted).collect())
    }
}

fn record(row: &Value, path: &str, reading: &Reading) -> Read<Record> {
    let fields = Fields::of(row, path)?;
    let created = read::time(&fields, "createtime", &reading.zone)?;
    Ok(Record {
        id: VendorRecordingId::new(fields.required(&["id"], fields.text(&["id"])?)?),
        serial: read::serial(&fields)?,
        duration: read::duration(&fields)?.unwrap_or(0),
        path: read::path(&fields, "filepath")?,
        created: fields.required(&["createtime"], created)?,
    })
}
