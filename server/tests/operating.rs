//! `portico user` and `portico connection` on the server's own database.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use portico_service::{Services, Store, Verdict};
use serde_json::Value;
use support::{Folder, Serving, said};

fn people(folder: &Folder) -> Vec<(String, String, String)> {
    let listed = folder.run(&["user", "list", "--json"]).json();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let row = |row: &Value| (text(row, "account"), text(row, "role"), text(row, "state"));
    listed.as_array().unwrap().iter().map(row).collect()
}

fn is(account: &str, role: &str, state: &str) -> (String, String, String) {
    (account.to_owned(), role.to_owned(), state.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_added_and_governed_while_the_server_runs() {
    let serving = Serving::start().await;
    let folder = &serving.folder;
    let link = folder.run(&["user", "add", "Bob", "--name", "Bob", "--role", "viewer"]).good();
    assert!(link.contains("/invite/") && link.lines().count() == 1, "{link}");
    assert_eq!(people(folder)[1], is("bob", "viewer", "without a password"));
    let twice = folder.run(&["user", "add", "bob", "--name", "Bob"]);
    assert!(twice.code == Some(1) && twice.error.contains("account: "), "{twice:?}");
    folder.run(&["user", "role", "bob", "organizer"]).good();
    folder.run(&["user", "disable", "bob"]).good();
    assert_eq!(people(folder)[1], is("bob", "organizer", "disabled"));
    folder.run(&["user", "enable", "bob"]).good();
    let other = folder.run(&["user", "reset-link", "bob"]).good();
    assert_ne!(other, link);
    assert_eq!(folder.run(&["user", "role", "nobody", "viewer"]).code, Some(1));
    assert_eq!(folder.run(&["user", "role", "bob", "king"]).code, Some(1));
    // The only one who can administer stays.
    for last in
        [&["user", "role", "ada", "viewer"][..], &["user", "disable", "ada"], &["user", "reset-link", "ada"]]
    {
        let refused = folder.run(last);
        assert_eq!(refused.code, Some(1), "{last:?}: {refused:?}");
    }
    assert_eq!(people(folder)[0], is("ada", "administrator", "good"));
    folder.run(&["user", "delete", "bob", "--heir", "ada"]).good();
    assert_eq!(people(folder).len(), 1);
    // Each of it stands in the log as done at the command line.
    let store = Store::open_with_key_file(&folder.url(), &folder.file("master.key")).await.unwrap();
    let key = store.settings().secret_or_insert("audit_key", &"none".into()).await.unwrap();
    let lines = store.audit().list(None, 100).await.unwrap();
    let acted: Vec<&str> = lines
        .iter()
        .filter(|line| line.line.person.as_ref().is_some_and(|person| person.as_str() == "command-line"))
        .filter(|line| line.line.outcome == "done")
        .map(|line| line.line.action.as_str())
        .collect();
    let expected = [
        "person.delete",
        "person.reset-password",
        "person.enable",
        "person.disable",
        "person.change-role",
        "person.invite",
    ];
    assert_eq!(acted, expected);
    let services = Services::new(store, key);
    assert!(matches!(services.verify_audit().await.unwrap(), Verdict::Whole { .. }));
    services.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_added_tested_paused_and_removed_without_a_secret_in_sight() {
    let serving = Serving::start().await;
    let folder = &serving.folder;
    let listed = folder.run(&["connection", "list", "--json"]).json();
    let vmr = listed.as_array().unwrap().iter().find(|it| it["vendor"] == "vmr").unwrap().clone();
    let base = vmr["base_url"].as_str().unwrap();
    let (id, key, account) = vmr_credential(&serving);
    let account = format!("account={account}");
    let arguments = [
        "connection",
        "add",
        "Second",
        "--vendor",
        "vmr",
        "--base-url",
        base,
        "--public-id",
        &id,
        "--private-network",
        "--set",
        "auth=pair",
        "--set",
        &account,
        "--secret-file",
        "-",
    ];
    let added = said(&mut folder.command(&folder.url(), &arguments), &format!("{key}\n"));
    assert!(added.error.contains("answered in"), "{added:?}");
    let added = added.good();
    assert!(folder.run(&["connection", "test", "Second"]).error.contains("answered in"));
    folder.run(&["connection", "pause", "Second"]).good();
    let shown = folder.run(&["connection", "list"]).good();
    assert!(shown.contains("Second") && shown.contains("paused") && !shown.contains(&key), "{shown}");
    assert!(!folder.run(&["connection", "list", "--json"]).good().contains(&key));
    let checked = folder.run(&["check"]).good();
    assert!(checked.contains("Second: paused, not asked"), "{checked}");
    folder.run(&["connection", "resume", added.trim()]).good();
    // A wrong secret is found out, and does not undo the change.
    let wrong = ["connection", "change-secret", "Second", "--secret-file", "-"];
    let wrong = said(&mut folder.command(&folder.url(), &wrong), "another");
    assert_eq!(wrong.code, Some(1), "{wrong:?}");
    assert!(!wrong.error.contains("another"), "{wrong:?}");
    assert_eq!(folder.run(&["connection", "remove", "Second"]).code, Some(1));
    folder.run(&["connection", "remove", "Second", "--yes"]).good();
    assert_eq!(folder.run(&["connection", "test", "Second"]).code, Some(1));
    let bad = ["connection", "add", "Third", "--vendor", "vmr", "--base-url", "x", "--set", "nothing=1"];
    assert_eq!(folder.run(&bad).code, Some(1));
}

/// API ID, API KEY and account, as the sandbox names them to anyone.
fn vmr_credential(serving: &Serving) -> (String, String, String) {
    let answer = support::call(&serving.control, "GET", "/credentials", "");
    let named = |name: &str| {
        let all: Value = serde_json::from_str(&answer).unwrap();
        let found =
            all["credentials"].as_array().unwrap().iter().filter(|it| it["vendor"] == "vmr").find_map(|it| {
                let values = it["values"].as_array()?;
                let value = values.iter().find(|value| value["name"] == name)?;
                value["value"].as_str().map(str::to_owned)
            });
        found.unwrap_or_else(|| panic!("{name} in {answer}"))
    };
    (named("apiId"), named("apiKey"), named("account"))
}
