//! Counting.

use std::time::Duration;

/// The most of these moments (Unix milliseconds) that fall into any `window` of this length.
pub fn worst(moments: impl IntoIterator<Item = i64>, window: Duration) -> usize {
    let mut moments: Vec<i64> = moments.into_iter().collect();
    moments.sort_unstable();
    let window = i64::try_from(window.as_millis()).unwrap_or(i64::MAX);
    let mut first = 0;
    let mut most = 0;
    for (last, at) in moments.iter().enumerate() {
        while moments[first] + window <= *at {
            first += 1;
        }
        most = most.max(last - first + 1);
    }
    most
}

/// So many of a hundred took no longer.
pub fn percentile(durations: &mut [Duration], percent: usize) -> Duration {
    durations.sort_unstable();
    let index = (durations.len() * percent).div_ceil(100).saturating_sub(1);
    durations.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_half_open() {
        let second = Duration::from_secs(1);
        assert_eq!(worst([], second), 0);
        assert_eq!(worst([0, 1000, 2000], second), 1);
        assert_eq!(worst([2000, 0, 999, 1500], second), 2);
        assert_eq!(worst([5, 5, 5, 1004, 1005], second), 4);
    }

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let mut values: Vec<_> = (1..=200).rev().map(Duration::from_millis).collect();
        assert_eq!(percentile(&mut values, 99), Duration::from_millis(198));
        assert_eq!(percentile(&mut values, 50), Duration::from_millis(100));
        assert_eq!(percentile(&mut [], 99), Duration::ZERO);
    }
}
