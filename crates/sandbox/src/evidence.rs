//! What was called and answered, kept beyond the sandbox's own life: from this the table of
//! `docs/vendors.md` is made.
//!
//! With `PORTICO_SANDBOX_CALLS` naming a file, each answered call of an operation adds one line of JSON
//! to it. Many tests and processes write to the same file, each line whole.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::Arc;

use http::HeaderMap;
use http::header::USER_AGENT;
use serde_json::{Value, json};

use crate::call_log::Arrival;

/// The environment variable with the file's path.
const FILE: &str = "PORTICO_SANDBOX_CALLS";

/// What an operation told its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Success,
    /// The vendor's own code; `scripted` if a test had ordered it.
    Code {
        code: i64,
        scripted: bool,
    },
    /// Nothing that could be believed: the answer was spoilt, late for ever, or a stranger's.
    Nothing,
}

impl Told {
    /// What a scripted refusal says, in any vendor's words.
    pub fn by(body: &str) -> Self {
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        let word = body.get("result").or_else(|| body.get("code"));
        let number = |word: &Value| word.as_i64().or_else(|| word.as_str()?.parse().ok());
        match word.and_then(number) {
            None | Some(0 | 200) => Self::Nothing,
            Some(code) => Self::Code { code, scripted: true },
        }
    }
}

/// Where to write, and in whose name. Clones write to the same file.
#[derive(Clone, Default)]
pub(crate) struct Evidence(Option<Arc<Ledger>>);

struct Ledger {
    file: File,
    package: String,
    binary: String,
    test: String,
}

impl Evidence {
    /// In the name of the test on whose thread this is called; the vendors themselves may answer on
    /// any thread.
    pub fn of_this_test() -> Self {
        let Some(path) = std::env::var_os(FILE).filter(|path| !path.is_empty()) else {
            return Self(None);
        };
        let file = match OpenOptions::new().create(true).append(true).open(&path) {
            Ok(file) => file,
            Err(error) => {
                tracing::error!(%error, ?path, "the calls cannot be written down");
                return Self(None);
            }
        };
        let thread = std::thread::current();
        Self(Some(Arc::new(Ledger {
            file,
            // Cargo sets it for what it runs.
            package: std::env::var("CARGO_PKG_NAME").unwrap_or_default(),
            binary: binary(),
            test: thread.name().unwrap_or_default().to_owned(),
        })))
    }

    pub fn note(&self, arrival: &Arrival<'_>, told: Told) {
        let Some(ledger) = &self.0 else { return };
        let (code, scripted) = match told {
            Told::Success => (json!("ok"), false),
            Told::Code { code, scripted } => (json!(code.to_string()), scripted),
            Told::Nothing => return,
        };
        if matches!(arrival.operation, "page" | "media" | "unknown") {
            return;
        }
        let line = json!({
            "vendor": arrival.vendor,
            "operation": arrival.operation,
            "method": arrival.method,
            // Queries hold tokens and keys.
            "path": arrival.path.split('?').next(),
            "code": code,
            "scripted": scripted,
            "portico": is_portico(arrival.headers),
            "package": ledger.package,
            "binary": ledger.binary,
            "test": ledger.test,
        });
        if let Err(error) = (&ledger.file).write_all(format!("{line}\n").as_bytes()) {
            tracing::error!(%error, "a call was not written down");
        }
    }
}

/// Whether Portico's own client asks, and not a test by hand or a browser.
fn is_portico(headers: &HeaderMap) -> bool {
    headers.get(USER_AGENT).is_some_and(|agent| agent.as_bytes().starts_with(b"portico/"))
}

/// The running program's name without the hash that cargo adds.
fn binary() -> String {
    let path = std::env::current_exe().unwrap_or_default();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    match stem.rsplit_once('-') {
        Some((name, hash)) if hash.len() == 16 && hash.bytes().all(|it| it.is_ascii_hexdigit()) => {
            name.to_owned()
        }
        _ => stem.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scripted_refusal_is_known_by_its_code() {
        let coded = |code| Told::Code { code, scripted: true };
        assert_eq!(Told::by(r#"{"code":22201,"msg":"x"}"#), coded(22201));
        assert_eq!(Told::by(r#"{"code":"200009","state":0}"#), coded(200_009));
        assert_eq!(Told::by(r#"{"result":"4007"}"#), coded(4007));
        for nothing in ["", "<html>", "{}", r#"{"result":0}"#, r#"{"code":200}"#, r#"{"code":null}"#] {
            assert_eq!(Told::by(nothing), Told::Nothing, "{nothing}");
        }
    }

    #[test]
    fn this_program_has_a_name_without_a_hash() {
        assert_eq!(binary(), "portico_sandbox");
    }
}
