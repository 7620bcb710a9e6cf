//! What belongs to a meeting besides its times: documents and the background.

use crate::kit::{Fields, Form, Operation, Reading, Unreadable, readable};
use crate::webapi::ids::{FileNumber, Serial};
use crate::webapi::picture::Picture;
use crate::webapi::places::ServerPath;
use crate::webapi::read;
use crate::webapi::values::Document;
use http::Method;
use serde_json::Value;

type Read<T> = Result<T, Unreadable>;

/// 会议关联文档
#[derive(Debug)]
pub struct BindFiles<'a> {
    pub serial: Serial,
    pub files: &'a [FileNumber],
}

impl Operation for BindFiles<'_> {
    const NAME: &'static str = "documents.bind";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "webapi.md#会议关联文档";
    const CHANGES: bool = true;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["meetingbindfile".into()]
    }

    fn form(&self) -> Option<Form> {
        let form = Form::new().text("serial", self.serial.as_str());
        Some(self.files.iter().fold(form, |form, file| form.text("fileidarr[]", file.as_str())))
    }

    fn read(&self, _: &Value, _: &Reading) -> Read<()> {
        Ok(())
    }
}

/// 修改会议背景
#[derive(Debug)]
pub struct UploadPicture<'a> {
    pub serial: Serial,
    pub picture: &'a Picture,
}

impl Operation for UploadPicture<'_> {
    const NAME: &'static str = "picture.upload";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "webapi.md#修改会议背景";
    const CHANGES: bool = true;
    type Reply = Option<ServerPath>;

    fn path(&self) -> Vec<String> {
        vec!["uploadRoomPic".into()]
    }

    fn form(&self) -> Option<Form> {
        let Picture { bytes, kind, file_name } = self.picture;
        let form = Form::new().file("filedata", file_name, kind, bytes.clone());
        Some(form.text("serial", self.serial.as_str()))
    }

    /// The picture is set, whatever is said of where it lies: an unusable path is none.
    fn read(&self, reply: &Value, _: &Reading) -> Read<Option<ServerPath>> {
        let fields = Fields::of(reply, "reply")?;
        Ok(read::path(&fields, "picPath").ok())
    }
}

/// 获取会议的文档列表
#[derive(Debug)]
pub struct MeetingFiles {
    pub serial: Serial,
}

impl Operation for MeetingFiles {
    const NAME: &'static str = "documents.list";
    const METHOD: Method = Method::GET;
    const DOC: &'static str = "webapi.md#获取会议的文档列表";
    const REPEATABLE: bool = true;
    type Reply = Vec<Document>;

    fn path(&self) -> Vec<String> {
        vec!["getmeetingfile".into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        vec![("serial", self.serial.as_str().to_owned())]
    }

    fn read(&self, reply: &Value, _: &Reading) -> Read<Vec<Document>> {
        let rows = Fields::of(reply, "reply")?.list(&["meetingfile"], |row, path| Ok(document(row, path)))?;
        Ok(readable(rows)?.rows)
    }
}

fn document(row: &Value, path: &str) -> Read<Document> {
    let fields = Fields::of(row, path)?;
    let id = fields.with(&["fileid"], |value| FileNumber::read(crate::kit::text(value)?.trim()).ok())?;
    Ok(Document {
        id: fields.required(&["fileid"], id)?,
        name: fields.text(&["filename"])?.unwrap_or_default(),
        kind: fields.text(&["filetype"])?.unwrap_or_default(),
        path: read::path(&fields, "downloadpath")?,
    })
}
