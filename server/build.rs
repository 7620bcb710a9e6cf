//! Packs what cargo-leptos put into `target/site` into the binary: compressed, under one hash.
//!
//! Without the feature `embed` (checks, Rust tests) the table is empty and pages are server-rendered only.

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=CARGO_FEATURE_EMBED");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let site = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("../target/site");
    let mut files = Vec::new();
    if std::env::var_os("CARGO_FEATURE_EMBED").is_some() {
        // `make build` says here which files they are: times of files mislead where several clones share
        // one target directory.
        println!("cargo::rerun-if-env-changed=PORTICO_SITE");
        if std::env::var_os("PORTICO_SITE").is_none() {
            return Err("run `make build`, which builds the browser's half first".into());
        }
        collect(&site, &mut files)?;
        if files.is_empty() {
            return Err("target/site is empty: run `make build`".into());
        }
        files.sort();
    }
    let mut hash = Sha256::new();
    let mut table = String::from("pub static FILES: &[File] = &[\n");
    for path in &files {
        let content = std::fs::read(path)?;
        hash.update(path.file_name().unwrap_or_default().as_encoded_bytes());
        hash.update(&content);
        write_entry(&mut table, &out, path, &content)?;
    }
    table.push_str("];\n");
    let release: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    writeln!(table, "pub const RELEASE: &str = {release:?};")?;
    std::fs::write(out.join("files.rs"), table)?;
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { collect(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

fn write_entry(table: &mut String, out: &Path, path: &Path, content: &[u8]) -> Result<(), Box<dyn Error>> {
    let name = path.file_name().and_then(|name| name.to_str()).ok_or("a file name that is not text")?;
    std::fs::write(out.join(format!("{name}.plain")), content)?;
    let mut brotli = Vec::new();
    let parameters = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut &content[..], &mut brotli, &parameters)?;
    std::fs::write(out.join(format!("{name}.br")), &brotli)?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(content)?;
    std::fs::write(out.join(format!("{name}.gz")), gzip.finish()?)?;
    let at =
        |end: &str| format!("include_bytes!(concat!(env!(\"OUT_DIR\"), {:?}))", format!("/{name}.{end}"));
    let (plain, br, gz) = (at("plain"), at("br"), at("gz"));
    writeln!(table, "    File {{ name: {name:?}, plain: {plain}, brotli: {br}, gzip: {gz} }},")?;
    Ok(())
}
