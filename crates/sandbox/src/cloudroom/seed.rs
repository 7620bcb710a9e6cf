//! Believable data around "now", the same at every start but for the date.

use super::conference::blank;
use super::people::{self, Company};
use super::schedule::{Schedule, day_start, period};
use super::state::{End, Meeting, Phase, State};
use super::{department, user};
use crate::dice::Dice;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const QUARTER: i64 = 15 * 60;

/// The neighbour's meeting, which is there even without seeds: asking for it is 22224.
pub(super) const NEIGHBOURS_MEETING: i64 = 88_880_000;

/// When a seeded meeting begins.
#[derive(Clone, Copy)]
enum When {
    /// So many minutes from now, on the quarter hour.
    In(i64),
    /// In so many days, at this hour and minute.
    On(i64, i64, i64),
}
use When::{In, On};

/// Subject, begin, minutes, 周期类型, expected people, host (by place), password.
type Plan = (&'static str, When, i64, i64, u32, usize, &'static str);

const PLANS: [Plan; 25] = [
    ("产品周例会", In(-20), 60, period::WEEK, 9, 1, ""),
    ("客户演示：智能会议室方案", In(25), 45, 0, 4, 2, "2468"),
    ("Design critique: onboarding flow", In(75), 30, 0, 5, 6, ""),
    ("1:1 James / 王丽", In(130), 30, 0, 2, 7, ""),
    ("值班交接", In(240), 15, period::DAY, 3, 5, ""),
    ("每日站会 Daily stand-up", On(1, 9, 30), 15, period::WORKING_DAY, 8, 3, ""),
    (
        "关于2026年度华东区渠道合作伙伴大会筹备进展及预算调整事项的专题讨论会（第三次）",
        On(1, 10, 0),
        120,
        0,
        14,
        0,
        "135790",
    ),
    ("Q&A with the \"Platform\" team", On(1, 14, 0), 60, 0, 11, 6, ""),
    ("🎉 新员工欢迎会", On(1, 16, 30), 60, 0, 12, 4, ""),
    ("Review of <b>release notes</b> & 'quotes'", On(2, 9, 0), 45, 0, 4, 8, ""),
    ("安全培训（必修）", On(2, 14, 0), 90, 0, 40, 0, "8086"),
    ("Architecture forum", On(2, 16, 0), 60, period::FORTNIGHT, 10, 7, ""),
    ("面试：高级前端工程师", On(3, 10, 0), 60, 0, 3, 1, "4321"),
    ("供应商谈判", On(3, 15, 0), 90, 0, 5, 2, "909090"),
    ("Sprint planning 🏃", On(3, 13, 30), 90, period::FORTNIGHT, 8, 8, ""),
    ("财务月结会", On(4, 9, 30), 60, period::MONTH, 6, 4, "1122"),
    ("All hands / 全员大会", On(4, 16, 0), 60, period::MONTH, 120, 0, ""),
    ("读书会《人月神话》", On(5, 19, 30), 90, period::WEEK, 7, 3, ""),
    ("远程庭审模拟演练", On(6, 9, 0), 180, 0, 9, 5, "600100"),
    ("Partner call: São Paulo – 深圳", On(6, 21, 0), 45, 0, 4, 6, ""),
    ("家长会（初二3班）", On(8, 19, 0), 120, 0, 45, 1, ""),
    ("Incident review #482", On(9, 11, 0), 45, 0, 6, 7, ""),
    ("党支部学习", On(10, 15, 0), 60, period::MONTH, 15, 2, ""),
    ("跨年发布会彩排 ✨", On(16, 13, 0), 240, 0, 20, 0, "202620"),
    ("Board meeting", On(30, 9, 0), 180, 0, 7, 0, "7531"),
];

const PAST_SUBJECTS: [&str; 16] = [
    "产品周例会",
    "Weekly sync",
    "需求评审：会议录像检索",
    "客户回访 – 海宁纺织",
    "Retrospective, sprint 41",
    "技术分享：WebRTC 拥塞控制",
    "招聘沟通会",
    "Customer workshop (day 2)",
    "预算评审",
    "🚀 Launch go / no-go",
    "应急演练复盘",
    "Kick-off: \"Project Lantern\"",
    "法务合同讨论",
    "UX interviews <round 3>",
    "线上公开课：零基础学摄影",
    "Postmortem – payment outage",
];

