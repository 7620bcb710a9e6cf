//! A disk that fills up under a server: whoever asks for something is told so at once, once there is room again
//! everything goes on without a restart, and nothing that was promised is lost (guarantees, reliability 11).

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use serde_json::{Value, json};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use support::{Folder, Serving, call, exchange};

/// Names the small disk, in the process that has one.
const DISK: &str = "PORTICO_TEST_DISK";
const NAME: &str = "a_full_disk_is_told_and_survived_and_costs_nothing_that_was_promised";
/// Nobody waits longer for a refusal; a database that is in use is waited for up to five seconds.
const PATIENCE: Duration = Duration::from_secs(15);
/// Longer than a creation that broke off is looked for.
const LONGEST_LOOK: Duration = Duration::from_secs(240);
/// Becomes free before the first try on the full disk, twice as much before the second, and so on: so the disk is
/// full again at one step of a creation after the other.
const MORE_ROOM: u64 = 8 * 1024;

/// A process of its own may have a disk of its own, where the system lets it.
#[test]
fn a_full_disk_is_told_and_survived_and_costs_nothing_that_was_promised() {
    if let Some(disk) = std::env::var_os(DISK) {
        return fill_up(Folder::at(PathBuf::from(disk)));
    }
    let disk = Folder::new();
    let on_the_disk = |command: &[&str]| {
        let mount = "mount -t tmpfs -o size=16m,mode=700 tmpfs \"$0\" && exec \"$@\"";
        let mut own = Command::new("unshare");
        own.args(["--mount", "--map-root-user", "sh", "-c", mount]).arg(disk.path());
        own.args(command).env(DISK, disk.path());
        own.status().is_ok_and(|status| status.success())
    };
    if !on_the_disk(&["true"]) {
        eprintln!("the full disk is skipped: this system lets nobody mount one");
        return;
    }
    let this = std::env::current_exe().unwrap();
    assert!(on_the_disk(&[this.to_str().unwrap(), "--exact", NAME, "--nocapture"]));
}

#[tokio::main]
async fn fill_up(disk: Folder) {
    let url = disk.url();
    let ballast = Ballast(disk.file("ballast"));
    let script = Script::of(Serving::start_on(disk, url).await);
    assert_eq!(script.schedule("Before").status, 201);
    let mut promised = vec!["Before".to_owned()];

    ballast.fill();
    // What was written once may be written over, so there may still be room for some.
    let refused = script.schedule_until_refused(&mut promised);
    script.sign_in().is_refused("text/html");
    script.goes_on_reading();
    promised.push(script.schedule_at_the_edge(&ballast));

    // Without a restart.
    ballast.remove();
    assert_eq!(script.sign_in().status, 303);
    script.comes_true(&refused);
    promised.push(refused);
    script.kill_and_find(&promised).await;
}

/// What else is on the disk.
struct Ballast(PathBuf);

impl Ballast {
    /// Until nothing more goes in.
    fn fill(&self) {
        let mut file = File::create(&self.0).unwrap();
        for size in [1 << 16, 1] {
            let piece = vec![0; size];
            while file.write_all(&piece).is_ok() {}
        }
    }

    fn shrink(&self, by: u64) {
        let file = OpenOptions::new().write(true).open(&self.0).unwrap();
        let length = file.metadata().unwrap().len();
        file.set_len(length.checked_sub(by).expect("there is room and nothing comes true")).unwrap();
    }

    fn remove(&self) {
        std::fs::remove_file(&self.0).unwrap();
    }
}

/// An answer of the API or of a page.
#[derive(Debug)]
struct Answer {
    status: u16,
    /// In small letters.
    head: String,
    body: String,
    took: Duration,
}

impl Answer {
    /// At once, in words for whoever reads it, and with nothing of what is inside.
    fn is_refused(&self, kind: &str) {
        assert_eq!(self.status, 503, "{self:?}");
        assert!(self.head.contains(&format!("\r\ncontent-type: {kind}")), "{self:?}");
        assert!(self.head.contains("\r\nretry-after: "), "{self:?}");
        assert!(!self.body.is_empty() && self.took < PATIENCE, "{self:?}");
        for inside in ["sqlite", "SQL", "portico.db", "code 13"] {
            assert!(!self.body.contains(inside), "{inside}: {self:?}");
        }
    }
}

