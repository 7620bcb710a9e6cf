//! What the vendor tells of a meeting: its length, its streams, who came and left, its recordings.

use crate::kit::{Fields, Form, Operation, Readable, Reading, Unreadable, readable, tolerate};
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

    /// A blank length is that of a class that has not begun; without the field it is no answer.
    fn read(&self, reply: &Value, _: &Reading) -> Read<i64> {
        let fields = Fields::of(reply, "reply")?;
        let blank = reply.get("duration").is_some().then_some(0);
        fields.required(&["duration"], read::duration(&fields)?.or(blank))
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
    /// meeting, rows of another are dropped, should the server ignore the question, and then those of
    /// nobody knows which as well; else they are that meeting's: the document's only sample leaves
    /// `serial` blank.
    fn read(&self, reply: &Value, _: &Reading) -> Read<LiveStreams> {
        let fields = Fields::of(reply, "reply")?;
        let asked = self.serial.as_ref().map(Serial::id);
        let mut all = Vec::new();
        for name in ["cdnStreams", "serverStreams"] {
            let streams = fields.list(&[name], stream)?.into_iter().flatten();
            all.extend(streams.map(|stream| (name, stream)));
        }
        // Both lists answer the same question.
        let wanted = read::of_asked(all, asked.as_ref(), |(_, stream)| stream.serial.as_ref());
        let (cdn, server): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|(name, _)| *name == "cdnStreams");
        let bare = |streams: Vec<(_, LiveStream)>| streams.into_iter().map(|(_, stream)| stream).collect();
        Ok(LiveStreams { cdn: bare(cdn), server: bare(server) })
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
        let rows =
            Fields::of(reply, "reply")?.list(&["logininfo"], |row, path| Ok(visit(row, path, reading)))?;
        let rows = readable(rows)?.rows;
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
    type Reply = Readable<Record>;

    fn path(&self) -> Vec<String> {
        vec!["getRoomRecord".into()]
    }

    fn form(&self) -> Option<Form> {
        let serial = self.serial.as_ref().map(Serial::as_str);
        Some(Form::new().maybe("serial", serial).maybe("userid", self.user_id.as_deref()))
    }

    fn read(&self, reply: &Value, reading: &Reading) -> Read<Readable<Record>> {
        let asked = self.serial.as_ref().map(Serial::id);
        let rows = Fields::of(reply, "reply")?
            .list(&["records"], |row, path| Ok(record(row, path, reading, asked.as_ref())))?;
        let Readable { rows, odd } = readable(rows)?;
        let wanted = read::of_asked(rows, asked.as_ref(), |(serial, _)| serial.as_ref());
        Ok(Readable { rows: wanted.into_iter().map(|(_, record)| record).collect(), odd })
    }
}

/// A record, and the meeting that the row itself names.
fn record(
    row: &Value,
    path: &str,
    reading: &Reading,
    asked: Option<&VendorMeetingId>,
) -> Read<(Option<VendorMeetingId>, Record)> {
    let fields = Fields::of(row, path)?;
    let created = read::time(&fields, "createtime", &reading.zone)?;
    let serial = read::maybe_serial(&fields)?;
    let record = Record {
        id: VendorRecordingId::new(fields.required(&["id"], fields.text(&["id"])?)?),
        serial: fields.required(&["serial"], serial.clone().or_else(|| asked.cloned()))?,
        duration: tolerate(read::duration(&fields)).unwrap_or(0),
        path: read::path(&fields, "filepath")?,
        created: fields.required(&["createtime"], created)?,
    };
    Ok((serial, record))
}
