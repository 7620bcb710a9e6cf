//! Turns `locales/` into a module whose keys the compiler checks.
//!
//! `leptos_i18n_build` would do the same, but brings along a downloader of time and number formats,
//! which takes longer to compile than the rest of this crate.

use leptos_i18n_parser::parse_locales::options::{Config, ParseOptions};
use leptos_i18n_parser::parse_locales::parse_locales;
use std::error::Error;
use std::path::PathBuf;

const NAMESPACES: [&str; 20] = [
    "common",
    "audit",
    "guest",
    "session",
    "agenda",
    "meetings",
    "links",
    "control",
    "recordings",
    "connections",
    "directory",
    "account",
    "tokens",
    "issued_tokens",
    "system",
    "people",
    "refusals",
    "series",
    "materials",
    "webhooks",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    let config = Config::new("en")?
        .add_locale("zh-CN")?
        .add_namespaces(NAMESPACES)?
        .parse_options(ParseOptions::new().interpolate_display(true));
    let texts = parse_locales(None, config)?;
    for file in texts.tracked_files.iter().flatten() {
        println!("cargo::rerun-if-changed={file}");
    }
    // A text that one language lacks is an error, not a remark.
    let errors = texts.diag.errors().iter().map(ToString::to_string).collect::<Vec<_>>();
    let warnings = texts.diag.warnings().iter().map(ToString::to_string).collect::<Vec<_>>();
    for problem in errors.iter().chain(&warnings) {
        println!("cargo::error={problem}");
    }
    let attributes = "#![allow(missing_docs, clippy::all, clippy::unwrap_used)]".parse()?;
    let module = leptos_i18n_codegen::gen_code(&texts, None, false, Some(&attributes), false)?;
    let folder = PathBuf::from(std::env::var("OUT_DIR")?).join("i18n");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("mod.rs"), module.to_string())?;
    Ok(())
}
