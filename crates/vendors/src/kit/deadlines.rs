//! How long a vendor may take.

use std::time::Duration;

/// The deadlines of one call. All are measured from the moment the call starts, but for `media_idle`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// Name look-up, connection and TLS together.
    pub connect: Duration,
    /// Until the status line and headers are here.
    pub first_byte: Duration,
    /// Until the whole answer is here, repeated tries included.
    pub total: Duration,
    /// Recordings have no total; this is the longest silence between two pieces.
    pub media_idle: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            first_byte: Duration::from_secs(8),
            total: Duration::from_secs(10),
            media_idle: Duration::from_secs(15),
        }
    }
}

impl Deadlines {
    /// The same span for everything; for tests.
    pub const fn all(span: Duration) -> Self {
        Self { connect: span, first_byte: span, total: span, media_idle: span }
    }
}
