//! The operations as callers may send them through us, without `key`. Document: each operation's section.
//!
//! The two join pages are no calls: people open them, and the token of one is made by us.

use super::operations::{files, meetings, reports};
use super::picture::Picture;
use crate::kit::Facts;
use crate::kit::templates::{Parameter, Segment, Shape, Template, list, text};
use bytes::Bytes;
use portico_domain::tokens::Scope;

const SERIAL: &[Parameter] = &[text("serial", 20)];
/// 预约会议
const CREATE: &[Parameter] = &[
    text("meetingname", 200),
    text("starttime", 20),
    text("endtime", 20),
    text("chairmanpwd", 50),
    text("islive", 5),
];
/// 修改会议
const MODIFY: &[Parameter] = &[
    text("serial", 20),
    text("meetingname", 200),
    text("chairmanpwd", 50),
    text("starttime", 20),
    text("endtime", 20),
];
/// 修改会议背景
const PICTURE: &[Parameter] =
    &[Parameter { name: "filedata", shape: Shape::File(is_picture) }, text("serial", 20)];

fn is_picture(bytes: &Bytes) -> bool {
    Picture::read(bytes.clone()).is_ok()
}

/// What one streams to, what one watches at, where the recording lies.
const STREAMS: &[(&str, Scope)] = &[
    ("sig", Scope::Join),
    ("pushurl", Scope::Join),
    ("pullurl", Scope::Join),
    ("pullurl2", Scope::Join),
    ("recordpath", Scope::Recordings),
];

const fn at(name: &'static str) -> Segment {
    Segment::Fixed(name)
}

/// All of them, in the order of the document.
pub static TEMPLATES: [Template; 10] = [
    Template::of(Facts::of::<meetings::Create<'_>>, &[at("meetingcreate")]).form(CREATE).secrets(STREAMS),
    Template::of(Facts::of::<meetings::Modify<'_>>, &[at("meetingmodify")]).form(MODIFY),
    Template::of(Facts::of::<meetings::Delete>, &[at("meetingdelete")]).form(SERIAL),
    Template::of(Facts::of::<reports::ClassBeginTime>, &[at("getClassBeginTime")]).query(SERIAL),
    Template::of(Facts::of::<files::BindFiles<'_>>, &[at("meetingbindfile")])
        .form(&[text("serial", 20), list("fileidarr[]")]),
    Template::of(Facts::of::<files::UploadPicture<'_>>, &[at("uploadRoomPic")]).form(PICTURE),
    Template::of(Facts::of::<files::MeetingFiles>, &[at("getmeetingfile")])
        .query(SERIAL)
        // Nobody asks who fetches it.
        .secrets(&[("downloadpath", Scope::Recordings)]),
    Template::of(Facts::of::<reports::LiveStreamQuery>, &[at("getLiveStream")])
        .query(SERIAL)
        .secrets(&[("pullUrl", Scope::Join)]),
    Template::of(Facts::of::<reports::LoginInfo>, &[at("getlogininfo")]).form(SERIAL),
    Template::of(Facts::of::<reports::RoomRecord>, &[at("getRoomRecord")])
        .form(&[text("serial", 20), text("userid", 100)])
        .secrets(&[("filepath", Scope::Recordings)]),
];