pub(super) fn neighbour(state: &mut State, now: i64) {
    let mut meeting = blank(state, Company::Other, now);
    meeting.conf_id = NEIGHBOURS_MEETING;
    meeting.subject = "别家公司的会议".to_owned();
    state.meetings.insert(meeting.conf_id, meeting);
}

pub(super) fn fill(state: &mut State, now: i64) {
    state.dice = Dice::seeded(20_260_401);
    for (place, plan) in PLANS.iter().enumerate() {
        let meeting = upcoming(state, plan, place, now);
        state.meetings.insert(meeting.conf_id, meeting);
    }
    for place in 0..60 {
        past(state, place, now);
    }
    department::fill(state);
    user::fill(state);
    // What is made from here on must not be foreseeable.
    state.dice = Dice::fresh();
}

fn upcoming(state: &mut State, plan: &Plan, place: usize, now: i64) -> Meeting {
    let (subject, when, minutes, period, expected, host, password) = *plan;
    let created = now - DAY - state.dice.below(20) * HOUR;
    let start = begin(when, period, now);
    let schedule = Schedule::repeating(start, start + minutes * 60, period, None);
    let mut meeting = blank(state, Company::Own, created);
    furnish(&mut meeting, state, subject, host);
    meeting.schedule = Some(schedule);
    meeting.expected = expected;
    meeting.password = (!password.is_empty()).then(|| password.to_owned());
    // Some variety of rules, so that the pages have something to show.
    if place % 4 == 1 {
        meeting.attributes.insert("waitHall", 1);
        meeting.attributes.insert("waterMark", 1);
    }
    if place % 6 == 3 {
        meeting.permission.insert("openMicrophone", 0);
        meeting.permission.insert("privateIM", 0);
    }
    meeting
}

fn begin(when: When, period: i64, now: i64) -> i64 {
    match when {
        In(minutes) => (now + minutes * 60).div_euclid(QUARTER) * QUARTER,
        On(days, hour, minute) => {
            let start = day_start(now) + days * DAY + hour * HOUR + minute * 60;
            // A working-day series does not begin at a weekend. 1970-01-01 was a Thursday.
            match (period, (day_start(start) + DAY).div_euclid(DAY) % 7) {
                (period::WORKING_DAY, 2) => start + 2 * DAY,
                (period::WORKING_DAY, 3) => start + DAY,
                _ => start,
            }
        }
    }
}

/// A meeting that is over, over the last three months, in office hours.
fn past(state: &mut State, place: usize, now: i64) {
    let days_ago = 1 + place as i64 * 3 / 2;
    let start = day_start(now) - days_ago * DAY + (9 + state.dice.below(8)) * HOUR;
    let start = start + state.dice.below(4) * QUARTER;
    let planned = (2 + state.dice.below(6)) * QUARTER;
    let subject = PAST_SUBJECTS[place % PAST_SUBJECTS.len()];
    let mut meeting = blank(state, Company::Own, start - DAY);
    furnish(&mut meeting, state, subject, place);
    meeting.expected = 2 + u32::try_from(state.dice.below(14)).unwrap_or(0);
    // Every seventh was called on the spot, without an appointment.
    meeting.schedule = (place % 7 != 6).then(|| Schedule::once(start, start + planned));
    let end = End { since: start + state.dice.below(180), at: start + planned - state.dice.below(600) };
    meeting.phase = Phase::Ended { at: end.at };
    state.history.push(meeting.past(end));
    if place.is_multiple_of(4) {
        let recording = meeting.recording(end, &mut state.dice);
        state.recordings.push(recording);
    }
    state.meetings.insert(meeting.conf_id, meeting);
}

/// Host and guests. `host` is a place in the list of people, which is walked around.
fn furnish(meeting: &mut Meeting, state: &mut State, subject: &str, host: usize) {
    let everyone: Vec<i64> = people::ids().collect();
    let person = |place: usize| everyone[place % everyone.len()];
    subject.clone_into(&mut meeting.subject);
    meeting.host = person(host);
    meeting.owner = meeting.host;
    let guests = usize::try_from(state.dice.below(4)).unwrap_or(0);
    meeting.invitees = (1..=guests).map(|step| person(host + step)).collect();
    if guests == 3 {
        meeting.assistants = vec![person(host + 1)];
    }
}
