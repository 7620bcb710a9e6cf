//! Rooms, accounts and contacts, which are there even in an empty sandbox; and believable bookings
//! around "now", the same at every start but for the date.

use super::auth::Tenant;
use super::bookings::next_id;
use super::recording;
use super::state::{Account, Booking, Record, Space, State};
use crate::dice::Dice;
use crate::walltime::day_start;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const QUARTER: i64 = 15 * 60;

/// Whose bookings a first trial sees.
pub(super) const ACCOUNT: &str = "admin@portico.example";
const OTHERS: [(i64, &str, &str); 2] =
    [(2761, "li.na@portico.example", "李娜"), (2764, "james@portico.example", "James O'Neill")];

/// pid, 短号, name, 类型, host PIN, guest PIN, 方数, only for, may be recorded.
type Plan =
    (i64, &'static str, &'static str, i64, &'static str, &'static str, i64, Option<&'static str>, bool);

const ROOMS: [Plan; 6] = [
    (486, "2516", "大会议室 A301", 1, "99999", "888888", 100, None, true),
    (502, "1866", "培训室 Training room", 1, "246810", "", 50, None, true),
    (3364, "100713", "蓝天的会议室", 1, "123456", "1234567", 100, Some(ACCOUNT), true),
    (3390, "100820", "讲堂 Lecture hall", 2, "654321", "4321", 500, None, true),
    (3402, "100905", "Board room \"Lake\"", 1, "777000", "7700", 25, None, false),
    (3415, "100933", "面试间 <3F>", 1, "112233", "3322", 10, None, true),
];

const CONTACTS: [(i64, &str); 26] = [
    (9182, "王丽"),
    (9187, "张伟"),
    (9190, "陈思远"),
    (9191, "欧阳文静"),
    (9194, "李雷"),
    (9195, "韩梅梅"),
    (9198, "Emma Thompson"),
    (9201, "James O'Neill"),
    (9203, "Priya Raman"),
    (9206, "赵敏"),
    (9207, "钱多多"),
    (9210, "孙悦"),
    (9213, "周杰"),
    (9214, "吴倩 (Q&A)"),
    (9217, "郑爽朗"),
    (9220, "Maria García"),
    (9222, "João da Silva"),
    (9225, "Søren Kjær"),
    (9228, "山田太郎"),
    (9231, "김민준"),
    (9233, "冯程程"),
    (9236, "褚一鸣"),
    (9239, "卫国平"),
    (9240, "Anna <Lab>"),
    (9243, "小明 😀"),
    (9246, "司马相如"),
];

/// Theme, minutes from now (on the quarter), length, pid (0 = any), account, expected, auto, invitees.
type Meeting = (&'static str, i64, i64, i64, &'static str, u32, bool, usize);

const BOOKINGS: [Meeting; 14] = [
    ("产品评审会", -30, 120, 486, ACCOUNT, 6, true, 4),
    ("公开讲座：人工智能与教育", -45, 150, 3390, ACCOUNT, 42, true, 3),
    ("客户演示 / Client demo", 60, 60, 502, "li.na@portico.example", 3, false, 2),
    ("1:1 with James", 135, 30, 0, ACCOUNT, 2, false, 1),
    ("季度预算讨论", 24 * 60, 90, 486, ACCOUNT, 5, false, 6),
    ("Design review: \"Portal\" & friends", 26 * 60, 45, 0, ACCOUNT, 4, true, 3),
    ("面试：后端工程师", 49 * 60, 60, 3415, "james@portico.example", 2, false, 2),
    ("新员工培训 🎓", 73 * 60, 180, 502, ACCOUNT, 12, true, 8),
    ("Board meeting <confidential>", 9 * 24 * 60, 120, 3402, ACCOUNT, 7, false, 5),
    ("部门周会", -24 * 60, 60, 486, ACCOUNT, 8, true, 5),
    ("Weekly sync", -50 * 60, 45, 502, ACCOUNT, 4, false, 3),
    ("公开讲座：宋词之美", -75 * 60, 90, 3390, ACCOUNT, 60, true, 2),
    ("供应商谈判", -6 * 24 * 60, 90, 486, "li.na@portico.example", 5, false, 3),
    ("Kick-off: Project Lantern", -12 * 24 * 60, 60, 3364, ACCOUNT, 6, false, 4),
];

/// What is there even in an empty sandbox.
pub(super) fn furniture(state: &mut State) {
    let account = |(id, address, name)| Account { id, tenant: Tenant::Own, address, name };
    state.accounts = vec![account((2756, ACCOUNT, "蓝天"))];
    state.accounts.extend(OTHERS.map(account));
    let neighbour =
        Account { id: 8001, tenant: Tenant::Other, address: "boss@other.example", name: "别家" };
    state.accounts.push(neighbour);
    state.contacts = CONTACTS.to_vec();
    for plan in ROOMS {
        let space = space(plan, Tenant::Own);
        state.spaces.insert(space.pid, space);
    }
    let plan = (9001, "8000000", "别家公司的会议室", 1, "0000", "0000", 10, None, true);
    state.spaces.insert(9001, space(plan, Tenant::Other));
}

fn space(plan: Plan, tenant: Tenant) -> Space {
    let (pid, sipkey, name, kind, host_pin, guest_pin, max_square, only_for, may_record) = plan;
    Space {
        pid,
        tenant,
        sipkey: sipkey.to_owned(),
        name: name.to_owned(),
        alias: format!("{sipkey}meet@vmr.portico.example"),
        kind,
        host_pin: host_pin.to_owned(),
        guest_pin: guest_pin.to_owned(),
        max_square,
        bookable: true,
        only_for,
        may_record,
        live: false,
        locked: false,
        session: None,
        quiet: None,
        last_record: None,
        failed_reason: None,
        fail_next: None,
    }
}

/// A room with a number that nobody has.
pub(super) fn room_for_one_booking(state: &mut State, tenant: Tenant) -> i64 {
    let pid = state.spaces.last_key_value().map_or(10_000, |(pid, _)| pid.max(&9_999) + 1);
    let number = loop {
        let number = (600_000 + state.dice.below(300_000)).to_string();
        if state.by_number(&number).is_none() {
            break number;
        }
    };
    let mut room = space((pid, "", "", 1, "", "", 100, None, true), tenant);
    room.alias = format!("{number}meet@vmr.portico.example");
    room.sipkey = number;
    room.host_pin = state.dice.digits(6);
    room.bookable = false;
    state.spaces.insert(pid, room);
    pid
}

pub(super) fn fill(state: &mut State, now: i64) {
    state.dice = Dice::seeded(20_260_403);
    for plan in &BOOKINGS {
        book(state, plan, now);
    }
    state.settle(now);
    // The lecture is live and somebody in the hall records it; the review is only under way.
    let id = format!("{:016x}{:016x}", state.dice.roll(), state.dice.roll());
    if let Some(hall) = state.spaces.get_mut(&3390) {
        hall.live = true;
        recording::start(hall, id, now - 300);
    }
    state.dice = Dice::fresh();
}

fn book(state: &mut State, plan: &Meeting, now: i64) {
    let (theme, minutes, length, pid, account, expected, auto_open, invitees) = *plan;
    let from_now = (now + minutes * 60).div_euclid(QUARTER) * QUARTER;
    // Days away, the hour of the start must not be the middle of the night.
    let far = minutes.abs() >= 24 * 60;
    let office = 9 * HOUR + (minutes.abs() % 7) * HOUR;
    let start = if far { day_start(from_now) + office } else { from_now };
    let end = start + length * 60;
    let pid = if pid == 0 { room_for_one_booking(state, Tenant::Own) } else { pid };
    let booking = Booking {
        id: next_id(state),
        tenant: Tenant::Own,
        pid,
        account,
        theme: theme.to_owned(),
        introduction: format!("{theme} · 沙箱数据 sandbox data"),
        host_password: state.dice.digits(5),
        visitor_password: if invitees % 2 == 0 { state.dice.digits(6) } else { String::new() },
        auto_open,
        start,
        end,
        created: start.min(now) - DAY - state.dice.below(40) * HOUR,
        code: state.dice.code(),
        visitors: CONTACTS.iter().skip(length as usize % 11).take(invitees).map(|it| it.0).collect(),
        cancelled: false,
        expected,
    };
    if end <= now {
        let record = recorded(state, &booking);
        state.records.push(record);
    }
    state.bookings.insert(booking.id, booking);
}

/// What took place was recorded, but for its first minutes.
fn recorded(state: &mut State, booking: &Booking) -> Record {
    let number = state.spaces.get(&booking.pid).map(|it| it.sipkey.clone()).unwrap_or_default();
    let id = format!("{:016x}{:016x}", state.dice.roll(), state.dice.roll());
    if let Some(space) = state.spaces.get_mut(&booking.pid) {
        space.last_record = Some(id.clone());
    }
    let cid = booking.id % 2 == 0;
    Record {
        cid: cid.then(|| format!("{:08x}-9402-410e-871c-47{:010x}", state.dice.below(u32::MAX), booking.id)),
        id,
        tenant: Tenant::Own,
        sipkey: number,
        start: booking.start + state.dice.below(240),
        stop: booking.end - state.dice.below(300),
    }
}
