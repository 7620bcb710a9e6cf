//! The arrows between the rooms, and what must never be linked into the browser.

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(arguments)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The crates of the browser's half, by name.
fn browser_crates() -> BTreeSet<String> {
    let tree = cargo(&[
        "tree",
        "--package=portico-frontend",
        "--target=wasm32-unknown-unknown",
        "--edges=normal,no-proc-macro",
        "--prefix=none",
        "--format={p}",
    ]);
    tree.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn the_browser_links_no_secret_and_no_server() {
    const FORBIDDEN: &[&str] = &[
        "portico",
        "portico-service",
        "portico-store",
        "portico-vendors",
        "portico-identity",
        "portico-sandbox",
        "portico-storm",
        "portico-client",
        "portico-listening",
        "reqwest",
        "hyper",
        "axum",
        "tokio",
        "sqlx",
        "sqlx-core",
        "libsqlite3-sys",
        "rustls",
        "ring",
        "aes",
        "cbc",
        "md-5",
        "sha2",
        "hmac",
        "argon2",
        "chacha20poly1305",
        "secrecy",
    ];
    let linked = browser_crates();
    assert!(linked.contains("portico-app") && linked.contains("portico-domain"), "{linked:?}");
    let found: Vec<_> = FORBIDDEN.iter().filter(|name| linked.contains(**name)).collect();
    assert!(found.is_empty(), "linked into the browser: {found:?}");
}

#[test]
fn arrows_point_only_where_the_plan_says() {
    const ALLOWED: &[(&str, &[&str])] = &[
        ("portico-frontend", &["portico-app"]),
        ("portico-app", &["portico-domain", "portico-service"]),
        ("portico-service", &["portico-store", "portico-vendors", "portico-identity", "portico-domain"]),
        ("portico-store", &["portico-domain"]),
        ("portico-vendors", &["portico-domain"]),
        ("portico-identity", &["portico-vendors", "portico-domain"]),
        ("portico-domain", &[]),
        ("portico-sandbox", &[]),
        ("portico-storm", &[]),
        ("portico-client", &["portico-domain"]),
        ("portico-listening", &[]),
        (
            "portico",
            &[
                "portico-app",
                "portico-service",
                "portico-sandbox",
                "portico-client",
                "portico-listening",
                "portico-domain",
            ],
        ),
    ];
    let metadata: Value =
        serde_json::from_str(&cargo(&["metadata", "--no-deps", "--format-version=1"])).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    assert_eq!(packages.len(), ALLOWED.len(), "a new crate needs its arrows here");
    for package in packages {
        let name = package["name"].as_str().expect("name");
        let allowed = ALLOWED.iter().find(|(crate_name, _)| *crate_name == name).map(|(_, to)| *to);
        let allowed = allowed.unwrap_or_else(|| panic!("{name} is not in the plan"));
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let to = dependency["name"].as_str().expect("name");
            let only_for_tests = dependency["kind"] == "dev";
            if to.starts_with("portico") && !only_for_tests {
                assert!(allowed.contains(&to), "{name} must not depend on {to}");
            }
        }
    }
}

#[test]
fn the_app_needs_the_use_cases_only_on_the_server() {
    let metadata: Value =
        serde_json::from_str(&cargo(&["metadata", "--no-deps", "--format-version=1"])).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let app = packages.iter().find(|package| package["name"] == "portico-app").expect("portico-app");
    let dependencies = app["dependencies"].as_array().expect("dependencies");
    let service = dependencies.iter().find(|dependency| dependency["name"] == "portico-service");
    assert_eq!(service.expect("the dependency")["optional"], true);
}
