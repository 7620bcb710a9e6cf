//! Makes `docs/vendors.md` from what a run of the tests has left behind, or checks that it is what this
//! run shows. `make test` runs the check last, `make vendors-table` writes.
//!
//! What is read: the calls that sandboxes wrote down (`PORTICO_SANDBOX_CALLS`: the Rust tests;
//! `PORTICO_BROWSER_CALLS`: the browser tests), the declarations of the clients' operations, and the
//! vendors' documents where they are at hand. `PORTICO_TABLE_WITHOUT_BROWSER=1` leaves the pages unproven,
//! for whoever has run the Rust tests alone.

mod calls;
mod contradictions;
mod document;
mod pages;
mod render;
mod rows;

use calls::Calls;
use render::Table;
use std::path::{Path, PathBuf};

/// The repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn calls(variable: &str) -> Calls {
    let path = std::env::var_os(variable).unwrap_or_else(|| panic!("{variable} names the file of calls"));
    Calls::read(&std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}")))
}

/// The table of this run. Fails on every cell that the run leaves empty, all of them at once.
fn table() -> String {
    let tests = calls("PORTICO_SANDBOX_CALLS");
    let without_browser = std::env::var_os("PORTICO_TABLE_WITHOUT_BROWSER").is_some();
    let browser = (!without_browser).then(|| calls("PORTICO_BROWSER_CALLS"));
    let table = Table::of(&rows::all(), &tests, browser.as_ref());
    let empty = table.empty.join("\n");
    assert!(empty.is_empty(), "the tests leave these cells empty:\n{empty}");
    table.text
}

#[test]
#[ignore = "reads what the other tests have left behind; `make test` runs it last"]
fn the_committed_table_is_what_this_run_shows() {
    let committed = std::fs::read_to_string(root().join("docs/vendors.md")).unwrap_or_default();
    let shown = table();
    let new: Vec<&str> = shown.lines().filter(|line| !committed.lines().any(|it| it == *line)).collect();
    let old: Vec<&str> = committed.lines().filter(|line| !shown.lines().any(|it| it == *line)).collect();
    assert!(
        committed == shown,
        "docs/vendors.md is not what this run shows; `make vendors-table` writes it anew.\n\
         Only in this run:\n{}\nOnly in the file:\n{}",
        new.join("\n"),
        old.join("\n")
    );
}

#[test]
#[ignore = "writes docs/vendors.md; `make vendors-table` runs it"]
fn write_the_table() {
    std::fs::write(root().join("docs/vendors.md"), table()).expect("docs/vendors.md");
}
