//! When an event that did not arrive is sent again.

use portico_domain::time::Timestamp;

/// Seconds after each failed try; together not quite a day. After the last one its step is repeated.
const STEPS: [i64; 10] = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600, 28_800];
/// Who asks for more patience than this gets no more.
const LONGEST_WISH: i64 = 6 * 3600;

/// When to send again after the `failed`th failure (from 1), now being `now`; `None` if the time for it is over.
/// Each step is a fifth longer or shorter by `chance` (from 0 to 1), so that what failed together does not come
/// back together. `wish`: seconds that the receiver asked for (`Retry-After`).
pub(super) fn next_try(
    failed: i64,
    chance: f64,
    wish: Option<u32>,
    now: Timestamp,
    give_up: Timestamp,
) -> Option<Timestamp> {
    if now >= give_up {
        return None;
    }
    let index = usize::try_from(failed.saturating_sub(1)).unwrap_or_default().min(STEPS.len() - 1);
    let millis = STEPS[index] * 1000;
    // Whole millions, because a step has no more milliseconds than a float can tell apart.
    let spread = (millis as f64 * (0.8 + 0.4 * chance.clamp(0.0, 1.0))) as i64;
    let wished = i64::from(wish.unwrap_or_default()).min(LONGEST_WISH) * 1000;
    // The last try is made when the time is over, not some hours before.
    Some(Timestamp(now.millis().saturating_add(spread.max(wished)).min(give_up.millis())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);
    const DAY: Timestamp = NOW.plus_seconds(86_400);

    #[test]
    fn steps_grow_and_are_spread() {
        let after = |failed, chance, wish| next_try(failed, chance, wish, NOW, DAY).map(|at| at.since(NOW));
        assert_eq!(after(1, 0.5, None), Some(5000));
        assert_eq!((after(1, 0.0, None), after(1, 1.0, None)), (Some(4000), Some(6000)));
        assert_eq!(after(4, 0.5, None), Some(600_000));
        assert_eq!(after(99, 0.5, None), after(10, 0.5, None));
        assert_eq!(after(1, 0.5, Some(90)), Some(90_000), "as long as it was asked for");
        assert_eq!(after(10, 0.5, Some(90)), Some(28_800_000));
        assert_eq!(after(1, 0.5, Some(u32::MAX)), Some(LONGEST_WISH * 1000));
    }

    #[test]
    fn a_day_of_failures_ends_with_one_last_try() {
        for chance in [0.0, 0.3, 0.999] {
            let (mut now, mut tries) = (NOW, 1);
            while let Some(next) = next_try(tries, chance, None, now, DAY) {
                assert!(next > now);
                (now, tries) = (next, tries + 1);
            }
            assert_eq!(now, DAY);
            assert!((11..=14).contains(&tries), "{tries}");
        }
    }
}
