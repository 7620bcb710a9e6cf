//! Who is in a meeting, and as what.

use super::errors::{self, Refusal};

/// joinRole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Presenter,
    Speaker,
    Chairman,
}

impl Role {
    /// presenter 普通用户,speaker 主讲,chairman 主席.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        match text {
            "presenter" => Ok(Self::Presenter),
            "speaker" => Ok(Self::Speaker),
            "chairman" => Ok(Self::Chairman),
            _ => Err(errors::USER_KIND),
        }
    }

    /// For the page.
    pub fn words(self) -> &'static str {
        match self {
            Self::Presenter => "普通用户 · Participant",
            Self::Speaker => "主讲 · Speaker",
            Self::Chairman => "主席 · Chairman",
        }
    }
}

/// Who comes in.
#[derive(Clone, Debug)]
pub(super) struct Guest {
    pub userid: String,
    pub username: String,
    pub role: Role,
    pub invisible: bool,
}

/// One stay of one person; a row of 会议成员进出记录. Seeded stays may lie ahead.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub guest: Guest,
    /// Known to the person's page alone.
    pub session: String,
    pub entered: i64,
    pub left: Option<i64>,
}

impl Visit {
    pub fn inside(&self, now: i64) -> bool {
        self.entered <= now && self.left.is_none_or(|left| left > now)
    }

    pub fn left_by(&self, now: i64) -> Option<i64> {
        self.left.filter(|left| *left <= now)
    }
}

/// A time during which somebody was in without a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub from: i64,
    pub to: i64,
    /// Somebody is still in.
    pub open: bool,
}

/// The stays up to `now`, joined where they touch; the latest is last.
pub(super) fn spans(visits: &[Visit], now: i64) -> Vec<Span> {
    let mut stays: Vec<Span> = visits
        .iter()
        .filter(|visit| visit.entered <= now)
        .map(|visit| Span {
            from: visit.entered,
            to: visit.left_by(now).unwrap_or(now),
            open: visit.inside(now),
        })
        .collect();
    stays.sort_by_key(|stay| (stay.from, stay.to));
    let mut joined: Vec<Span> = Vec::new();
    for stay in stays {
        match joined.last_mut() {
            Some(last) if stay.from <= last.to => {
                last.to = last.to.max(stay.to);
                last.open |= stay.open;
            }
            _ => joined.push(stay),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(entered: i64, left: Option<i64>) -> Visit {
        let guest = Guest {
            userid: "u".to_owned(),
            username: "n".to_owned(),
            role: Role::Presenter,
            invisible: false,
        };
        Visit { guest, session: String::new(), entered, left }
    }

    #[test]
    fn stays_that_touch_are_one_span() {
        let visits = [visit(10, Some(20)), visit(20, Some(25)), visit(15, Some(18)), visit(40, None)];
        let first = Span { from: 10, to: 25, open: false };
        assert_eq!(spans(&visits, 30), [first]);
        assert_eq!(spans(&visits, 50), [first, Span { from: 40, to: 50, open: true }]);
        assert_eq!(spans(&visits, 17), [Span { from: 10, to: 17, open: true }]);
        assert!(spans(&visits, 9).is_empty());
    }
}
