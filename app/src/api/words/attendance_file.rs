//! Attendance as a file for spreadsheets.

use crate::i18n::*;
use crate::pages::organizer::role_word;
use portico_service::when::Zone;
use portico_service::{Attendance, Stay};

/// Tells spreadsheets that the text is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// One line for each stay, times as RFC 3339 in `zone`.
///
/// # Errors
/// It does not fit into memory.
pub fn attendance_csv(attendance: &Attendance, zone: &Zone, l: Locale) -> Result<Vec<u8>, csv::Error> {
    let mut file =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    file.write_record([
        td_string!(l, materials.attendance.name),
        td_string!(l, materials.attendance.role),
        td_string!(l, materials.attendance.user_id),
        td_string!(l, materials.attendance.entered),
        td_string!(l, materials.attendance.left_at),
        td_string!(l, materials.attendance.seconds),
    ])?;
    for stay in &attendance.stays {
        file.write_record(record(stay, zone, l))?;
    }
    file.into_inner().map_err(|error| error.into_error().into())
}

fn record(stay: &Stay, zone: &Zone, l: Locale) -> [String; 6] {
    [
        harmless(stay.name.as_deref().unwrap_or_default()),
        stay.role.map(|role| role_word(l, role).to_owned()).unwrap_or_default(),
        harmless(&stay.user_id),
        zone.machine(stay.entered),
        stay.left.map(|left| zone.machine(left)).unwrap_or_default(),
        stay.seconds.to_string(),
    ]
}

/// A name that a spreadsheet would take for a formula becomes plain text.
pub(super) fn harmless(text: &str) -> String {
    const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match text.trim_start().starts_with(FORMULA) {
        true => format!("'{text}"),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::ids::{ConnectionId, MeetingId};
    use portico_domain::links::JoinRole;
    use portico_domain::meetings::{Meeting, MeetingState};
    use portico_domain::time::Timestamp;

    /// Noon in Shanghai, Saturday 21 November 2026.
    const NOON: Timestamp = Timestamp::from_seconds(1_795_233_600);

    fn stay(name: Option<&str>, left: Option<i64>) -> Stay {
        Stay {
            user_id: "u1".into(),
            name: name.map(Into::into),
            role: name.map(|_| JoinRole::Speaker),
            entered: NOON,
            left: left.map(|seconds| NOON.plus_seconds(seconds)),
            seconds: left.unwrap_or(9),
        }
    }

    fn csv(stays: Vec<Stay>) -> String {
        let meeting = Meeting {
            id: MeetingId::new("m"),
            connection: ConnectionId::new("c"),
            vendor_id: None,
            series: None,
            subject: String::new(),
            start: NOON,
            end: None,
            repeat: None,
            state: MeetingState::Live,
            host_name: String::new(),
            members: 0,
            owner: None,
            options: None,
            public_url: None,
            created: NOON,
            seen: NOON,
            sequence: 0,
        };
        let attendance = Attendance { meeting, stays, people: Vec::new() };
        let zone = Zone::named("Asia/Shanghai").expect("a zone");
        String::from_utf8(attendance_csv(&attendance, &zone, Locale::en).expect("a file")).expect("text")
    }

    #[test]
    fn a_spreadsheet_reads_it() {
        let file = csv(vec![stay(Some("小明 😀, \"x\""), Some(90)), stay(None, None)]);
        assert_eq!(
            file,
            "\u{feff}Name,Joined as,ID at the vendor,Entered,Left,Seconds\r\n\
             \"小明 😀, \"\"x\"\"\",Speaker,u1,2026-11-21T12:00:00+08:00,2026-11-21T12:01:30+08:00,90\r\n\
             ,,u1,2026-11-21T12:00:00+08:00,,9\r\n"
        );
    }

    #[test]
    fn no_name_is_a_formula() {
        for name in ["=HYPERLINK(\"x\")", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1"] {
            let file = csv(vec![stay(Some(name), Some(1))]);
            let line = file.lines().nth(1).expect("a line").trim_start_matches('"');
            assert!(line.starts_with('\''), "{name:?} became {line}");
        }
        assert!(!csv(vec![stay(Some("a=b"), Some(1))]).contains('\''));
    }
}
