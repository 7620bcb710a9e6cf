//! `portico recording get`

use super::super::{Reach, output};
use super::Recording;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use portico_client::{Failure, Progress};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Wanted {
    id: String,
    /// The file to write, or a folder to write into. Without it, a file named after the recording, here.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that is there already.
    #[arg(long)]
    force: bool,
}

pub async fn run(reach: &Reach, wanted: &Wanted) -> Result<(), Failure> {
    let client = reach.client()?;
    let to = match &wanted.output {
        Some(file) if !file.is_dir() => file.clone(),
        folder => {
            let found = client.get(&["recordings", &wanted.id], &[]).await?;
            let recording: Recording = output::read(found)?;
            folder.as_deref().unwrap_or(Path::new("")).join(file_name(&recording.title))
        }
    };
    let bar = ProgressBar::no_length();
    let path = ["recordings", &wanted.id, "file"];
    let done = client.download(&path, &to, wanted.force, |progress| show(&bar, progress)).await;
    bar.finish_and_clear();
    let bytes = done?;
    if reach.json {
        return output::json(&serde_json::json!({ "file": to, "bytes": bytes }));
    }
    output::line(&to.display().to_string())
}

/// On a terminal only; elsewhere the bar draws nothing.
fn show(bar: &ProgressBar, progress: Progress) {
    if let (Some(whole), None) = (progress.whole, bar.length()) {
        bar.set_length(whole);
        let style = "{bar:40} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        // What was here before was not fetched now, and would make it look too fast.
        bar.set_position(progress.have);
        bar.reset_eta();
    }
    bar.set_position(progress.have);
}

/// In bytes, with which every file system gets along.
const LONGEST_NAME: usize = 200;

/// A name made of a title that anyone may have chosen: a name and nothing else.
fn file_name(title: &str) -> String {
    let tidy = |c: char| if c.is_control() || r#"\/:*?"<>|"#.contains(c) { '_' } else { c };
    let mut name = String::new();
    for c in title.trim().trim_start_matches(['.', '-']).chars().map(tidy) {
        if name.len() + c.len_utf8() > LONGEST_NAME {
            break;
        }
        name.push(c);
    }
    let name = name.trim();
    if name.is_empty() { "recording.mp4".to_owned() } else { format!("{name}.mp4") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_and_nothing_else() {
        assert_eq!(file_name("周会 12:00"), "周会 12_00.mp4");
        assert_eq!(file_name("../../etc/passwd"), "_.._etc_passwd.mp4");
        assert_eq!(file_name("-rf"), "rf.mp4");
        assert_eq!(file_name(" .. "), "recording.mp4");
        assert!(file_name(&"周".repeat(300)).len() <= LONGEST_NAME + 4);
    }
}
