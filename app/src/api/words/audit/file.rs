//! The audit log as files: for spreadsheets, and for programs.

use super::{action_text, outcome_text, person_text};
use crate::api::words::attendance_file::harmless;
use crate::i18n::*;
use portico_domain::ids::PersonId;
use portico_service::AuditRow;
use portico_service::when::Zone;

/// Tells spreadsheets that the text is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The first line of the file for spreadsheets.
///
/// # Errors
/// It does not fit into memory.
pub fn csv_head(l: Locale) -> Result<Vec<u8>, csv::Error> {
    let mut file = writer(BYTE_ORDER_MARK.to_vec());
    file.write_record([
        td_string!(l, audit.column.number),
        td_string!(l, audit.column.at),
        td_string!(l, audit.column.person),
        "person_id",
        td_string!(l, audit.column.action),
        "action",
        "subject",
        "subject_id",
        td_string!(l, audit.column.outcome),
        td_string!(l, audit.column.detail),
    ])?;
    file.into_inner().map_err(|error| error.into_error().into())
}

/// Lines for spreadsheets, times as RFC 3339 in `zone`. What a spreadsheet would take for a formula becomes
/// plain text.
///
/// # Errors
/// They do not fit into memory.
pub fn csv_lines(rows: &[AuditRow], zone: &Zone, l: Locale) -> Result<Vec<u8>, csv::Error> {
    let mut file = writer(Vec::new());
    for row in rows {
        let line = &row.chained.line;
        let words = [
            row.chained.seq.to_string(),
            zone.machine(line.at),
            harmless(&person_text(l, row)),
            harmless(line.person.as_ref().map(PersonId::as_str).unwrap_or_default()),
            harmless(action_text(l, &line.action).unwrap_or(&line.action)),
            harmless(&line.action),
            harmless(row.subject.as_deref().unwrap_or_default()),
            harmless(&line.subject),
            harmless(outcome_text(l, &line.outcome)),
            harmless(&line.detail),
        ];
        file.write_record(words)?;
    }
    file.into_inner().map_err(|error| error.into_error().into())
}

fn writer(into: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(into)
}

/// One JSON object a line, with everything that the chain is made of; `at` is in milliseconds since 1970.
pub fn json_lines(rows: &[AuditRow]) -> Vec<u8> {
    let mut lines = Vec::new();
    for row in rows {
        let line = &row.chained.line;
        let object = serde_json::json!({
            "seq": row.chained.seq,
            "at": line.at.millis(),
            "time": Zone::utc().machine(line.at),
            "person": line.person.as_ref().map(PersonId::as_str),
            "person_name": row.person,
            "action": line.action,
            "subject": line.subject,
            "subject_name": row.subject,
            "outcome": line.outcome,
            "detail": line.detail,
            "previous_mac": row.chained.previous_mac,
            "mac": row.chained.mac,
        });
        lines.extend(object.to_string().into_bytes());
        lines.push(b'\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::audit::AuditLine;
    use portico_domain::time::Timestamp;
    use portico_service::ChainedLine;

    fn row(detail: &str) -> AuditRow {
        let line = AuditLine {
            at: Timestamp::from_seconds(1_795_233_600),
            person: Some(PersonId::new("ada")),
            action: "meeting.schedule".into(),
            subject: "m1".into(),
            outcome: "done".into(),
            detail: detail.into(),
        };
        let chained = ChainedLine { seq: 7, line, previous_mac: "aa".into(), mac: "bb".into() };
        AuditRow { chained, person: Some("=Ada".into()), subject: Some("+周会".into()) }
    }

    #[test]
    fn nothing_in_a_spreadsheet_is_a_formula() {
        let zone = Zone::named("Asia/Shanghai").expect("a zone");
        for detail in ["=1+1", "@SUM(A1)", "\t=1", "-1", "＝1", "\"=1"] {
            let file = csv_lines(&[row(detail)], &zone, Locale::en).expect("lines");
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_slice());
            let record = reader.records().next().expect("a line").expect("readable");
            assert!(
                !record.iter().any(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '＝'])),
                "{record:?}"
            );
            assert_eq!(&record[0], "7");
            assert_eq!(&record[4], "Scheduled a meeting");
            assert_eq!(&record[6], "'+周会");
        }
    }

    #[test]
    fn a_line_of_json_carries_the_chain_and_stays_one_line() {
        let lines = String::from_utf8(json_lines(&[row("a\nb"), row("c")])).expect("text");
        let read: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(read.len(), 2);
        assert_eq!((&read[0]["detail"], &read[0]["mac"]), (&"a\nb".into(), &"bb".into()));
        assert_eq!(read[0]["at"], 1_795_233_600_000_i64);
    }
}
