//! The binary as scripts call it.

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn portico(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_portico"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("portico starts");
    child.stdin.take().expect("stdin").write_all(input.as_bytes()).expect("written");
    child.wait_with_output().expect("portico ends")
}

/// `shared/vectors/cloudroom_signatures.json`, the worked example of the vendor's document.
const ID: &str = "6mioUaDlFdf3Bagt3s";
const KEY: &str = "t02npiEZn82WqRl26Nfb0stD89bZkwTT";
const SIGNATURE: &str = "edda74671f313bc7c081bf6e11c8da9ebe73224e4aadba96f6ae2c6ba4550f25\n";

fn sign(input: &str) -> Output {
    portico(&["sign", "cloudroom", "--secret-id", ID, "--timestamp", "1622098479"], input)
}

#[test]
fn a_signature_is_printed_alone() {
    for input in [KEY.to_owned(), format!("{KEY}\n"), format!("{KEY}\r\n")] {
        let output = sign(&input);
        assert!(output.status.success());
        assert_eq!(String::from_utf8_lossy(&output.stdout), SIGNATURE);
    }
}

#[test]
fn only_one_newline_is_ignored() {
    let output = sign(&format!("{KEY}\n\n"));
    assert_ne!(String::from_utf8_lossy(&output.stdout), SIGNATURE);
}

#[test]
fn a_missing_secret_is_said_and_nothing_printed() {
    let output = sign("");
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("no secret key"));
}

#[test]
fn a_configuration_that_cannot_be_used_is_explained() {
    let output = portico(&["serve", "--config", "/nowhere/portico.toml"], "");
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("/nowhere/portico.toml"));
}
