//! What goes to standard output: tables for people, JSON for scripts.

use portico_client::{Client, Failure};
use serde_json::Value;
use std::io::{self, ErrorKind, Write};

/// Prints a line. Whoever reads us may have had enough: that is no error.
///
/// # Errors
/// It cannot be written.
pub fn line(text: &str) -> Result<(), Failure> {
    written(writeln!(io::stdout().lock(), "{text}"))
}

fn written(outcome: io::Result<()>) -> Result<(), Failure> {
    match outcome {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => Err(Failure::File(format!("standard output: {error}"))),
        Ok(()) => Ok(()),
    }
}

/// One thing as JSON.
///
/// # Errors
/// It cannot be written.
pub fn json(value: &Value) -> Result<(), Failure> {
    line(&serde_json::to_string_pretty(value).unwrap_or_default())
}

/// A list as one JSON array, row after row as they come. Says whether there would be more.
///
/// # Errors
/// As [`Client::each`].
pub async fn json_rows(
    client: &Client,
    path: &[&str],
    query: &[(&str, String)],
    most: usize,
) -> Result<bool, Failure> {
    let mut out = io::stdout();
    let mut between = "[\n";
    let more = client
        .each(path, query, most, |row| {
            let outcome = write!(out, "{between}{row}");
            between = ",\n";
            written(outcome)
        })
        .await?;
    line(if between == "[\n" { "[]" } else { "\n]" })?;
    Ok(more)
}

/// All rows of a list, and whether there would be more.
///
/// # Errors
/// As [`Client::each`]; a row that is none.
pub async fn rows<T: serde::de::DeserializeOwned>(
    client: &Client,
    path: &[&str],
    query: &[(&str, String)],
    most: usize,
) -> Result<(Vec<T>, bool), Failure> {
    let mut rows = Vec::new();
    let more = client
        .each(path, query, most, |row| {
            rows.push(read(row)?);
            Ok::<(), Failure>(())
        })
        .await?;
    Ok((rows, more))
}

/// # Errors
/// It is not what the API gives.
pub fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, Failure> {
    serde_json::from_value(value)
        .map_err(|error| Failure::Strange(format!("the answer is not what this program knows: {error}")))
}

/// Says on standard error that a list goes on.
pub fn say_more(more: bool) {
    if more {
        eprintln!("There are more; --all shows them all, --most N more of them.");
    }
}
