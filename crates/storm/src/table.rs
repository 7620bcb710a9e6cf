//! Lines of figures, each with its limit, as `scripts/bench.sh` prints them.

use std::fmt::Display;

/// Prints lines and remembers whether any figure was beyond its limit.
#[derive(Debug, Default)]
pub struct Table {
    beyond: bool,
}

impl Table {
    /// A figure that has no limit.
    pub fn say(&self, what: &str, figure: impl Display, note: &str) {
        println!("{what:<52} {:>12}   {note}", figure.to_string());
    }

    /// A count that must not be above its limit.
    pub fn at_most(&mut self, what: &str, count: usize, limit: usize) {
        self.judge(what, count, limit, count <= limit);
    }

    /// A count that must not be below its limit.
    pub fn at_least(&mut self, what: &str, count: usize, limit: usize) {
        self.judge(what, count, limit, count >= limit);
    }

    /// A count that must be reached.
    pub fn exactly(&mut self, what: &str, count: usize, wanted: usize) {
        self.judge(what, count, wanted, count == wanted);
    }

    fn judge(&mut self, what: &str, count: usize, limit: usize, good: bool) {
        let verdict = if good { "" } else { "  NOT MET" };
        self.beyond |= !good;
        self.say(what, grouped(count), &format!("[{}]{verdict}", grouped(limit)));
    }

    pub fn is_beyond(&self) -> bool {
        self.beyond
    }
}

/// `1,200`
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_apart() {
        assert_eq!([0, 999, 1200, 1_234_567].map(grouped), ["0", "999", "1,200", "1,234,567"]);
    }

    #[test]
    fn one_figure_beyond_its_limit_is_remembered() {
        let mut table = Table::default();
        table.at_most("lists", 300, 300);
        table.exactly("in", 5, 5);
        assert!(!table.is_beyond());
        table.at_most("lists", 301, 300);
        table.exactly("in", 5, 5);
        assert!(table.is_beyond());
    }
}
