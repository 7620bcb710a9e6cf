//! A server that is killed at each step of a creation: the next one finds out what became of it, and in the end each
//! meeting stands once at the vendor and in the index (guarantees, reliability 5). The vendors run as a process of their
//! own, which goes on.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use serde_json::{Value, json};
use std::io::BufReader;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use support::{Folder, Serving, call, printed};

/// Longer than a creation that is nowhere is looked for: three looks, twenty seconds apart at least.
const PATIENCE: Duration = Duration::from_secs(240);
const SUBJECTS: [&str; 3] = ["Before", "Between", "After"];

/// `portico sandbox` on free ports.
struct Vendors {
    child: Child,
    /// Kept, so that what it prints next has where to go.
    output: BufReader<ChildStdout>,
    base: String,
    control: String,
    folder: Folder,
}

impl Vendors {
    fn start() -> Self {
        let folder = Folder::new();
        let ports = ["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"];
        let arguments = [&["sandbox", "--empty"][..], &ports].concat();
        let mut command = folder.command("sqlite::memory:", &arguments);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let nothing = String::new;
        let mut vendors = Self { child, output, base: nothing(), control: nothing(), folder };
        vendors.base = printed(&mut vendors.output, "CloudRoom: ");
        vendors.control = printed(&mut vendors.output, "Control: ");
        vendors
    }

    fn asked(&self, path: &str) -> Value {
        serde_json::from_str(&call(&self.control, "GET", path, "")).unwrap()
    }

    /// The next creation is late: before the vendor acts, or after it.
    fn delay(&self, seconds: u64, after_handling: bool) {
        let action = json!({ "kind": "delay", "ms": seconds * 1000, "after_handling": after_handling });
        let fault = json!({ "operation": "createMeeting", "times": 1, "action": action });
        call(&self.control, "POST", "/faults", &fault.to_string());
    }

    /// What it was asked to create, by what it answered.
    fn creations(&self) -> Vec<Option<i64>> {
        let calls = self.asked("/calls");
        let calls = calls.as_array().unwrap().iter();
        calls
            .filter(|call| call["operation"] == "createMeeting")
            .map(|call| call["status"].as_i64())
            .collect()
    }

    /// The numbers of its meetings of this subject.
    fn held(&self, subject: &str) -> Vec<String> {
        let state = self.asked("/state");
        let meetings = state["cloudroom"]["meetings"].as_array().unwrap().iter();
        meetings.filter(|it| it["subject"] == subject).map(|it| it["confId"].to_string()).collect()
    }
}

impl Drop for Vendors {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn wait_until(what: &str, mut so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !so() {
        assert!(began.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn connect(serving: &Serving, vendors: &Vendors) {
    let secret = vendors.folder.file("secret");
    std::fs::write(&secret, "sandbox-secret-key-not-for-production").unwrap();
    let usual = ["connection", "add", "Elsewhere", "--vendor", "cloudroom", "--public-id", "sandbox-company"];
    let place = ["--base-url", &vendors.base, "--zone", "Asia/Shanghai", "--private-network"];
    let secret = ["--secret-file", secret.to_str().unwrap()];
    serving.folder.run(&[&usual[..], &place, &secret].concat()).good();
}

/// The same command under the same key, whenever it is sent.
fn create(serving: &Serving, subject: &str) -> Command {
    let usual = ["meeting", "create", "--connection", "Elsewhere", "--start", "2031-03-04T09:00"];
    let key = format!("killed-{subject}");
    serving
        .client(&[&usual[..], &["--minutes", "30", "--subject", subject, "--key", &key, "--json"]].concat())
}

fn begin(serving: &Serving, subject: &str) -> Child {
    create(serving, subject).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// State and number of each meeting of this subject in the index, those that were never created aside.
fn indexed(serving: &Serving, subject: &str) -> Vec<(String, String)> {
    let states = "scheduled,live,unconfirmed,ended";
    let listed = serving.ask(&["meeting", "list", "--search", subject, "--state", states, "--json"]).json();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    listed.as_array().unwrap().iter().map(|row| (text(row, "state"), text(row, "number"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_meeting_stands_once_although_the_server_is_killed_at_each_step() {
    let vendors = Vendors::start();
    let mut serving = Serving::start_alone().await;
    connect(&serving, &vendors);

    // One before the vendor acts, one before it answers, one after that.
    vendors.delay(15, false);
    let mut sent = vec![begin(&serving, "Before")];
    wait_until("the first is on its way", || vendors.creations().len() == 1);
    vendors.delay(60, true);
    sent.push(begin(&serving, "Between"));
    wait_until("the second stands", || vendors.held("Between").len() == 1);
    sent.push(begin(&serving, "After"));
    wait_until("the third was answered", || vendors.creations().get(2).is_some_and(Option::is_some));
    // The second was handled; its answer is still to come.
    assert_eq!(vendors.creations(), [None, Some(200), Some(200)]);
    for waiting in &mut sent[..2] {
        assert!(waiting.try_wait().unwrap().is_none(), "nobody answered it");
    }

    let folder = std::mem::replace(&mut serving.folder, Folder::new());
    let (url, token) = (serving.url.clone(), serving.token.clone());
    // Killed, not asked to stop.
    drop(serving);
    for mut client in sent {
        let _ = client.kill();
        let _ = client.wait();
    }

    let serving = Serving::start_again(folder, url, &token).await;
    for subject in SUBJECTS {
        wait_until(subject, || {
            std::thread::sleep(Duration::from_millis(500));
            indexed(&serving, subject).iter().all(|(state, _)| state == "scheduled")
        });
    }
    // What had not come about may be asked for again, and nothing comes about twice.
    for subject in SUBJECTS {
        support::said(&mut create(&serving, subject), "").good();
        let held = vendors.held(subject);
        assert_eq!(held.len(), 1, "{subject}: {held:?}");
        assert_eq!(indexed(&serving, subject), [("scheduled".to_owned(), held[0].clone())], "{subject}");
    }
}
