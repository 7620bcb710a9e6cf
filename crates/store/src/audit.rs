//! The audit log: lines in one order, each carrying the MAC of the line before it.
//!
//! The MAC is the caller's: a function of the line's number, the MAC before, and the line. Editing, deleting
//! and reordering break the chain; cutting off its end disagrees with the head. Whoever can set the head
//! back with the lines can shorten the log unseen: keep the last MAC elsewhere to notice that too.

mod appending;
mod searching;

pub(crate) use appending::LineDesk;
pub use searching::{Acting, AuditCursor, AuditFilter, AuditPage};

use crate::{Result, Store};
use portico_domain::audit::AuditLine;
use portico_domain::ids::PersonId;
use portico_domain::time::Timestamp;

/// The way to the audit log: [`Store::audit`].
pub struct Audit<'s> {
    pub(crate) store: &'s Store,
}

/// A line with its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainedLine {
    pub seq: i64,
    pub line: AuditLine,
    pub previous_mac: String,
    pub mac: String,
}

/// What a walk along the chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All lines are as they were written.
    Whole { lines: i64 },
    /// This line is missing, moved or altered.
    Broken { seq: i64 },
    /// The log ends before line `expected`.
    CutOff { lines: i64, expected: i64 },
}

#[derive(sqlx_macros::FromRow)]
struct LineRow {
    seq: i64,
    at: i64,
    person_id: Option<String>,
    action: String,
    subject: String,
    outcome: String,
    detail: String,
    previous_mac: String,
    mac: String,
}

macro_rules! line_columns {
    () => {
        "seq, at, person_id, action, subject, outcome, detail, previous_mac, mac"
    };
}
pub(crate) use line_columns;

impl From<LineRow> for ChainedLine {
    fn from(row: LineRow) -> Self {
        let line = AuditLine {
            at: Timestamp(row.at),
            person: row.person_id.map(PersonId),
            action: row.action,
            subject: row.subject,
            outcome: row.outcome,
            detail: row.detail,
        };
        ChainedLine { seq: row.seq, line, previous_mac: row.previous_mac, mac: row.mac }
    }
}

const STRIDE: i64 = 1000;

impl Audit<'_> {
    /// Lines before `before` (or the last ones), the newest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn list(&self, before: Option<i64>, limit: i64) -> Result<Vec<ChainedLine>> {
        const SQL: &str =
            concat!("SELECT ", line_columns!(), " FROM audit WHERE seq < $1 ORDER BY seq DESC LIMIT $2");
        let rows: Vec<LineRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(before.unwrap_or(i64::MAX))
            .bind(limit)
            .fetch_all(pool))?;
        Ok(rows.into_iter().map(ChainedLine::from).collect())
    }

    /// The last lines about one subject, the newest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_subject(&self, subject: &str, limit: i64) -> Result<Vec<ChainedLine>> {
        const SQL: &str =
            concat!("SELECT ", line_columns!(), " FROM audit WHERE subject = $1 ORDER BY seq DESC LIMIT $2");
        let rows: Vec<LineRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(subject).bind(limit).fetch_all(pool))?;
        Ok(rows.into_iter().map(ChainedLine::from).collect())
    }

    /// Walks along the whole chain. Lines appended meanwhile are not looked at.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn verify(
        &self,
        mac: impl Fn(i64, &str, &AuditLine) -> String + Send + Sync,
    ) -> Result<Verdict> {
        let (expected, head) = self.head().await?;
        if let Some(seq) = self.beside(expected).await? {
            return Ok(Verdict::Broken { seq });
        }
        let mut last = (0, String::new());
        while last.0 < expected {
            let lines = self.after(last.0, expected).await?;
            if lines.is_empty() {
                return Ok(Verdict::CutOff { lines: last.0, expected });
            }
            for chained in lines {
                let fits = chained.seq == last.0 + 1
                    && chained.previous_mac == last.1
                    && chained.mac == mac(chained.seq, &last.1, &chained.line);
                if !fits {
                    return Ok(Verdict::Broken { seq: last.0 + 1 });
                }
                last = (chained.seq, chained.mac);
            }
        }
        Ok(if last.1 == head { Verdict::Whole { lines: last.0 } } else { Verdict::Broken { seq: last.0 } })
    }

    /// The number and MAC of the last line: worth keeping elsewhere.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn head(&self) -> Result<(i64, String)> {
        const SQL: &str = "SELECT seq, mac FROM audit_head WHERE id = 1";
        on_reader!(self.store, |pool| sqlx::query_as(SQL).fetch_one(pool))
    }

    /// A line that is not of the chain, though pages would show it: before its first one, or after one that was its
    /// last a moment ago and after what is its last now.
    async fn beside(&self, expected: i64) -> Result<Option<i64>> {
        const SQL: &str = "SELECT seq FROM audit WHERE seq < 1 OR (seq > $1 \
            AND seq > (SELECT seq FROM audit_head WHERE id = 1)) ORDER BY seq LIMIT 1";
        on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(expected).fetch_optional(pool))
    }

    async fn after(&self, seq: i64, last: i64) -> Result<Vec<ChainedLine>> {
        const SQL: &str = concat!(
            "SELECT ",
            line_columns!(),
            " FROM audit WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3"
        );
        let rows: Vec<LineRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(seq)
            .bind(last)
            .bind(STRIDE)
            .fetch_all(pool))?;
        Ok(rows.into_iter().map(ChainedLine::from).collect())
    }
}
