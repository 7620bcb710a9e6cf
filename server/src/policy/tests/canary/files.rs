//! What lies in files: what a browser is given, the database without its key, a backup, what is counted, the log.

use super::forms::Search;
use flate2::read::GzDecoder;
use portico_service::Store;
use portico_service::vendors::kit::{Clock, SystemClock};
use std::io::Read;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file below a folder.
fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { below(&path, files) } else { files.push(path) }
    }
}

/// The scripts, styles and the application that are shipped, as far as they are built.
pub fn of_the_browser(search: &Search) -> Vec<String> {
    let mut files = Vec::new();
    for folder in ["public", "target/site"] {
        below(&root().join(folder), &mut files);
    }
    assert!(!files.is_empty());
    files.iter().flat_map(|file| found_in(search, file)).collect()
}

fn found_in(search: &Search, file: &Path) -> Vec<String> {
    let bytes = std::fs::read(file).unwrap();
    search.find(&bytes).iter().map(|secret| format!("{} has {}", file.display(), secret.name)).collect()
}

/// The database as it lies there, its write-ahead log too. Everybody reads what is not sealed, so names count.
pub fn of_the_database(search: &Search, folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    below(folder, &mut files);
    files.retain(|file| !file.ends_with("master.key"));
    let names: Vec<_> = files.iter().filter_map(|file| file.file_name()?.to_str()).collect();
    assert!(names.contains(&"portico.db") && names.contains(&"portico.db-wal"), "{names:?}");
    let mut found: Vec<String> = files.iter().flat_map(|file| found_in(search, file)).collect();
    // That is what a hash is for.
    found.retain(|line| !line.ends_with("the hash of a password"));
    found
}

/// What is counted of all that was asked and answered.
pub fn of_the_metrics(search: &Search, text: &str) -> Vec<String> {
    for name in
        ["portico_http_request_seconds_count", "portico_vendor_call_seconds_count", "portico_event_streams"]
    {
        assert!(text.contains(name), "{name} in {text}");
    }
    search.find(text.as_bytes()).iter().map(|secret| format!("the metrics have {}", secret.name)).collect()
}

/// A backup holds the rows as they stand, and not the key that opens what is sealed.
pub async fn of_a_backup(search: &Search, folder: &Path) -> Vec<String> {
    let store = Store::open(&format!("sqlite://{}", folder.join("portico.db").display())).await.unwrap();
    let mut packed = Vec::new();
    let summary = store.back_up(&mut packed, SystemClock.now()).await.unwrap();
    assert!(summary.rows > 100, "{summary:?}");
    store.close().await;
    let mut text = Vec::new();
    GzDecoder::new(packed.as_slice()).read_to_end(&mut text).unwrap();
    assert!(String::from_utf8_lossy(&text).contains("connections"), "it is read as it was written");
    let mut found: Vec<_> =
        search.find(&text).iter().map(|secret| format!("a backup has {}", secret.name)).collect();
    // That is what a hash is for.
    found.retain(|line| !line.ends_with("the hash of a password"));
    found
}

/// Every line that this process wrote, at the finest level, of every library.
pub fn of_the_log(search: &Search, log: &Path, incident: &str) -> Vec<String> {
    let bytes = std::fs::read(log).unwrap();
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let has = |text: &str| lines.iter().any(|line| String::from_utf8_lossy(line).contains(text));
    assert!(
        has("TRACE") && has("vendor answered") && has("sqlx") && has("a bug with"),
        "the log was written"
    );
    let mut found = Vec::new();
    let of_the_panic = lines.iter().filter(|line| String::from_utf8_lossy(line).contains("a bug with"));
    let of_the_panic: Vec<_> = of_the_panic.map(|line| String::from_utf8_lossy(line)).collect();
    if incident.is_empty() || of_the_panic.len() != 1 || !of_the_panic[0].contains(incident) {
        found.push(format!("the panic {incident:?} is not one line of the log but {of_the_panic:#?}"));
    }
    for line in lines {
        for secret in search.find(line) {
            let line: String = String::from_utf8_lossy(line).chars().take(300).collect();
            found.push(format!("the log has {}: {line}", secret.name));
        }
    }
    found.sort();
    found.dedup();
    found.truncate(40);
    found
}
