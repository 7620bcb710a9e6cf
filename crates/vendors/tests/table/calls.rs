//! The calls that sandboxes wrote down.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// One line of the file; `crates/sandbox/src/evidence.rs` says what its members mean.
#[derive(Clone, Debug, Deserialize)]
struct Call {
    vendor: String,
    operation: String,
    method: String,
    path: String,
    code: String,
    scripted: bool,
    portico: bool,
    package: String,
    binary: String,
    test: String,
}

/// A test, the better evidence first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    /// Whether it is not the one that has the operation's name.
    by_the_way: bool,
    /// How many words of the operation's name it lacks.
    unlikeness: usize,
    /// How many operations it calls: the fewer, the more it is about this one.
    breadth: usize,
    binary: String,
    name: String,
}

/// Who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// Portico's own client, in a test of the clients.
    Client,
    /// Anyone, in a test of the clients.
    ClientTest,
    /// A test of the sandbox, by hand.
    Sandbox,
    Anyone,
}

/// All of them.
pub struct Calls {
    /// By vendor and operation.
    calls: BTreeMap<(String, String), Vec<Call>>,
    /// The operations of each binary's tests.
    breadth: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Calls {
    pub fn read(text: &str) -> Self {
        let mut calls: BTreeMap<_, Vec<Call>> = BTreeMap::new();
        let mut breadth: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        // Most lines repeat another.
        for line in text.lines().collect::<BTreeSet<_>>() {
            let call: Call =
                serde_json::from_str(line).unwrap_or_else(|error| panic!("not a call ({error}): {line}"));
            let test = (call.binary.clone(), call.test.clone());
            breadth.entry(test).or_default().insert(call.operation.clone());
            calls.entry((call.vendor.clone(), call.operation.clone())).or_default().push(call);
        }
        Self { calls, breadth }
    }

    fn of(&self, vendor: &str, operation: &str, asker: Asker) -> impl Iterator<Item = &Call> {
        let calls = self.calls.get(&(vendor.to_owned(), operation.to_owned()));
        calls.map_or(&[][..], Vec::as_slice).iter().filter(move |call| call.is_by(asker))
    }

    /// The best test in which the operation was answered with this code (`ok` = a success). A code that
    /// a test had ordered counts only where `scripted` allows it.
    pub fn test(
        &self,
        vendor: &str,
        operation: &str,
        asker: Asker,
        code: &str,
        scripted: bool,
    ) -> Option<Test> {
        let answered = |call: &&Call| call.code == code && (scripted || !call.scripted);
        self.of(vendor, operation, asker).filter(answered).map(|call| self.test_of(call)).min()
    }

    fn test_of(&self, call: &Call) -> Test {
        let name = call.test.rsplit("::").next().unwrap_or_default().replace('_', "");
        let breadth = self.breadth.get(&(call.binary.clone(), call.test.clone()));
        Test {
            by_the_way: !name.eq_ignore_ascii_case(&call.operation),
            unlikeness: words(&call.operation).filter(|word| !call.test.contains(word)).count(),
            breadth: breadth.map_or(0, BTreeSet::len),
            binary: call.binary.clone(),
            name: call.test.clone(),
        }
    }

    /// Has it ever succeeded here?
    pub fn succeeded(&self, vendor: &str, operation: &str) -> bool {
        self.of(vendor, operation, Asker::Anyone).any(|call| call.code == "ok")
    }

    /// Methods and paths under which Portico's client was successful.
    pub fn addresses(&self, vendor: &str, operation: &str) -> BTreeSet<(&str, &str)> {
        let good = self.of(vendor, operation, Asker::Client).filter(|call| call.code == "ok");
        good.map(|call| (call.method.as_str(), call.path.as_str())).collect()
    }
}

/// `delete`, `meeting` of `deleteMeeting`.
fn words(operation: &str) -> impl Iterator<Item = String> {
    let ends = operation.char_indices().filter(|(_, letter)| letter.is_ascii_uppercase()).map(|(at, _)| at);
    let ends: Vec<usize> = ends.chain([operation.len()]).collect();
    let starts: Vec<usize> = [0].into_iter().chain(ends.iter().copied()).collect();
    let words: Vec<String> =
        starts.into_iter().zip(ends).map(|(start, end)| operation[start..end].to_lowercase()).collect();
    words.into_iter()
}

impl Call {
    fn is_by(&self, asker: Asker) -> bool {
        match asker {
            Asker::Client => self.package == "portico-vendors" && self.portico,
            Asker::ClientTest => self.package == "portico-vendors",
            // What chance sends differs from run to run.
            Asker::Sandbox => self.package == "portico-sandbox" && !self.test.starts_with("properties::"),
            Asker::Anyone => true,
        }
    }
}

impl Test {
    /// As `cargo test` takes it: `--test binary name`.
    pub fn shown(&self) -> String {
        format!("`{} {}`", self.binary, self.name)
    }
}

#[test]
fn the_test_that_has_the_operations_name_comes_first() {
    let line = |binary: &str, test: &str, code: &str, scripted: bool| {
        serde_json::json!({
            "vendor": "vmr", "operation": "createmeet", "method": "POST", "path": "/subscribe/createmeet",
            "code": code, "scripted": scripted, "portico": true, "package": "portico-vendors",
            "binary": binary, "test": test,
        })
        .to_string()
    };
    let text = [
        line("a", "first", "ok", false),
        line("codes", "vmr::create_meet", "ok", false),
        line("codes", "vmr::create_meet", "200009", true),
        line("b", "taken", "200009", false),
    ]
    .join("\n");
    let calls = Calls::read(&text);
    let best = |code, scripted| {
        let test = calls.test("vmr", "createmeet", Asker::Client, code, scripted)?;
        Some(test.shown())
    };
    assert_eq!(best("ok", false).as_deref(), Some("`codes vmr::create_meet`"));
    assert_eq!(best("200009", true).as_deref(), Some("`codes vmr::create_meet`"));
    assert_eq!(best("200009", false).as_deref(), Some("`b taken`"));
    assert_eq!(best("200001", true), None);
    assert!(calls.succeeded("vmr", "createmeet") && !calls.succeeded("vmr", "cancelmeet"));
    assert_eq!(calls.test("vmr", "createmeet", Asker::Sandbox, "ok", true), None);
}

#[test]
fn words_of_a_name() {
    assert_eq!(words("deleteMeeting").collect::<Vec<_>>(), ["delete", "meeting"]);
    assert_eq!(words("getmeetinginfo").collect::<Vec<_>>(), ["getmeetinginfo"]);
}
