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
    // Whoever refuses the arguments does not read on.
    let _ = child.stdin.take().expect("stdin").write_all(input.as_bytes());
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

/// `shared/vectors/webapi_tokens.json`, made by the vendor's own sample.
const CLAIMS: &str = r#"{"serial":"111111","userid":"123456","username":"weiyi我","joinRole":"presenter"}"#;
const TOKEN: &str = "84FUudYrqSSBCHSoXUIw5VvXuOkuVOu%2F7PeQM3pTw%2B1Ekn5FqlitQ2Fwi4az9eAPC0hgQJB6IrFa6Mt8fG8mi5HbvjaTnlxxt8gnlxcCo%2BzU8apaB1bD%2B1UIBNBXaAM0nSUr60RgWV5EK80mJWgC7w%3D%3D\n";
const KEY_HEX: &str = "34b7ee4783925cfc4b5c75116f6f9de52181a450f0ad499fcc9b84e6e55fec33";
const IV_HEX: &str = "e116172f58fe068ba347992514110c83";

#[test]
fn a_token_is_printed_alone_from_either_credential() {
    let derived = ["token", "webapi", "--passkey", "SYXCXASD", "--passphrase", "AYQTYCAXAX"];
    let given = ["token", "webapi", "--key-hex", KEY_HEX, "--iv-hex", IV_HEX];
    for arguments in [derived, given] {
        let output = portico(&arguments, CLAIMS);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stdout), TOKEN);
    }
}

#[test]
fn a_token_from_bad_input_is_refused() {
    let bad_key = ["token", "webapi", "--key-hex", "zz", "--iv-hex", IV_HEX];
    let half = ["token", "webapi", "--passkey", "SYXCXASD"];
    let good = ["token", "webapi", "--key-hex", KEY_HEX, "--iv-hex", IV_HEX];
    for (arguments, claims) in [(&bad_key[..], CLAIMS), (&half, CLAIMS), (&good, "[1]"), (&good, "nonsense")]
    {
        let output = portico(arguments, claims);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_check_says_what_is_good_and_makes_a_private_key() {
    let folder = std::env::temp_dir().join(format!("portico-check-{}", std::process::id()));
    let output = Command::new(env!("CARGO_BIN_EXE_portico"))
        .arg("check")
        .env("PORTICO_DATA_DIR", &folder)
        .output()
        .expect("portico runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("database and master key: good"), "{said}");
    assert!(said.contains("audit log: whole, 0 lines"), "{said}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.join("master.key")).expect("a key").permissions().mode();
        assert_eq!(mode & 0o077, 0, "others may read the key");
    }
    std::fs::remove_dir_all(folder).expect("removed");
}
