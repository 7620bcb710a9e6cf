//! Turns an error of the HTTP library into a [`Cause`], and drops it: its texts hold the address, and
//! with it names and passwords.

use super::error::{Cause, Phase, Unreachable};
use super::resolver::LookupFailed;
use std::error::Error;
use std::io::ErrorKind;

impl From<LookupFailed> for Unreachable {
    fn from(lookup: LookupFailed) -> Self {
        match lookup {
            LookupFailed::NoSuchName => Unreachable::NoSuchName,
            LookupFailed::NotAllowed => Unreachable::NotAllowed,
        }
    }
}

/// Reads an error that came before the headers of an answer.
pub(super) fn before_headers(error: &reqwest::Error) -> Cause {
    if error.is_builder() {
        return Cause::Unreachable(Unreachable::BadRequest);
    }
    if !error.is_connect() {
        return if error.is_timeout() { Cause::Late(Phase::FirstByte) } else { Cause::Cut };
    }
    let reason = if let Some(lookup) = find::<LookupFailed>(error) {
        (*lookup).into()
    } else if find::<rustls::Error>(error).is_some() {
        Unreachable::Tls
    } else if error.is_timeout() {
        Unreachable::ConnectTimeout
    } else {
        Unreachable::NoConnection
    };
    Cause::Unreachable(reason)
}

/// Reads an error of opening a connection and of its handshake.
pub(super) fn at_connecting(error: &std::io::Error) -> Unreachable {
    match find::<rustls::Error>(error) {
        Some(_) => Unreachable::Tls,
        None => Unreachable::NoConnection,
    }
}

/// Did bytes come that make no sense in their encoding, rather than none?
pub(super) fn is_misencoded(error: &reqwest::Error) -> bool {
    let kind = find::<std::io::Error>(error).map(std::io::Error::kind);
    matches!(kind, Some(ErrorKind::InvalidData | ErrorKind::InvalidInput))
}

/// Finds an error of one type in the chain; looks into `io::Error`, whose own `source` skips what it wraps.
fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(|io| io.get_ref());
        next = match wrapped {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}
