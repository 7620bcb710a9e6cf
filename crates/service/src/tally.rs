//! How many calls of each budget this process has let go in the last minute: what a budget allows stands in the
//! database, but not what was made of it.

use portico_domain::ids::ConnectionId;
use portico_domain::time::Timestamp;
use portico_store::budgets::Calls;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

const SECONDS: i64 = 60;

/// One count for each second of a minute, with the second that it was last for.
type Minute = [(i64, u32); SECONDS as usize];

#[derive(Default)]
pub(crate) struct Tally {
    minutes: Mutex<HashMap<(ConnectionId, Calls), Minute>>,
}

fn place(second: i64) -> usize {
    usize::try_from(second.rem_euclid(SECONDS)).unwrap_or(0)
}

impl Tally {
    fn minutes(&self) -> MutexGuard<'_, HashMap<(ConnectionId, Calls), Minute>> {
        self.minutes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A call is made now.
    pub fn count(&self, connection: &ConnectionId, calls: Calls, now: Timestamp) {
        let second = now.seconds();
        let mut minutes = self.minutes();
        let minute = minutes.entry((connection.clone(), calls)).or_insert([(i64::MIN, 0); SECONDS as usize]);
        let (last, count) = &mut minute[place(second)];
        if *last != second {
            (*last, *count) = (second, 0);
        }
        *count = count.saturating_add(1);
    }

    pub fn last_minute(&self, connection: &ConnectionId, calls: Calls, now: Timestamp) -> u32 {
        let now = now.seconds();
        let recent = |(second, _): &&(i64, u32)| (now.saturating_sub(SECONDS - 1)..=now).contains(second);
        let minutes = self.minutes();
        let minute = minutes.get(&(connection.clone(), calls));
        minute.map_or(0, |minute| minute.iter().filter(recent).map(|(_, count)| count).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_counts_for_a_minute() {
        let (tally, one, other) = (Tally::default(), ConnectionId::new("one"), ConnectionId::new("other"));
        let at = Timestamp::from_seconds;
        let made = |now| tally.last_minute(&one, Calls::List, at(now));
        assert_eq!(made(0), 0);
        for second in [100, 100, 130, 159] {
            tally.count(&one, Calls::List, at(second));
        }
        assert_eq!((made(159), made(160), made(190), made(219)), (4, 2, 1, 0));
        tally.count(&one, Calls::List, at(160));
        assert_eq!(made(160), 3, "the same place of the next minute begins anew");
        tally.count(&one, Calls::Join, at(160));
        assert_eq!(tally.last_minute(&other, Calls::Join, at(160)), 0);
        assert_eq!(made(160), 3);
    }
}
