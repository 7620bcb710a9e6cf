//! What is linked, held against deny.toml; and that nothing secret is in the sources.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn run(program: &str, arguments: &[&str]) -> Option<Vec<u8>> {
    let output = Command::new(program).args(arguments).current_dir(ROOT).output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// What is linked on this system; crates of others need not be here.
fn metadata() -> Value {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let rustc = String::from_utf8(run("rustc", &["-vV"]).unwrap()).unwrap();
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned();
    let wanted = ["metadata", "--format-version=1", "--locked", "--all-features", "--filter-platform", &host];
    serde_json::from_slice(&run(&cargo, &wanted).expect("cargo tells what is locked")).unwrap()
}

fn rules() -> toml::Value {
    toml::from_str(&std::fs::read_to_string(Path::new(ROOT).join("deny.toml")).unwrap()).unwrap()
}

fn texts(value: &toml::Value) -> BTreeSet<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// Reads `A OR (B AND C)`; whole terms such as `Apache-2.0 WITH LLVM-exception` are names.
struct Expression<'a> {
    words: Vec<String>,
    at: usize,
    allowed: &'a BTreeSet<&'a str>,
}

impl Expression<'_> {
    fn any(&mut self) -> bool {
        let mut good = self.all();
        while self.take("OR") {
            good |= self.all();
        }
        good
    }

    fn all(&mut self) -> bool {
        let mut good = self.term();
        while self.take("AND") {
            good &= self.term();
        }
        good
    }

    fn term(&mut self) -> bool {
        if self.take("(") {
            let good = self.any();
            assert!(self.take(")"), "{:?}", self.words);
            return good;
        }
        let mut name = self.words.get(self.at).cloned().unwrap_or_default();
        self.at += 1;
        if self.take("WITH") {
            name = format!("{name} WITH {}", self.words[self.at]);
            self.at += 1;
        }
        self.allowed.contains(name.as_str())
    }

    fn take(&mut self, word: &str) -> bool {
        let here = self.words.get(self.at).is_some_and(|it| it == word);
        self.at += usize::from(here);
        here
    }
}

fn is_allowed(licence: &str, allowed: &BTreeSet<&str>) -> bool {
    let spaced = licence.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words = spaced.split_whitespace().map(str::to_owned).collect();
    Expression { words, at: 0, allowed }.any()
}

#[test]
fn licences_and_sources_are_those_that_are_allowed() {
    let (metadata, rules) = (metadata(), rules());
    let allowed = texts(&rules["licenses"]["allow"]);
    assert!(is_allowed("MIT/Apache-2.0", &allowed) && is_allowed("(GPL-3.0 OR MIT) AND ISC", &allowed));
    assert!(!is_allowed("GPL-3.0", &allowed) && !is_allowed("MIT AND GPL-3.0", &allowed));
    let registries = texts(&rules["sources"]["allow-registry"]);
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or_default();
        if !is_allowed(licence, &allowed) {
            wrong.push(format!("{name}: {licence:?}"));
        }
        let from = package["source"].as_str().unwrap_or_default();
        if !from.is_empty() && !registries.contains(from.trim_start_matches("registry+")) {
            wrong.push(format!("{name} comes from {from}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_that_is_banned_is_linked_and_the_arrows_hold() {
    let (metadata, rules) = (metadata(), rules());
    let mut needed_by: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in metadata["packages"].as_array().unwrap() {
        let resolved = resolved(&metadata, package["id"].as_str().unwrap());
        for name in resolved {
            needed_by.entry(name).or_default().insert(package["name"].as_str().unwrap().to_owned());
        }
    }
    let mut wrong = Vec::new();
    for ban in rules["bans"]["deny"].as_array().unwrap() {
        let name = ban["crate"].as_str().unwrap();
        let wrappers = ban.get("wrappers").map(texts).unwrap_or_default();
        for needs in needed_by.get(name).into_iter().flatten() {
            if !wrappers.contains(needs.as_str()) {
                wrong.push(format!("{needs} must not need {name}"));
            }
        }
    }
    assert!(needed_by.contains_key("reqwest"), "the graph was read");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a package links: no helpers of tests, nothing for other systems than this one's.
fn resolved(metadata: &Value, id: &str) -> BTreeSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let node = nodes.iter().find(|node| node["id"] == id).unwrap();
    let linked = |dependency: &&Value| {
        dependency["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"] != "dev")
    };
    let packages = metadata["packages"].as_array().unwrap();
    let name = |dependency: &Value| {
        let package = packages.iter().find(|package| package["id"] == dependency["pkg"]).unwrap();
        package["name"].as_str().unwrap().to_owned()
    };
    node["deps"].as_array().unwrap().iter().filter(linked).map(name).collect()
}

#[test]
fn npm_packages_are_locked_by_their_hash() {
    let lock = std::fs::read_to_string(Path::new(ROOT).join("end2end/package-lock.json")).unwrap();
    let lock: Value = serde_json::from_str(&lock).unwrap();
    let packages = lock["packages"].as_object().unwrap();
    assert!(packages.len() > 1);
    for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
        // Unless it is said, from the registry that npm is configured with; the hash holds for any.
        let registry = "https://registry.npmjs.org/";
        let from = package["resolved"].as_str().unwrap_or(registry);
        assert!(from.starts_with(registry), "{name} comes from {from}");
        let hash = package["integrity"].as_str().unwrap_or_default();
        assert!(hash.starts_with("sha512-"), "{name}: {hash}");
    }
}

/// What no source may hold, written so that this file does not.
fn marks() -> [String; 4] {
    let dashes = "-".repeat(5);
    [
        format!("{dashes}BEGIN PRIVATE KEY"),
        format!("{dashes}BEGIN RSA PRIVATE KEY"),
        format!("{dashes}BEGIN EC PRIVATE KEY"),
        format!("{dashes}BEGIN OPENSSH PRIVATE KEY"),
    ]
}

/// A key file of an installation: its mark, an id, 43 characters.
fn holds_master_key(text: &str) -> bool {
    let mark = ["portico", "master", "key."].join("-");
    text.match_indices(&mark).any(|(at, _)| {
        let rest = &text[at + mark.len()..];
        let key = rest.split('.').nth(1).unwrap_or_default();
        key.chars().take_while(|c| c.is_ascii_alphanumeric() || "+/".contains(*c)).count() >= 43
    })
}

#[test]
fn neither_the_sources_nor_their_history_hold_a_key() {
    // A copy of the sources without their history has nothing to look through.
    let Some(history) = run("git", &["log", "--all", "--format=", "--patch", "--unified=0"]) else { return };
    let history = String::from_utf8_lossy(&history);
    for mark in marks() {
        assert!(!history.contains(&mark), "a commit holds {mark:?}");
    }
    assert!(!holds_master_key(&history), "a commit holds a master key");
    let example = format!("portico-master-{}.abcd.{}", "key", "A".repeat(43));
    assert!(holds_master_key(&example), "the search finds one");
}