/// Somebody who schedules meetings at the sandbox's CloudRoom.
struct Script {
    serving: Serving,
    connection: String,
}

impl Script {
    fn of(serving: Serving) -> Self {
        let listed: Value = serde_json::from_str(&serving.api("GET", "/api/v1/connections", "")).unwrap();
        let mut all = listed["items"].as_array().unwrap().iter();
        let cloudroom = all.find(|it| it["vendor"] == "cloudroom").unwrap();
        let connection = cloudroom["id"].as_str().unwrap().to_owned();
        Self { serving, connection }
    }

    fn ask(&self, method: &str, path: &str, body: &str, headers: &str) -> Answer {
        let began = Instant::now();
        let answer = exchange(&self.serving.address, method, path, body, headers);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_lowercase(), body: body.to_owned(), took: began.elapsed() }
    }

    /// Under a key of the subject's own, so that it comes about once however often it is asked for.
    fn schedule(&self, subject: &str) -> Answer {
        let body = json!({ "connection": self.connection, "subject": subject,
            "start": "2031-03-04T09:00:00Z", "end": "2031-03-04T09:30:00Z" });
        let token = &self.serving.token;
        let headers = format!(
            "authorization: Bearer {token}\r\nidempotency-key: {subject}\r\ncontent-type: application/json\r\n"
        );
        self.ask("POST", "/api/v1/meetings", &body.to_string(), &headers)
    }

    fn schedule_until_refused(&self, promised: &mut Vec<String>) -> String {
        loop {
            let subject = format!("Full-{}", promised.len());
            let answer = self.schedule(&subject);
            if answer.status != 201 {
                answer.is_refused("application/problem+json");
                return subject;
            }
            promised.push(subject);
        }
    }

    /// Tries with more room each time; returns what was promised. What broke off on its way is found out about later,
    /// as after a kill (`killed_create.rs`); here it stands at the vendor once at most.
    fn schedule_at_the_edge(&self, ballast: &Ballast) -> String {
        for room in 1.. {
            let subject = format!("Edge-{room}");
            ballast.shrink(room * MORE_ROOM);
            let answer = self.schedule(&subject);
            assert!(self.held(&subject) <= 1, "{subject}");
            match answer.status {
                201 => return subject,
                // The vendor was reached.
                504 => {}
                _ => answer.is_refused("application/problem+json"),
            }
        }
        unreachable!("the ballast comes to an end")
    }

    fn sign_in(&self) -> Answer {
        let typed = "account=ada&password=correct+horse+battery";
        let headers = "accept: text/html\r\nsec-fetch-site: same-origin\r\n\
                       content-type: application/x-www-form-urlencoded\r\n";
        self.ask("POST", "/sign-in", typed, headers)
    }

    fn goes_on_reading(&self) {
        for path in ["/healthz", "/readyz", "/sign-in"] {
            assert_eq!(self.ask("GET", path, "", "").status, 200, "{path}");
        }
        assert_eq!(indexed(&self.serving, "Before"), 1);
    }

    fn comes_true(&self, subject: &str) {
        let began = Instant::now();
        while self.schedule(subject).status != 201 {
            assert!(began.elapsed() < LONGEST_LOOK, "{subject}");
        }
        assert_eq!(self.held(subject), 1);
    }

    /// How many meetings of this subject the vendor has.
    fn held(&self, subject: &str) -> usize {
        let state: Value = serde_json::from_str(&call(&self.serving.control, "GET", "/state", "")).unwrap();
        let meetings = state["cloudroom"]["meetings"].as_array().unwrap().iter();
        meetings.filter(|it| it["subject"] == subject).count()
    }

    async fn kill_and_find(mut self, subjects: &[String]) {
        let folder = std::mem::replace(&mut self.serving.folder, Folder::new());
        let (url, token) = (self.serving.url.clone(), self.serving.token.clone());
        drop(self.serving);
        let again = Serving::start_again(folder, url, &token).await;
        for subject in subjects {
            assert_eq!(indexed(&again, subject), 1, "{subject}");
        }
    }
}

/// How many the index has.
fn indexed(serving: &Serving, subject: &str) -> usize {
    let listed =
        serving.ask(&["meeting", "list", "--search", subject, "--state", "scheduled", "--json"]).json();
    listed.as_array().unwrap().iter().filter(|it| it["subject"] == subject).count()
}
