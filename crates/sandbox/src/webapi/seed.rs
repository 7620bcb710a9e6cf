//! Believable data around "now", the same at every start but for the date.

use super::keys::Company;
use super::meeting::blank;
use super::people::{Guest, Role, Visit};
use super::state::{Document, State};
use crate::dice::Dice;
use crate::walltime::day_start;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const QUARTER: i64 = 15 * 60;

/// The neighbour's meeting, which is there even without seeds: asking for it is 4108.
const NEIGHBOURS_MEETING: i64 = 888_800_000;

/// When a seeded meeting begins.
#[derive(Clone, Copy)]
enum When {
    /// So many minutes from now, on the quarter hour.
    In(i64),
    /// In so many days (or before, when negative), at this hour.
    On(i64, i64),
}
use When::{In, On};

/// Name, begin, minutes (0 = 永久), live, people, documents of the library.
type Plan = (&'static str, When, i64, bool, usize, &'static [i64]);

const PLANS: [Plan; 18] = [
    ("高一数学公开课：函数的单调性", In(-30), 90, true, 7, &[494, 495]),
    ("Customer onboarding: live Q&A", In(-15), 60, false, 4, &[496]),
    ("项目周会", In(45), 60, false, 5, &[]),
    ("新品发布会直播彩排 🎬", In(150), 120, true, 6, &[494, 497]),
    ("Physics lab: measuring \"g\"", On(1, 9), 90, false, 5, &[498]),
    ("家长会（初二3班）", On(1, 19), 120, false, 8, &[]),
    ("Sales training <part 2>", On(2, 14), 60, false, 6, &[496, 498]),
    ("英语角 English corner", On(3, 18), 90, true, 6, &[]),
    ("董事会 / Board", On(9, 10), 180, false, 5, &[495]),
    ("值班室（常开）", On(-20, 8), 0, false, 0, &[]),
    ("Help desk, always open", On(-60, 9), 0, false, 0, &[497]),
    ("高一数学公开课：集合", On(-1, 9), 90, true, 9, &[494]),
    ("Weekly sync", On(-2, 10), 45, false, 4, &[]),
    ("新员工培训（第一天）", On(-3, 9), 180, false, 8, &[495, 497]),
    ("Webinar: \"Privacy by design\"", On(-5, 15), 60, true, 8, &[498]),
    ("项目周会", On(-7, 14), 60, false, 5, &[]),
    ("Retrospective & cake 🍰", On(-10, 16), 45, false, 6, &[]),
    ("线上书法课", On(-21, 19), 90, false, 7, &[496]),
];

const GUESTS: [(&str, &str); 9] = [
    ("D171LM9P", "王丽"),
    ("U2048KQZ", "张伟"),
    ("E-1003", "Emma Thompson"),
    ("chen.siyuan", "陈思远"),
    ("j_oneill", "James O'Neill"),
    ("OYWJ77", "欧阳文静"),
    ("9182", "李雷 & 韩梅梅"),
    ("priya", "Priya Raman"),
    ("guest-7f", "小明 😀"),
];

/// One pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0,
    1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 12, b'I', b'D', b'A', b'T', 0x08, 0xd7, 0x63, 0xf8,
    0xcf, 0xc0, 0, 0, 3, 1, 1, 0, 0x18, 0xdd, 0x8d, 0xb0, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42,
    0x60, 0x82,
];
const PDF: &[u8] = b"%PDF-1.1\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\n\
    trailer<</Root 1 0 R>>\n%%EOF\n";
const TEXT: &[u8] = "会议议程\n1. 开场\n2. 讨论 / Discussion\n3. 总结\n".as_bytes();

/// Name, type, content; ids count from the sample's 494.
const DOCUMENTS: [(&str, &str, &[u8]); 5] = [
    ("1.png", "png", PNG),
    ("课件：函数.pdf", "pdf", PDF),
    ("Handbook & FAQ.pdf", "pdf", PDF),
    ("议程.txt", "txt", TEXT),
    ("seating \"plan\".png", "png", PNG),
];

/// What is there even in an empty sandbox: the enterprise's library, and a neighbour.
pub(super) fn furniture(state: &mut State, now: i64) {
    for (id, (name, kind, content)) in (494..).zip(DOCUMENTS) {
        let path = format!("/upload/20210107_104054_doc{id}.{kind}");
        state.documents.push(Document { id, name, path, kind, content });
    }
    // Even the neighbour's secrets are the same at every start.
    state.dice = Dice::seeded(20_260_401);
    let mut meeting = blank(state, Company::Other, "别家公司的会议", now, None);
    state.dice = Dice::fresh();
    meeting.serial = NEIGHBOURS_MEETING;
    state.meetings.insert(meeting.serial, meeting);
}

pub(super) fn fill(state: &mut State, now: i64) {
    state.dice = Dice::seeded(20_260_402);
    for (place, plan) in PLANS.iter().enumerate() {
        let (name, when, minutes, live, people, files) = *plan;
        let start = begin(when, now);
        let end = (minutes > 0).then_some(start + minutes * 60);
        let mut meeting = blank(state, Company::Own, name, start, end);
        meeting.live = live;
        meeting.files = files.to_vec();
        meeting.visits = visits(&mut state.dice, place, people, start, minutes);
        state.version += 1;
        state.meetings.insert(meeting.serial, meeting);
    }
    state.settle(now);
    // What is made from here on must not be foreseeable.
    state.dice = Dice::fresh();
}

fn begin(when: When, now: i64) -> i64 {
    match when {
        In(minutes) => (now + minutes * 60).div_euclid(QUARTER) * QUARTER,
        On(days, hour) => day_start(now) + days * DAY + hour * HOUR,
    }
}

/// People drop in during the first minutes; some leave early, and every fourth comes back.
fn visits(dice: &mut Dice, place: usize, people: usize, start: i64, minutes: i64) -> Vec<Visit> {
    let mut visits = Vec::new();
    for turn in 0..people {
        let role = match turn {
            0 => Role::Chairman,
            1 => Role::Speaker,
            _ => Role::Presenter,
        };
        let (userid, username) = GUESTS[(place + turn) % GUESTS.len()];
        let guest =
            Guest { userid: userid.to_owned(), username: username.to_owned(), role, invisible: turn == 5 };
        let entered = start + turn as i64 * 40 + dice.below(30);
        let left = (turn % 3 == 2).then(|| entered + minutes * 20 + dice.below(600));
        let visit = |entered, left| Visit { guest: guest.clone(), session: String::new(), entered, left };
        visits.push(visit(entered, left));
        if let Some(left) = left.filter(|_| turn % 4 == 2) {
            visits.push(visit(left + 90, None));
        }
    }
    visits
}
