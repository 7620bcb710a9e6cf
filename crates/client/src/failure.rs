//! Why a call did not do what was asked, and what is known of the outcome.

use crate::problem::Problem;
use std::fmt;

/// Why a call failed.
#[derive(Debug)]
pub enum Failure {
    /// Portico said why; nothing was changed.
    Refused(Box<Problem>),
    /// A change was sent, and whether it happened is not known. With the same key it can be sent again.
    Unknown(String),
    /// Nobody answered, or only part of an answer came; nothing was changed.
    Unreachable(String),
    /// Somebody answered who does not speak like Portico.
    Strange(String),
    /// A download that is not whole; calling again goes on from there.
    CutOff { have: u64, whole: Option<u64> },
    /// A file of this machine cannot be used.
    File(String),
    /// What was asked for cannot be asked for.
    Usage(String),
}

impl Failure {
    pub(crate) fn file(what: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::File(format!("{} {what}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused(problem) => problem.fmt(f),
            Failure::Unknown(why) => write!(f, "it is not known whether it happened: {why}"),
            Failure::Unreachable(why) | Failure::Strange(why) | Failure::File(why) | Failure::Usage(why) => {
                f.write_str(why)
            }
            Failure::CutOff { have, whole: Some(whole) } => {
                write!(f, "cut off after {have} of {whole} bytes")
            }
            Failure::CutOff { have, whole: None } => write!(f, "cut off after {have} bytes"),
        }
    }
}

impl std::error::Error for Failure {}
