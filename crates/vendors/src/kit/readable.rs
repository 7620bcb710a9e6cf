//! Rows of a list, where an odd one must not cost the others.

use super::fields::Unreadable;

type Read<T> = Result<T, Unreadable>;

/// The rows that can be read.
#[derive(Clone, Debug)]
pub struct Readable<T> {
    pub rows: Vec<T>,
    /// The first that cannot. Where there is one, what is not among the rows may be there all the same.
    pub odd: Option<Unreadable>,
}

impl<T> Default for Readable<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), odd: None }
    }
}

impl<T> Readable<T> {
    /// The row that is sought.
    ///
    /// # Errors
    /// It is not there, and may be the one that cannot be read.
    pub(crate) fn find(&self, sought: impl Fn(&T) -> bool) -> Read<Option<&T>> {
        match (self.rows.iter().find(|row| sought(row)), &self.odd) {
            (None, Some(odd)) => Err(odd.clone()),
            (found, _) => Ok(found),
        }
    }

    /// All rows, for whom none may be missing.
    ///
    /// # Errors
    /// One cannot be read.
    pub(crate) fn whole(self) -> Read<Vec<T>> {
        self.odd.map_or(Ok(self.rows), Err)
    }
}

/// Keeps what can be read. If nothing can, that is an error, for then it is not one row that is odd.
pub(crate) fn readable<T>(rows: Vec<Read<T>>) -> Read<Readable<T>> {
    let mut odd = None;
    let mut read = Vec::with_capacity(rows.len());
    for row in rows {
        match row {
            Ok(row) => read.push(row),
            Err(unreadable) => {
                tracing::debug!(at = unreadable.at, "a row of the vendor's that cannot be read is skipped");
                odd.get_or_insert(unreadable);
            }
        }
    }
    match odd {
        Some(unreadable) if read.is_empty() => Err(unreadable),
        odd => Ok(Readable { rows: read, odd }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odd(at: &str) -> Unreadable {
        Unreadable { at: at.to_owned() }
    }

    #[test]
    fn an_odd_row_is_skipped_and_told() {
        let some = readable(vec![Ok(1), Err(odd("a")), Ok(2), Err(odd("b"))]).expect("readable");
        assert_eq!((some.rows.as_slice(), &some.odd), ([1, 2].as_slice(), &Some(odd("a"))));
        assert_eq!(some.whole(), Err(odd("a")));
        assert_eq!(readable(vec![Ok(1)]).expect("readable").whole(), Ok(vec![1]));
        assert_eq!(readable::<u8>(Vec::new()).expect("nothing").whole(), Ok(Vec::new()));
        assert_eq!(readable::<u8>(vec![Err(odd("a"))]).expect_err("nothing is left"), odd("a"));
    }

    #[test]
    fn what_is_not_found_may_be_the_odd_one() {
        let some = readable(vec![Ok(1), Err(odd("a"))]).expect("readable");
        assert_eq!((some.find(|row| *row == 1), some.find(|row| *row == 2)), (Ok(Some(&1)), Err(odd("a"))));
        let all = readable(vec![Ok(1)]).expect("readable");
        assert_eq!(all.find(|row| *row == 2), Ok(None));
    }
}
