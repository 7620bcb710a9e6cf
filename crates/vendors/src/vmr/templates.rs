//! The operations as callers may send them through us. Document: each operation's section.

use super::operations::{booking, contacts, info, recording, rooms};
use crate::kit::Facts;
use crate::kit::templates::{Parameter, Segment, Template, text};
use portico_domain::tokens::Scope;

const MEETING: Segment = Segment::Fixed("meeting");
const SUBSCRIBE: Segment = Segment::Fixed("subscribe");
const CONFERENCE: &[Parameter] = &[text("conferenceKey", 50)];
const RECORD: &[Parameter] = &[text("recordId", 50)];
const ACCOUNT: &[Parameter] = &[text("account", 50)];
/// 创建预约会议
const BOOK: &[Parameter] = &[
    text("account", 50),
    text("theme", 500),
    text("introduction", 2000),
    text("visitor_ids", 4000),
    text("startDate", 20),
    text("endDate", 20),
    text("isAutoOpen", 5),
    text("pid", 20),
    text("shostPwd", 50),
    text("svisitorPwd", 50),
];

/// Bookings, and the list of contacts whose sample is one of bookings.
const PINS: &[(&str, Scope)] = &[("randomHostPwd", Scope::Join), ("randomVisitorPwd", Scope::Join)];
const ROOM_PINS: &[(&str, Scope)] =
    &[("hostPin", Scope::Join), ("guestPin", Scope::Join), ("livePwd", Scope::Join)];
const INFO_PINS: &[(&str, Scope)] = &[("hostpwd", Scope::Join), ("guestpwd", Scope::Join)];

/// All of them, in the order of the document.
pub static TEMPLATES: [Template; 11] = [
    Template::of(Facts::of::<recording::Start>, &[MEETING, Segment::Fixed("openRecord")]).json(CONFERENCE),
    Template::of(Facts::of::<recording::Stop>, &[MEETING, Segment::Fixed("closeRecord")]).json(CONFERENCE),
    Template::of(Facts::of::<recording::Records>, &[MEETING, Segment::Fixed("getRecords")])
        .json(&[text("recordId", 50), text("origin", 128)])
        // Signed, so whoever has it has the recording.
        .secrets(&[("downUrl", Scope::Recordings)]),
    Template::of(Facts::of::<recording::Delete>, &[MEETING, Segment::Fixed("delRecordFile")]).json(RECORD),
    Template::of(Facts::of::<recording::Status>, &[MEETING, Segment::Fixed("getLiveRecStatus")])
        .json(CONFERENCE)
        .secrets(&[("rtmpUrl", Scope::Join)]),
    Template::of(Facts::of::<info::MeetingInfo>, &[Segment::Fixed("api"), Segment::Fixed("getmeetinginfo")])
        .query(&[text("addr", 50)])
        .secrets(INFO_PINS),
    Template::of(Facts::of::<rooms::Rooms>, &[SUBSCRIBE, Segment::Fixed("getmeeting")])
        .query(ACCOUNT)
        .secrets(ROOM_PINS),
    Template::of(Facts::of::<contacts::Contacts>, &[SUBSCRIBE, Segment::Fixed("getcontacts")])
        .query(&[text("account", 50), text("pageIndex", 10), text("pageSize", 10), text("isAll", 5)])
        .secrets(PINS),
    Template::of(Facts::of::<booking::Book<'_>>, &[SUBSCRIBE, Segment::Fixed("createmeet")])
        .json(BOOK)
        .secrets(PINS),
    Template::of(Facts::of::<booking::Cancel>, &[SUBSCRIBE, Segment::Fixed("cancelmeet")])
        .json(&[text("st_id", 50)]),
    Template::of(Facts::of::<booking::Bookings>, &[SUBSCRIBE, Segment::Fixed("getsubmeetings")])
        .query(ACCOUNT)
        .secrets(PINS),
];
