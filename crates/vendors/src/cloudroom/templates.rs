//! The operations as callers may send them through us. Document: each operation's section.

use super::ids::{Account, CompGuid, ConfId, FileId};
use super::operations::{company, conference, department, lists, user, video};
use crate::kit::Facts;
use crate::kit::templates::{Parameter, Segment, Template, list, record, text};
use portico_domain::ids::{VendorMeetingId, VendorRecordingId};
use portico_domain::tokens::Scope;

const CONF: Segment = Segment::Id(|text| ConfId::read(&VendorMeetingId::new(text)).ok().map(ConfId::segment));
const FILE: Segment =
    Segment::Id(|text| FileId::read(&VendorRecordingId::new(text)).ok().map(|id| id.segment()));
const COMPANY: Segment = Segment::Id(|text| CompGuid::read(text).ok().map(|id| id.segment()));
const ACCOUNT: Segment = Segment::Id(|text| Account::read(text).ok().map(|id| id.segment()));
/// A Long, as `confId` is.
const DEPARTMENT: Segment = CONF;
const CONFERENCE: Segment = Segment::Fixed("conference");

/// 创建会议. `order` stands in the sample alone.
const CREATE: &[Parameter] = &[
    text("subject", 200),
    text("hostId", 20),
    list("inviteIds"),
    list("assistantInfos"),
    text("password", 20),
    text("emailNotice", 5),
    text("smsNotice", 5),
    record("orderConfig"),
    record("attributes"),
    record("permission"),
    list("voteIds"),
    list("votelds"),
    text("order", 5),
];
/// 修改会议
const CHANGE: &[Parameter] = &[
    text("subject", 200),
    text("hostId", 20),
    list("inviteeIds"),
    list("assistantInfos"),
    text("password", 20),
    record("orderConfig"),
    record("attributes"),
    record("permission"),
];
/// 加入会议
const JOIN: &[Parameter] = &[text("nickName", 60), text("userType", 5), text("password", 20)];
const LIST: &[Parameter] = &[
    text("searchUserId", 20),
    text("startTime", 20),
    text("endTime", 20),
    text("current", 10),
    text("size", 10),
];
const PAGE: &[Parameter] = &[text("current", 10), text("size", 10)];
/// 创建企业
const NEW_COMPANY: &[Parameter] = &[
    text("compGUID", 128),
    text("compName", 200),
    text("admin", 128),
    text("adminName", 200),
    text("adminPwd", 128),
];
/// 创建用户
const NEW_USER: &[Parameter] = &[
    text("account", 128),
    text("password", 128),
    text("name", 200),
    text("mobile", 40),
    text("departmentId", 20),
    text("roleType", 5),
    text("email", 200),
];
/// 修改用户
const USER: &[Parameter] = &[
    text("password", 128),
    text("name", 200),
    text("mobile", 40),
    text("departmentId", 20),
    text("roleType", 5),
    text("email", 200),
];
const DEPARTMENT_FIELDS: &[Parameter] = &[text("name", 200), text("parentId", 20)];

/// The host's own address, the code that it ends with in the document's samples, and what one dials in with.
const MEETING_SECRETS: &[(&str, Scope)] =
    &[("url", Scope::Join), ("confCode", Scope::Join), ("password", Scope::Join), ("pstnPwd", Scope::Join)];
/// Who has one of these addresses has the recording.
const VIDEO_SECRETS: &[(&str, Scope)] = &[("url", Scope::Recordings), ("vodUrl", Scope::Recordings)];

/// All of them, in the order of the document.
pub static TEMPLATES: [Template; 19] = [
    Template::of(Facts::of::<conference::Create<'_>>, &[CONFERENCE]).json(CREATE),
    Template::of(Facts::of::<conference::Change<'_>>, &[CONFERENCE, CONF]).json(CHANGE),
    Template::of(Facts::of::<conference::Query>, &[CONFERENCE, CONF]).secrets(MEETING_SECRETS),
    // A CRMT string lets its holder in.
    Template::of(Facts::of::<conference::Join<'_>>, &[CONFERENCE, CONF, Segment::Fixed("join")])
        .query(JOIN)
        .needs(Scope::Join),
    Template::of(Facts::of::<conference::End>, &[CONFERENCE, CONF, Segment::Fixed("end")]),
    Template::of(Facts::of::<conference::Delete>, &[CONFERENCE, CONF]),
    Template::of(Facts::of::<lists::Current>, &[CONFERENCE, Segment::Fixed("list")])
        .query(LIST)
        .secrets(MEETING_SECRETS),
    Template::of(
        Facts::of::<lists::History>,
        &[CONFERENCE, Segment::Fixed("history"), Segment::Fixed("list")],
    )
    .query(LIST)
    .secrets(MEETING_SECRETS),
    Template::of(Facts::of::<video::Query>, &[Segment::Fixed("video"), CONF])
        .query(PAGE)
        .secrets(VIDEO_SECRETS),
    Template::of(Facts::of::<video::Delete>, &[Segment::Fixed("video"), FILE]),
    // These three are signed with the platform's secret, which stands above all companies.
    Template::of(Facts::of::<company::Create<'_>>, &[Segment::Fixed("company")])
        .json(NEW_COMPANY)
        .only_by_name(),
    Template::of(Facts::of::<company::Change<'_>>, &[Segment::Fixed("company"), COMPANY])
        .json(&[text("compName", 200)])
        .only_by_name(),
    Template::of(Facts::of::<company::Delete>, &[Segment::Fixed("company"), COMPANY]).only_by_name(),
    Template::of(Facts::of::<user::Create<'_>>, &[Segment::Fixed("user")]).json(NEW_USER),
    Template::of(Facts::of::<user::Change<'_>>, &[Segment::Fixed("user"), ACCOUNT]).json(USER),
    Template::of(Facts::of::<user::Delete>, &[Segment::Fixed("user"), ACCOUNT]),
    Template::of(Facts::of::<department::Create<'_>>, &[Segment::Fixed("department")])
        .json(DEPARTMENT_FIELDS),
    Template::of(Facts::of::<department::Change<'_>>, &[Segment::Fixed("department"), DEPARTMENT])
        .json(DEPARTMENT_FIELDS),
    Template::of(Facts::of::<department::Delete>, &[Segment::Fixed("department"), DEPARTMENT]),
];
