//! Downloads: into a file beside the wanted one, which takes its name only when it is whole. What was cut off
//! goes on where it stopped, in this call or a later one.

use crate::client::{Client, chain, opened, refused};
use crate::failure::Failure;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, HeaderMap, HeaderValue, RANGE};
use reqwest::{Method, Response};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// So much of what is there already is asked for again: if it is not the same, it was another file.
const OVERLAP: u64 = 64 * 1024;
/// Tries that bring nothing new.
const MOST_TRIES: u32 = 4;

/// How far a download is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes.
    pub have: u64,
    /// Bytes; `None` while the server does not say.
    pub whole: Option<u64>,
}

/// Why one try ended.
enum End {
    Whole(u64),
    /// What is here belongs to another file.
    Other,
    /// The next try may get further.
    Cut(Failure),
}

impl Client {
    /// Downloads to `to`, replacing what stands there if `replace`. Returns how many bytes it has.
    ///
    /// # Errors
    /// [`Failure::CutOff`] if what there is was kept for the next call; [`Failure::File`]; what Portico says.
    pub async fn download(
        &self,
        path: &[&str],
        to: &Path,
        replace: bool,
        mut progress: impl FnMut(Progress),
    ) -> Result<u64, Failure> {
        free(to, replace)?;
        let part = part_of(to);
        let mut file = open(&part)?;
        let mut tries = 0;
        let bytes = loop {
            let before = length(&file, &part)?;
            let end = self.go_on(path, &mut file, &part, before, &mut progress).await?;
            match end {
                End::Whole(bytes) => break bytes,
                End::Other => {
                    file.set_len(0).map_err(|error| Failure::file("cannot be written", &part, &error))?;
                    tries += 1;
                }
                End::Cut(why) => {
                    tries = if length(&file, &part)? > before { 1 } else { tries + 1 };
                    if tries > MOST_TRIES {
                        return Err(why);
                    }
                    tokio::time::sleep(pause(tries, &why)).await;
                }
            }
            if tries > MOST_TRIES {
                return Err(Failure::Strange("each time it sends another file".to_owned()));
            }
        };
        file.sync_all().map_err(|error| Failure::file("cannot be written", &part, &error))?;
        free(to, replace)?;
        std::fs::rename(&part, to).map_err(|error| Failure::file("cannot be made", to, &error))?;
        Ok(bytes)
    }

    /// One try, from where the file ends.
    async fn go_on(
        &self,
        path: &[&str],
        file: &mut File,
        part: &Path,
        before: u64,
        progress: &mut impl FnMut(Progress),
    ) -> Result<End, Failure> {
        let from = before.saturating_sub(OVERLAP);
        let mut request =
            self.request(Method::GET, path).header(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if before > 0 {
            request = request.header(RANGE, format!("bytes={from}-"));
        }
        let response = match opened(request).await {
            Ok(response) => response,
            Err(failure) => return Ok(End::Cut(failure)),
        };
        let (start, whole) = match response.status().as_u16() {
            200 => (0, number(response.headers(), CONTENT_LENGTH.as_str())),
            206 => match content_range(response.headers()) {
                Some((start, whole)) if start == from => (start, whole),
                _ => return Ok(End::Other),
            },
            416 if before > 0 => return Ok(End::Other),
            _ => return given_up(refused(response).await),
        };
        receive(response, file, part, start, before, whole, progress).await
    }
}

/// Writes what comes behind what is there, after looking whether it is the same file.
async fn receive(
    mut response: Response,
    file: &mut File,
    part: &Path,
    start: u64,
    known: u64,
    whole: Option<u64>,
    progress: &mut impl FnMut(Progress),
) -> Result<End, Failure> {
    let trouble = |error: std::io::Error| Failure::file("cannot be written", part, &error);
    let mut at = start;
    let mut have = known;
    file.seek(SeekFrom::Start(start)).map_err(trouble)?;
    loop {
        let piece = match response.chunk().await {
            Ok(Some(piece)) => piece,
            Ok(None) => break,
            Err(error) => return Ok(End::Cut(cut(have, whole, Some(&error)))),
        };
        let overlapping = usize::try_from(have.saturating_sub(at)).unwrap_or(usize::MAX).min(piece.len());
        let (again, new) = piece.split_at(overlapping);
        let mut there = vec![0; overlapping];
        file.read_exact(&mut there).map_err(trouble)?;
        if there != again {
            return Ok(End::Other);
        }
        file.write_all(new).map_err(trouble)?;
        at += piece.len() as u64;
        have = have.max(at);
        if whole.is_some_and(|whole| have > whole) {
            return Ok(End::Other);
        }
        progress(Progress { have, whole });
    }
    Ok(match whole {
        Some(whole) if at < whole => End::Cut(cut(have, Some(whole), None)),
        // More was here than the file has.
        Some(whole) if have > whole => End::Other,
        _ if at < have => End::Other,
        _ => End::Whole(have),
    })
}

fn cut(have: u64, whole: Option<u64>, error: Option<&reqwest::Error>) -> Failure {
    match error {
        Some(error) if have == 0 => Failure::Unreachable(chain(error)),
        _ => Failure::CutOff { have, whole },
    }
}

/// Whether another try may help.
fn given_up(failure: Failure) -> Result<End, Failure> {
    match failure {
        Failure::Refused(problem) if problem.passes() => Ok(End::Cut(Failure::Refused(problem))),
        Failure::Unreachable(why) => Ok(End::Cut(Failure::Unreachable(why))),
        other => Err(other),
    }
}

fn pause(tries: u32, why: &Failure) -> Duration {
    let asked = match why {
        Failure::Refused(problem) => {
            problem.refusal.retry_after.map(|seconds| Duration::from_secs(seconds.into()))
        }
        _ => None,
    };
    asked.unwrap_or(Duration::from_millis(200) * 2_u32.saturating_pow(tries)).min(Duration::from_secs(60))
}

fn free(to: &Path, replace: bool) -> Result<(), Failure> {
    match to.try_exists() {
        Ok(true) if !replace => {
            Err(Failure::File(format!("{} is there already; --force replaces it", to.display())))
        }
        Ok(true) if to.is_dir() => Err(Failure::File(format!("{} is a folder", to.display()))),
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::file("cannot be looked at", to, &error)),
    }
}

/// Where it stands until it is whole.
fn part_of(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// Opens it for this process alone.
fn open(part: &Path) -> Result<File, Failure> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(part);
    let file = file.map_err(|error| Failure::file("cannot be written", part, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(Failure::File(format!("{} is being written by another download", part.display())))
        }
        Err(TryLockError::Error(error)) => Err(Failure::file("cannot be locked", part, &error)),
    }
}

fn length(file: &File, part: &Path) -> Result<u64, Failure> {
    let facts = file.metadata().map_err(|error| Failure::file("cannot be looked at", part, &error))?;
    Ok(facts.len())
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// Where a part begins and how long the whole is: `bytes 5-9/10`.
fn content_range(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let text = headers.get(CONTENT_RANGE)?.to_str().ok()?;
    let (range, whole) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
    let (start, _) = range.split_once('-')?;
    let whole = if whole.trim() == "*" { None } else { Some(whole.trim().parse().ok()?) };
    Some((start.trim().parse().ok()?, whole))
}
