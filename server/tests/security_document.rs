//! docs/security.md: each of the twenty properties names tests that exist, or says what is missing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};

const PROPERTIES: usize = 20;
const MISSING: &str = "Not yet";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The cells of a line of a table.
fn cells(line: &str) -> Vec<&str> {
    line.trim().trim_matches('|').split('|').map(str::trim).collect()
}

/// The tests that a text names: `path::name` in code marks.
fn named(text: &str) -> Vec<(&str, &str)> {
    text.split('`').skip(1).step_by(2).filter_map(|mark| mark.split_once("::")).collect()
}

/// Does the file hold a test of this name?
fn exists(path: &str, name: &str) -> bool {
    let Ok(source) = std::fs::read_to_string(root().join(path)) else { return false };
    if path.ends_with(".ts") {
        return ["'", "`"].iter().any(|quote| source.contains(&format!("test({quote}{name}")));
    }
    let Some(at) = source.find(&format!("fn {name}(")) else { return false };
    let before: Vec<&str> = source[..at].lines().rev().take(6).collect();
    before.iter().any(|line| line.trim() == "#[test]" || line.trim().starts_with("#[tokio::test"))
        || is_property(&source, at)
}

/// Properties are tests of proptest, whose attribute stands inside of a macro.
fn is_property(source: &str, at: usize) -> bool {
    source[..at].contains("proptest! {")
}

#[test]
fn every_property_names_tests_that_exist() {
    let text = std::fs::read_to_string(root().join("docs/security.md")).unwrap();
    let table = text.split("## The twenty properties").nth(1).unwrap();
    let table = table.split("\n## ").next().unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| No."))
        .map(cells)
        .collect();
    let numbers: Vec<String> = rows.iter().map(|row| row[0].to_owned()).collect();
    assert_eq!(numbers, (1..=PROPERTIES).map(|number| number.to_string()).collect::<Vec<_>>());
    let mut wrong = Vec::new();
    for row in &rows {
        let [number, property, shown] = row.as_slice() else { panic!("{row:?}") };
        let tests = named(shown);
        if tests.is_empty() && !shown.contains(MISSING) {
            wrong.push(format!("{number} ({property}) names no test and does not say what is missing"));
        }
        for (path, name) in tests {
            if !exists(path, name) {
                wrong.push(format!("{number}: there is no test {name:?} in {path}"));
            }
        }
    }
    assert!(wrong.is_empty(), "docs/security.md: {wrong:#?}");
}

#[test]
fn a_test_that_does_not_exist_is_noticed() {
    assert!(exists("server/tests/security_document.rs", "a_test_that_does_not_exist_is_noticed"));
    assert!(!exists("server/tests/security_document.rs", "named"), "a function is no test");
    assert!(!exists("server/tests/security_document.rs", "nothing"));
    assert!(!exists("nowhere.rs", "named"));
    assert!(exists("end2end/tests/canary.spec.ts", "no page, file or server function carries a secret"));
}
