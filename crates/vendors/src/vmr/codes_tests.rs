use super::*;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The codes of the document's chapter 常见响应状态码, typed a second time.
const DOCUMENTED: &str = "200001 200002 200003 200004 200005 200006 200007 200008 200009";

fn ours() -> BTreeSet<&'static str> {
    CODES.iter().map(|entry| entry.code).collect()
}

#[test]
fn every_documented_code_is_here_once() {
    assert_eq!(ours(), DOCUMENTED.split_whitespace().collect());
    assert_eq!(CODES.len(), ours().len(), "no code twice");
}

/// Where the vendors' documents lie, if they do.
fn document() -> Option<String> {
    let folder = std::env::var_os("PORTICO_VENDOR_DOCS").map(PathBuf::from);
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vendor-docs"));
    std::fs::read_to_string(folder.unwrap_or_else(beside).join("vmr.md")).ok()
}

#[test]
fn the_table_of_the_document_holds_the_same_codes() {
    let Some(document) = document() else {
        eprintln!("the vendor's document is not here; the embedded list stands alone");
        return;
    };
    let chapter = document.split("\n## 常见响应状态码").nth(1).expect("the chapter 常见响应状态码");
    let cell = |line: &'_ str| {
        line.strip_prefix('|').and_then(|rest| rest.split('|').next()).map(str::trim).map(str::to_owned)
    };
    let is_code = |cell: &String| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let theirs: BTreeSet<String> = chapter.lines().filter_map(cell).filter(is_code).collect();
    assert!(theirs.len() >= 9, "the table was not found: {theirs:?}");
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
fn blamed_fields_are_inputs_of_the_form() {
    let form = serde_json::to_value(portico_domain::forms::MeetingForm::default()).expect("JSON");
    for entry in CODES {
        let Some(field) = entry.field else { continue };
        assert!(form.get(field).is_some(), "{}: {field}", entry.code);
    }
    assert_eq!(find(ROOM_TAKEN).and_then(|entry| entry.field), Some("start"));
}

#[test]
fn only_what_time_can_heal_is_retryable() {
    let retryable: Vec<_> = CODES.iter().filter(|entry| entry.retryable).map(|entry| entry.code).collect();
    assert_eq!(retryable, ["200006"]);
    assert!(find("1").is_none());
}
