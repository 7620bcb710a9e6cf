//! `portico meeting`, `portico recording` and `portico link` against a server with its sandbox.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use serde_json::{Value, json};
use support::{Said, Serving, said};

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}"))
}

/// Tells the sandbox something.
fn control(serving: &Serving, method: &str, path: &str, body: &str) {
    support::call(&serving.control, method, path, body);
}

const CONNECTION: &str = "CloudRoom sandbox";
const START: &str = "2031-03-04T09:00";

fn create(serving: &Serving, more: &[&str]) -> Said {
    let usual = ["meeting", "create", "--connection", CONNECTION, "--subject", "Budget", "--start", START];
    serving.ask(&[&usual[..], &["--minutes", "45"], more].concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_is_scheduled_shown_changed_and_cancelled() {
    let serving = Serving::start().await;
    let made = create(&serving, &["--zone", "Asia/Shanghai", "--option", "waiting_hall=on", "--json"]).json();
    let id = text(&made, "id");
    assert_eq!((text(&made, "start"), text(&made, "end")), ("2031-03-04T01:00:00Z", "2031-03-04T01:45:00Z"));
    assert_eq!(made["options"]["waiting_hall"], "on");

    let listed = serving.ask(&["meeting", "list", "--search", "budget", "--zone", "Asia/Shanghai"]).good();
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 2, "{listed}");
    assert!(lines[0].contains("START (Asia/Shanghai)"), "{listed}");
    assert!(lines[1].contains(id) && lines[1].contains("2031-03-04 09:00"), "{listed}");
    let listed = serving.ask(&["meeting", "list", "--search", "budget", "--json"]).json();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(text(&listed[0], "id"), id);
    let shown = serving.ask(&["meeting", "show", id]).good();
    assert!(shown.contains("2031-03-04 01:00 (UTC)") && shown.contains("Budget"), "{shown}");

    let change = [
        "meeting",
        "change",
        id,
        "--subject",
        "Budget 2",
        "--start",
        "2031-03-05T10:00+08:00",
        "--minutes",
        "30",
    ];
    let changed = serving.ask(&[&change[..], &["--json"]].concat()).json();
    assert_eq!((text(&changed, "subject"), text(&changed, "start")), ("Budget 2", "2031-03-05T02:00:00Z"));
    assert_eq!(text(&serving.ask(&["meeting", "live", id, "--json"]).json(), "state"), "scheduled");

    serving.ask(&["meeting", "cancel", id]).good();
    serving.ask(&["meeting", "cancel", id]).good();
    assert_eq!(text(&serving.ask(&["meeting", "show", id, "--json"]).json(), "state"), "cancelled");
}

#[tokio::test(flavor = "multi_thread")]
async fn all_pages_of_a_list_are_followed() {
    let serving = Serving::start().await;
    let all = serving.ask(&["meeting", "list", "--json", "--all"]).json();
    let count = all.as_array().unwrap().len();
    assert!(count > 3, "the sandbox brings some along");
    let two = serving.ask(&["meeting", "list", "--json", "--most", "2"]);
    assert!(two.error.contains("There are more"), "{two:?}");
    assert_eq!(two.json().as_array().unwrap().len(), 2);
    let table = serving.ask(&["meeting", "list", "--all", "--latest-first"]).good();
    assert_eq!(table.lines().count(), count + 1);
    let none = serving.ask(&["meeting", "list", "--search", "nothing-is-called-so", "--json"]);
    assert_eq!(none.json(), json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_lost_answer_the_same_key_makes_nothing_twice() {
    let serving = Serving::start().await;
    let faults = json!([
        { "operation": "createMeeting", "times": 1, "action": { "kind": "drop_after" } },
        { "path_prefix": "/CLOUDROOM-SERVER", "action": { "kind": "drop_before" } },
    ]);
    control(&serving, "POST", "/faults", &faults.to_string());
    let lost = create(&serving, &[]);
    assert_eq!(lost.code, Some(6), "{lost:?}");
    assert!(lost.out.is_empty(), "{lost:?}");
    let (_, rest) = lost.error.split_once("--key ").unwrap_or_else(|| panic!("{lost:?}"));
    let key = rest.split(' ').next().unwrap();
    control(&serving, "DELETE", "/faults", "");
    let mut again = create(&serving, &["--key", key, "--json"]);
    // Portico is still finding out.
    for _ in 0..200 {
        if again.code != Some(6) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        again = create(&serving, &["--key", key, "--json"]);
    }
    let made = again.json();
    let listed = serving.ask(&["meeting", "list", "--search", "budget", "--json"]).json();
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
    assert_eq!(text(&listed[0], "id"), text(&made, "id"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_is_said_and_the_exit_code_tells_what() {
    let serving = Serving::start().await;
    let nothing = serving.ask(&["meeting", "show", "no-such-id"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (Some(3), ""));
    let past = create(&serving, &["--key", "k1", "--start", "2001-01-01T09:00"]);
    assert_eq!(past.code, Some(2), "an argument twice: {past:?}");
    let usual = ["meeting", "create", "--connection", CONNECTION, "--subject", "Budget"];
    let past = serving.ask(&[&usual[..], &["--start", "2001-01-01T09:00", "--minutes", "5"]].concat());
    assert_eq!(past.code, Some(2));
    assert!(past.error.contains("\n  start: "), "{past:?}");
    let nowhere =
        serving.ask(&[&usual[..], &["--start", "2031-03-30T02:30", "--zone", "Europe/Berlin"]].concat());
    assert!(nowhere.code == Some(2) && nowhere.error.contains("jump over"), "{nowhere:?}");

    let mut wrong = serving.client(&["meeting", "list"]);
    wrong.env("PORTICO_TOKEN", "portico_wrong");
    assert_eq!(said(&mut wrong, "").code, Some(4));
    let mut none = serving.client(&["meeting", "list"]);
    none.env_remove("PORTICO_TOKEN");
    let none = said(&mut none, "");
    assert!(none.code == Some(2) && none.error.contains("PORTICO_TOKEN"), "{none:?}");
    let file = serving.folder.file("token");
    std::fs::write(&file, format!("{}\n", serving.token)).unwrap();
    let mut from_file = serving.client(&["meeting", "list", "--token-file", file.to_str().unwrap()]);
    from_file.env_remove("PORTICO_TOKEN");
    said(&mut from_file, "").good();
    let mut from_input = serving.client(&["meeting", "list", "--token-file", "-"]);
    from_input.env_remove("PORTICO_TOKEN");
    said(&mut from_input, &serving.token).good();

    let mut nobody = serving.client(&["meeting", "list"]);
    nobody.env("PORTICO_SERVER", "http://127.0.0.1:9");
    assert_eq!(said(&mut nobody, "").code, Some(7));
    let mut plain = serving.client(&["meeting", "list"]);
    plain.env("PORTICO_SERVER", "http://meet.example.com");
    let plain = said(&mut plain, "");
    assert!(plain.code == Some(2) && plain.error.contains("in the clear"), "{plain:?}");
    // The vendor's refusal, with its own code.
    let refuse = json!([{ "operation": "createMeeting", "action":
        { "kind": "refuse", "status": 200, "body": "{\"code\":22006,\"message\":\"no\"}" } }]);
    control(&serving, "POST", "/faults", &refuse.to_string());
    let refused = create(&serving, &[]);
    assert!(refused.code == Some(5) && refused.error.contains("22006"), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_is_downloaded_whole_resumed_and_deleted() {
    let serving = Serving::start().await;
    let listed = serving.ask(&["recording", "list", "--json"]).json();
    let recording = listed.as_array().unwrap().iter().find(|it| it["vendor"] == "cloudroom").unwrap().clone();
    let id = text(&recording, "id");
    let table = serving.ask(&["recording", "list", "--search", text(&recording, "meeting_number")]).good();
    assert!(table.contains(id), "{table}");
    let file = serving.folder.file("a.mp4");
    let path = file.to_str().unwrap();
    assert_eq!(serving.ask(&["recording", "get", id, "--output", path]).good(), format!("{path}\n"));
    let whole = std::fs::read(&file).unwrap();
    assert!(whole.len() > 1000 && &whole[4..8] == b"ftyp", "a film");
    let there = serving.ask(&["recording", "get", id, "--output", path]);
    assert!(there.code == Some(1) && there.error.contains("--force"), "{there:?}");
    // What a broken download left behind is the beginning of the next.
    let part = serving.folder.file("b.mp4.part");
    std::fs::write(&part, &whole[..whole.len() / 2]).unwrap();
    let other = serving.folder.file("b.mp4");
    serving.ask(&["recording", "get", id, "--output", other.to_str().unwrap()]).good();
    assert!(std::fs::read(&other).unwrap() == whole && !part.exists());
    // Into a folder, under the recording's name.
    let named = serving.ask(&["recording", "get", id]).good();
    assert!(named.trim().ends_with(".mp4") && serving.folder.file(named.trim()).exists(), "{named}");
    serving.ask(&["recording", "delete", id]).good();
    assert_eq!(serving.ask(&["recording", "get", id, "--force"]).code, Some(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_at_the_vendor_never_leaves_a_short_recording() {
    let serving = Serving::start().await;
    let listed = serving.ask(&["recording", "list", "--json"]).json();
    let recording = listed.as_array().unwrap().iter().find(|it| it["vendor"] == "cloudroom").unwrap().clone();
    let id = text(&recording, "id");
    let file = serving.folder.file("a.mp4");
    let path = file.to_str().unwrap();
    let faults = json!([
        { "operation": "media", "times": 1, "action": { "kind": "truncate" } },
        { "operation": "media", "action": { "kind": "drop_before" } },
    ]);
    control(&serving, "POST", "/faults", &faults.to_string());
    let cut = serving.ask(&["recording", "get", id, "--output", path]);
    assert_eq!(cut.code, Some(7), "{cut:?}");
    let part = std::fs::metadata(serving.folder.file("a.mp4.part")).unwrap().len();
    assert!(!file.exists() && part > 100, "what came is kept, and not called whole: {part}");
    control(&serving, "DELETE", "/faults", "");
    serving.ask(&["recording", "get", id, "--output", path]).good();
    assert!(std::fs::metadata(&file).unwrap().len() > 1000);
}

#[tokio::test(flavor = "multi_thread")]
async fn join_links_are_made_listed_and_revoked() {
    let serving = Serving::start().await;
    let made = create(&serving, &["--quiet"]).good();
    let meeting = made.trim();
    let mut create = serving.client(&[
        "link",
        "create",
        meeting,
        "--role",
        "host",
        "--label",
        "The chair",
        "--most-uses",
        "3",
        "--passcode-file",
        "-",
    ]);
    let address = said(&mut create, "2468\n").good();
    assert!(address.starts_with(&format!("{}/j/", serving.address)), "{address}");
    let links = serving.ask(&["link", "list", meeting, "--json"]).json();
    let link = links.as_array().unwrap().iter().find(|link| link["label"] == "The chair").unwrap().clone();
    assert_eq!((link["has_passcode"].as_bool(), link["most_uses"].as_i64()), (Some(true), Some(3)));
    assert!(serving.ask(&["link", "list", meeting]).good().contains("0 of 3"));
    serving.ask(&["link", "revoke", meeting, text(&link, "id")]).good();
    assert!(serving.ask(&["link", "list", meeting]).good().contains("revoked"));
}

#[test]
fn every_shell_can_complete() {
    let folder = support::Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = folder.run(&["completions", shell]).good();
        assert!(script.contains("recording") && script.contains("token-file"), "{shell}");
    }
    assert_ne!(folder.run(&["completions", "nosuch"]).code, Some(0));
}
