//! No secret reaches anybody who may not see it, nor a log or a file (guarantees, security 1 and 2): one is
//! planted in every place that holds one, everything is asked for as everybody, and every answer is searched.

mod crawl;
mod files;
mod forms;
mod plant;
mod requests;

use super::on_a_large_stack;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the crawl's own process writes its log; says that this is that process.
const LOG: &str = "PORTICO_CANARY_LOG";
const NAME: &str = "policy::tests::canary::no_secret_is_in_any_answer_log_or_file";

/// The log of a whole process is part of what is searched, so the crawl has one for itself.
#[test]
fn no_secret_is_in_any_answer_log_or_file() {
    if let Some(log) = std::env::var_os(LOG) {
        return on_a_large_stack(move || crawl::everything(PathBuf::from(log)));
    }
    let folder = std::env::temp_dir().join(format!("portico-canary-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir(&folder).unwrap();
    let log = folder.join("log");
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture"])
        .env(LOG, &log)
        .env("PORTICO_LOG", "trace")
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(&log).unwrap())
        .status()
        .unwrap();
    let report = std::fs::read_to_string(report_beside(&log)).unwrap_or_default();
    let log = String::from_utf8_lossy(&std::fs::read(&log).unwrap()).into_owned();
    std::fs::remove_dir_all(&folder).unwrap();
    let last: Vec<&str> = log.lines().rev().take(10).collect();
    assert!(report.ends_with("the end\n"), "{status}, having found {report}; its log ends {last:#?}");
    assert_eq!(report, "the end\n");
}

/// What was found, a line each.
fn report_beside(log: &Path) -> PathBuf {
    log.with_extension("report")
}
