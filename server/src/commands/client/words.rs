//! Failures in words, and the code that the process ends with.

use crate::commands::refusals;
use portico_app::language::{locale_of, refusal_text};
use portico_client::{Failure, Problem};
use portico_domain::language::Language;
use portico_domain::refusals::Kind;

/// How commands of the client end. docs/api.md says the same.
mod exit {
    pub const OTHER: u8 = 1;
    pub const USAGE: u8 = 2;
    pub const NOT_FOUND: u8 = 3;
    pub const NOT_ALLOWED: u8 = 4;
    pub const VENDOR: u8 = 5;
    pub const UNKNOWN: u8 = 6;
    pub const LATER: u8 = 7;
}

/// A failure as people read it.
#[derive(Debug)]
pub struct InWords {
    text: String,
    code: u8,
}

impl std::fmt::Display for InWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for InWords {}

/// With which code a process ends that failed so.
pub fn exit_code(error: &anyhow::Error) -> u8 {
    let words = error.downcast_ref::<InWords>().map(|words| words.code);
    words.or_else(|| error.downcast_ref::<Failure>().map(code)).unwrap_or(exit::OTHER)
}

fn code(failure: &Failure) -> u8 {
    match failure {
        Failure::Usage(_) => exit::USAGE,
        Failure::Unknown(_) => exit::UNKNOWN,
        Failure::Unreachable(_) | Failure::CutOff { .. } => exit::LATER,
        Failure::Strange(_) | Failure::File(_) => exit::OTHER,
        Failure::Refused(problem) => match problem.refusal.kind {
            Kind::Invalid | Kind::Unsupported => exit::USAGE,
            Kind::NotFound => exit::NOT_FOUND,
            Kind::NotSignedIn | Kind::NotAllowed | Kind::AccountDisabled => exit::NOT_ALLOWED,
            Kind::VendorRefused | Kind::VendorCredential | Kind::VendorClock | Kind::VendorUnreadable => {
                exit::VENDOR
            }
            _ if problem.passes() => exit::LATER,
            _ => exit::OTHER,
        },
    }
}

/// A failure of anything but a change under a key.
pub fn failed(failure: Failure) -> anyhow::Error {
    anyhow::Error::new(in_words(failure))
}

/// A failure of a change that can be sent again under its key.
pub fn changing_failed(failure: Failure, key: &str) -> anyhow::Error {
    let again = matches!(&failure, Failure::Unknown(_));
    let mut words = in_words(failure);
    if again {
        words.text += &format!("\nThe same command with --key {key} asks again, and nothing happens twice.");
    }
    anyhow::Error::new(words)
}

fn in_words(failure: Failure) -> InWords {
    let code = code(&failure);
    let text = match failure {
        Failure::Refused(problem) => problem_text(&problem),
        Failure::Unknown(why) => format!("It is not known whether this happened: {why}"),
        Failure::Unreachable(why) => format!("Portico cannot be reached: {why}"),
        Failure::CutOff { .. } => {
            format!("{failure}; what is there is kept, and the same command goes on from there")
        }
        Failure::Strange(why) | Failure::File(why) | Failure::Usage(why) => why,
    };
    InWords { text, code }
}

/// What happened and what to do, and each field that is to blame on a line of its own.
fn problem_text(problem: &Problem) -> String {
    let locale = locale_of(Language::English);
    let mut lines = vec![match (&problem.detail, problem.refusal.kind) {
        // The kind's own text is about forms and sessions; these say it of tokens and bodies.
        (Some(detail), Kind::NotSignedIn | Kind::NotAllowed | Kind::Invalid) => detail.clone(),
        _ => refusal_text(locale, &problem.refusal),
    }];
    lines.extend(refusals::fields(&problem.refusal));
    lines.extend(problem.others.iter().map(|(field, rule)| format!("  {field}: {rule}")));
    lines.join("\n")
}
