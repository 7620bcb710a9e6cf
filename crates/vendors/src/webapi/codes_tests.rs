use super::*;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The codes of the document's chapter 错误码参考, typed a second time.
const DOCUMENTED: &str = "3001 3002 3003 4001 4002 4003 4004 4005 4006 4007 4008 4009 4101 4102 4103 4105 4106 \
    4107 4108 4109 4110 4111 4200 4201 5000 5001 5002 5003 5004 5005 5006 5007 5008 5009 5010 5011 5012 5013 5014 \
    5015 5016 5100 5101 5200 5201 5203 5204 5205 5206 5207 5208 5300 5301 6000 6001 6002 6003 7001 7002 7003 7004 \
    7005 7006 7007 8001 8002 8003 8004 8005 9001 9002 9003 9004 9006 9007 9999 20001";

fn ours() -> BTreeSet<&'static str> {
    CODES.iter().map(|entry| entry.code).collect()
}

#[test]
fn every_documented_code_is_here_once() {
    assert_eq!(ours(), DOCUMENTED.split_whitespace().collect());
    assert_eq!(CODES.len(), 77);
    assert_eq!(ours().len(), 77, "no code twice");
}

/// Where the vendors' documents lie, if they do.
fn document() -> Option<String> {
    let folder = std::env::var_os("PORTICO_VENDOR_DOCS").map(PathBuf::from);
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vendor-docs"));
    std::fs::read_to_string(folder.unwrap_or_else(beside).join("webapi.md")).ok()
}

#[test]
fn the_table_of_the_document_holds_the_same_codes() {
    let Some(document) = document() else {
        eprintln!("the vendor's document is not here; the embedded list stands alone");
        return;
    };
    let chapter = document.split("\n错误码参考\n").nth(1).expect("the chapter 错误码参考");
    let cell = |line: &'_ str| {
        line.strip_prefix('|').and_then(|rest| rest.split('|').next()).map(str::trim).map(str::to_owned)
    };
    let is_code = |cell: &String| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let theirs: BTreeSet<String> = chapter.lines().filter_map(cell).filter(is_code).collect();
    assert_eq!(theirs, ours().into_iter().map(str::to_owned).collect());
}

#[test]
fn every_entry_is_complete_in_both_languages() {
    for entry in CODES {
        for text in [entry.meaning.en, entry.remedy.en] {
            assert!(text.is_ascii() && text.ends_with('.'), "{}: {text}", entry.code);
        }
        for text in [entry.meaning.zh, entry.remedy.zh] {
            assert!(!text.is_ascii() && text.ends_with('。'), "{}: {text}", entry.code);
        }
    }
}

#[test]
fn blamed_fields_are_inputs_of_a_form() {
    let form = serde_json::to_value(portico_domain::forms::MeetingForm::default()).expect("JSON");
    for entry in CODES {
        let Some(field) = entry.field else { continue };
        let join = matches!(field, "name" | "passcode");
        assert!(join || form.get(field).is_some(), "{}: {field}", entry.code);
    }
}

#[test]
fn kinds() {
    let kind = |code| find(code).map(|entry| entry.kind);
    for code in ["3001", "3002", "4001", "4101", "4102", "4109", "9007"] {
        assert_eq!(kind(code), Some(Kind::VendorCredential), "{code}");
    }
    assert_eq!(kind("9999"), Some(Kind::VendorBusy));
    assert_eq!(kind("4006"), Some(Kind::VendorRefused));
    assert_eq!(kind("1"), None);
    let passing: Vec<_> = CODES.iter().filter(|entry| entry.retryable).map(|entry| entry.code).collect();
    assert_eq!(passing, ["4107", "5206", "5208", "9999"]);
}

#[test]
fn the_codes_used_by_name_are_documented() {
    for code in [MEETING_GONE, MEETING_DELETED, NOTHING_FOUND] {
        assert!(find(code).is_some(), "{code}");
    }
}
