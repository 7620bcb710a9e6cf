//! Meetings: create, modify, delete.

use crate::kit::{ExposeSecret, Fields, Form, Operation, Reading, Unreadable};
use crate::webapi::ids::Serial;
use crate::webapi::read;
use crate::webapi::values::{Created, Wanted};
use http::Method;
use serde_json::Value;

type Read<T> = Result<T, Unreadable>;

/// 预约会议. The chairman password is a must at the vendor, so it is sent empty where there is none, for
/// the vendor to say so.
#[derive(Debug)]
pub struct Create<'a> {
    pub wanted: &'a Wanted<'a>,
}

impl Operation for Create<'_> {
    const NAME: &'static str = "meeting.create";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "webapi.md#预约会议";
    const CHANGES: bool = true;
    type Reply = Created;

    fn path(&self) -> Vec<String> {
        vec!["meetingcreate".into()]
    }

    fn form(&self) -> Option<Form> {
        let wanted = self.wanted;
        let password = wanted.chairman_password.as_ref().map(|password| password.expose_secret());
        let form = Form::new()
            .text("meetingname", wanted.name)
            .text("starttime", wanted.start.seconds().to_string())
            .maybe("endtime", wanted.end.map(|end| end.seconds().to_string()))
            .text("chairmanpwd", password.unwrap_or_default())
            .text("islive", if wanted.live { "1" } else { "0" });
        Some(form)
    }

    fn read(&self, reply: &Value, _: &Reading) -> Read<Created> {
        let fields = Fields::of(reply, "reply")?;
        Ok(Created {
            serial: read::serial(&fields)?,
            room_id: fields.text(&["roomid"])?,
            sig: read::secret(&fields, "sig")?,
            push_url: read::secret(&fields, "pushurl")?,
            pull_url: read::secret(&fields, "pullurl")?,
            pull_url_2: read::secret(&fields, "pullurl2")?,
            record_path: read::secret(&fields, "recordpath")?,
        })
    }
}

/// 修改会议. Without an end the meeting would become permanent, so the end is always sent again. Whether
/// it is broadcast cannot be changed, and without a password the old one stays.
#[derive(Debug)]
pub struct Modify<'a> {
    pub serial: Serial,
    pub wanted: &'a Wanted<'a>,
}

impl Operation for Modify<'_> {
    const NAME: &'static str = "meeting.modify";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "webapi.md#修改会议";
    const CHANGES: bool = true;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["meetingmodify".into()]
    }

    fn form(&self) -> Option<Form> {
        let wanted = self.wanted;
        let password = wanted.chairman_password.as_ref().map(|password| password.expose_secret());
        let form = Form::new()
            .text("serial", self.serial.as_str())
            .text("meetingname", wanted.name)
            .maybe("chairmanpwd", password)
            .text("starttime", wanted.start.seconds().to_string())
            .maybe("endtime", wanted.end.map(|end| end.seconds().to_string()));
        Some(form)
    }

    fn read(&self, _: &Value, _: &Reading) -> Read<()> {
        Ok(())
    }
}

/// 删除会议
#[derive(Debug)]
pub struct Delete {
    pub serial: Serial,
}

impl Operation for Delete {
    const NAME: &'static str = "meeting.delete";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "webapi.md#删除会议";
    const CHANGES: bool = true;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["meetingdelete".into()]
    }

    fn form(&self) -> Option<Form> {
        Some(Form::new().text("serial", self.serial.as_str()))
    }

    fn read(&self, _: &Value, _: &Reading) -> Read<()> {
        Ok(())
    }
}
