//! Meetings: create, change, query, join, end, delete.

use crate::cloudroom::ids::ConfId;
use crate::cloudroom::{detail, read, write};
use crate::kit::{ExposeSecret, Fields, Operation, Reading, SecretString, Unreadable};
use crate::{Before, MeetingDetail};
use http::Method;
use portico_domain::ids::VendorMeetingId;
use portico_domain::links::JoinRole;
use portico_domain::meetings::MeetingDraft;
use serde_json::Value;

type Read<T> = Result<T, Unreadable>;

/// 创建会议. Holds the meeting's password, so it has no Debug.
pub struct Create<'a> {
    pub draft: &'a MeetingDraft,
}

impl Operation for Create<'_> {
    const NAME: &'static str = "conference.create";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "cloudroom.md#创建会议";
    const CHANGES: bool = true;
    type Reply = VendorMeetingId;

    fn path(&self) -> Vec<String> {
        vec!["conference".into()]
    }

    fn body(&self) -> Option<Value> {
        Some(write::create_body(self.draft))
    }

    fn read(&self, reply: &Value, _: &Reading) -> Read<VendorMeetingId> {
        read::conf_id(&Fields::of(reply, "reply")?)
    }
}

/// 修改会议. Holds the meeting's password, so it has no Debug.
pub struct Change<'a> {
    pub id: ConfId,
    pub draft: &'a MeetingDraft,
    /// Without it everything is said.
    pub before: Option<Before<'a>>,
}

impl Operation for Change<'_> {
    const NAME: &'static str = "conference.change";
    const METHOD: Method = Method::PUT;
    const DOC: &'static str = "cloudroom.md#修改会议";
    const CHANGES: bool = true;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["conference".into(), self.id.segment()]
    }

    fn body(&self) -> Option<Value> {
        Some(write::change_body(self.draft, self.before))
    }

    fn read(&self, _: &Value, _: &Reading) -> Read<()> {
        Ok(())
    }
}

/// 查询会议
#[derive(Debug)]
pub struct Query {
    pub id: ConfId,
}

impl Operation for Query {
    const NAME: &'static str = "conference.query";
    const METHOD: Method = Method::GET;
    const DOC: &'static str = "cloudroom.md#查询会议";
    const REPEATABLE: bool = true;
    type Reply = MeetingDetail;

    fn path(&self) -> Vec<String> {
        vec!["conference".into(), self.id.segment()]
    }

    fn read(&self, reply: &Value, reading: &Reading) -> Read<MeetingDetail> {
        let reply = Fields::of(reply, "reply")?;
        let detail = reply.object(&["confDetail"])?;
        let detail = reply.required(&["confDetail"], detail)?;
        detail::read(&detail, reading)
    }
}

/// 加入会议
#[derive(Debug)]
pub struct Join<'a> {
    pub id: ConfId,
    pub nickname: &'a str,
    pub role: JoinRole,
    pub password: Option<&'a SecretString>,
}

impl Operation for Join<'_> {
    const NAME: &'static str = "conference.join";
    const METHOD: Method = Method::GET;
    const DOC: &'static str = "cloudroom.md#加入会议";
    const JOINS: bool = true;
    type Reply = SecretString;

    fn path(&self) -> Vec<String> {
        vec!["conference".into(), self.id.segment(), "join".into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let user_type = match self.role {
            JoinRole::Host => "1",
            // The client refuses what this vendor does not have before it gets here.
            JoinRole::Attendee | JoinRole::Speaker | JoinRole::Invisible => "4",
        };
        let mut query = vec![("nickName", self.nickname.to_owned()), ("userType", user_type.to_owned())];
        if let Some(password) = self.password {
            query.push(("password", password.expose_secret().to_owned()));
        }
        query
    }

    fn read(&self, reply: &Value, _: &Reading) -> Read<SecretString> {
        let fields = Fields::of(reply, "reply")?;
        let crmt = fields.required(&["crmt"], fields.text(&["crmt"])?)?;
        // It becomes an address that the browser opens: nothing but the client's own scheme, in one word.
        let harmless = crmt.starts_with("CRMT:") && crmt.bytes().all(|byte| byte.is_ascii_graphic());
        if !harmless {
            return Err(fields.wrong("crmt"));
        }
        Ok(SecretString::from(crmt))
    }
}

/// 结束会议
#[derive(Debug)]
pub struct End {
    pub id: ConfId,
}

impl Operation for End {
    const NAME: &'static str = "conference.end";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "cloudroom.md#结束会议";
    const CHANGES: bool = true;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["conference".into(), self.id.segment(), "end".into()]
    }

    fn read(&self, _: &Value, _: &Reading) -> Read<()> {
        Ok(())
    }
}

/// 删除会议
#[derive(Debug)]
pub struct Delete {
    pub id: ConfId,
}

impl Operation for Delete {
    const NAME: &'static str = "conference.delete";
    const METHOD: Method = Method::DELETE;
    const DOC: &'static str = "cloudroom.md#删除会议";
    const CHANGES: bool = true;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["conference".into(), self.id.segment()]
    }

    fn read(&self, _: &Value, _: &Reading) -> Read<()> {
        Ok(())
    }
}
