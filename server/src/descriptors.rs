//! Each person who waits holds a file descriptor, and systems begin with as few as 1,024.

/// Below this a meeting's worth of people may find no place; the recordings and the database need some too.
#[cfg(unix)]
const ENOUGH: u64 = 16_384;

/// Raises the limit of open files as far as the system lets a process do by itself.
#[cfg(unix)]
pub fn raise() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let before = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: before.maximum, maximum: before.maximum };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        tracing::debug!(%error, "the limit of open files stays as it is");
    }
    let limit = getrlimit(Resource::Nofile).current;
    match limit {
        Some(limit) if limit < ENOUGH => {
            tracing::warn!(
                limit,
                "few files may be open, and each person who waits needs one (README, Deploy it)"
            );
        }
        _ => tracing::debug!(limit, "open files"),
    }
}

#[cfg(not(unix))]
pub fn raise() {}
