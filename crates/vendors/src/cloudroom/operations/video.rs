//! Recordings: list those of a meeting, delete one.

use crate::cloudroom::ids::{ConfId, FileId};
use crate::cloudroom::read::{self, Paging};
use crate::kit::{Fields, Operation, Reading, SecretString, Unreadable, tolerate};
use crate::{ListedRecording, Page};
use http::Method;
use portico_domain::ids::{VendorMeetingId, VendorRecordingId};
use serde_json::Value;

/// 查询录像
#[derive(Clone, Copy, Debug)]
pub struct Query {
    pub id: ConfId,
    pub paging: Paging,
}

impl Operation for Query {
    const NAME: &'static str = "video.query";
    const METHOD: Method = Method::GET;
    const DOC: &'static str = "cloudroom.md#查询录像";
    const REPEATABLE: bool = true;
    type Reply = Page<ListedRecording>;

    fn path(&self) -> Vec<String> {
        vec!["video".into(), self.id.segment()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        vec![("current", self.paging.current.to_string()), ("size", self.paging.size.to_string())]
    }

    fn read(&self, reply: &Value, reading: &Reading) -> Result<Page<ListedRecording>, Unreadable> {
        read::page(reply, self.paging, |row, path| recording(row, path, self.id, reading))
    }
}

/// 录像列表详情, of those of `asked`. One that has no address yet cannot be opened, but it is there.
fn recording(
    row: &Value,
    path: &str,
    asked: ConfId,
    reading: &Reading,
) -> Result<ListedRecording, Unreadable> {
    let fields = Fields::of(row, path)?;
    let created = read::time(&fields, &["createTime"], &reading.zone)?;
    let secret = |name| tolerate(fields.text(&[name])).map(SecretString::from);
    Ok(ListedRecording {
        vendor_id: VendorRecordingId::new(fields.required(&["fileId"], fields.text(&["fileId"])?)?),
        vendor_meeting: read::conf_id(&fields).unwrap_or_else(|_| VendorMeetingId::new(asked.segment())),
        title: tolerate(fields.text(&["title"])).unwrap_or_default(),
        created: fields.required(&["createTime"], created)?,
        duration: tolerate(fields.integer(&["duration"])).unwrap_or(0).max(0),
        size: tolerate(fields.integer(&["size"])).unwrap_or(0).max(0),
        download_url: secret("url").unwrap_or_default(),
        play_url: secret("vodUrl"),
    })
}

/// 删除录像
#[derive(Clone, Debug)]
pub struct Delete {
    pub file: FileId,
}

impl Operation for Delete {
    const NAME: &'static str = "video.delete";
    const METHOD: Method = Method::DELETE;
    const DOC: &'static str = "cloudroom.md#删除录像";
    const CHANGES: bool = true;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["video".into(), self.file.segment()]
    }

    fn read(&self, _: &Value, _: &Reading) -> Result<(), Unreadable> {
        Ok(())
    }
}
