use super::*;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The codes of the document's chapter 错误码, typed a second time.
const DOCUMENTED: &str = "22001 22002 22003 22004 22005 22006 22007 22009 22008 400 500 22201 22202 22203 22204 \
    22205 22206 22207 22208 22209 22210 22211 22212 22213 22214 22215 22216 22217 22218 22219 22220 22221 22222 \
    22223 22224 22225 22226 22227 22228 22229 22230 22231 22232 22233 22234 22235 22236 21030";

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
    std::fs::read_to_string(folder.unwrap_or_else(beside).join("cloudroom.md")).ok()
}

#[test]
fn the_tables_of_the_document_hold_the_same_codes() {
    let Some(document) = document() else {
        eprintln!("the vendor's document is not here; the embedded list stands alone");
        return;
    };
    let chapter = document.split("\n错误码\n").nth(1).and_then(|rest| rest.split("\n开发者工具\n").next());
    let cell = |line: &'_ str| {
        line.strip_prefix('|').and_then(|rest| rest.split('|').next()).map(str::trim).map(str::to_owned)
    };
    let is_code = |cell: &String| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let theirs: BTreeSet<String> =
        chapter.expect("the chapter 错误码").lines().filter_map(cell).filter(is_code).collect();
    assert!(theirs.len() > 40, "the tables were not found: {theirs:?}");
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
    for code in ["22001", "22002", "22003", "22005", "22006", "22007", "22009"] {
        assert_eq!(kind(code), Some(Kind::VendorCredential), "{code}");
    }
    assert_eq!(kind("22004"), Some(Kind::VendorClock));
    assert_eq!(kind("22008"), Some(Kind::VendorBusy));
    assert_eq!(kind("22210"), Some(Kind::VendorRefused));
    assert_eq!(kind("1"), None);
}
