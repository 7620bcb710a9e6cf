//! The sandbox's time: the machine's clock, moved or frozen at will.
//!
//! Every rule of the vendors that depends on time (signatures, schedules, limits, the `Date`
//! header) reads this clock, so a test can let a week pass without sleeping.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// No vendor is asked about times outside these years; it also keeps calendar sums from overflowing.
const EARLIEST: i64 = 0;
const LATEST: i64 = 7_258_118_400; // 2200-01-01

/// A shared clock. Clones show the same time.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Mutex<Mode>>);

#[derive(Clone, Copy, Debug)]
enum Mode {
    /// The machine's clock plus so many milliseconds.
    Running {
        offset_ms: i64,
    },
    Frozen {
        at_ms: i64,
    },
}

impl Default for Clock {
    fn default() -> Self {
        Self::real()
    }
}

impl Clock {
    /// The machine's own clock. It can still be moved with [`Clock::advance`].
    pub fn real() -> Self {
        Self(Arc::new(Mutex::new(Mode::Running { offset_ms: 0 })))
    }

    /// A clock that stands still at this Unix second until it is moved.
    pub fn frozen_at(seconds: i64) -> Self {
        Self(Arc::new(Mutex::new(Mode::Frozen { at_ms: clamp(seconds.saturating_mul(1000)) })))
    }

    /// Milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.with(|mode| mode.now_ms())
    }

    /// Seconds since 1970, as the vendors count.
    pub fn now(&self) -> i64 {
        self.now_ms().div_euclid(1000)
    }

    /// Moves the clock by so many seconds; a negative number turns it back.
    pub fn advance(&self, seconds: i64) {
        let now = self.now();
        self.set(now.saturating_add(seconds));
    }

    /// Sets the clock to this Unix second; it goes on running if it ran, and stands if it stood.
    pub fn set(&self, seconds: i64) {
        let at_ms = clamp(seconds.saturating_mul(1000));
        self.with(|mode| {
            *mode = match *mode {
                Mode::Frozen { .. } => Mode::Frozen { at_ms },
                Mode::Running { .. } => Mode::Running { offset_ms: at_ms - machine_ms() },
            }
        });
    }

    /// Stops the clock where it is.
    pub fn freeze(&self) {
        self.with(|mode| {
            *mode = Mode::Frozen { at_ms: mode.now_ms() };
        });
    }

    /// Lets the clock run on from where it is.
    pub fn run(&self) {
        self.with(|mode| {
            *mode = Mode::Running { offset_ms: mode.now_ms() - machine_ms() };
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut Mode) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Mode {
    fn now_ms(self) -> i64 {
        match self {
            Mode::Running { offset_ms } => machine_ms().saturating_add(offset_ms),
            Mode::Frozen { at_ms } => at_ms,
        }
    }
}

fn clamp(ms: i64) -> i64 {
    ms.clamp(EARLIEST * 1000, LATEST * 1000)
}

fn machine_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok())
        .unwrap_or(0)
}

/// The `Date` header for a moment, as HTTP writes it.
pub(crate) fn http_date(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds)
        .unwrap_or_default()
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_told() {
        let clock = Clock::frozen_at(1_700_000_000);
        assert_eq!(clock.now(), 1_700_000_000);
        clock.clone().advance(90);
        assert_eq!(clock.now(), 1_700_000_090);
        clock.set(5);
        assert_eq!(clock.now_ms(), 5_000);
    }

    #[test]
    fn a_running_clock_keeps_its_offset() {
        let clock = Clock::real();
        clock.advance(86_400);
        assert!(clock.now_ms() - machine_ms() > 86_390_000);
    }

    #[test]
    fn dates_are_written_as_http_wants_them() {
        assert_eq!(http_date(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
