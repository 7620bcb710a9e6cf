//! Searching the log, the newest line first.

use super::{Audit, ChainedLine, LineRow, line_columns};
use crate::Result;
use crate::sql::{MOST_WORDS, Query, bound, pattern};
use portico_domain::ids::PersonId;
use portico_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// Whose lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acting {
    Person(PersonId),
    /// Guests, and Portico itself.
    Nobody,
}

/// Which lines; what is empty or absent does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    pub acting: Option<Acting>,
    pub action: Option<String>,
    /// Words of the detail, of the subject's id, or of what the subject is called today; all must occur.
    pub text: String,
    /// Written at or after.
    pub from: Option<Timestamp>,
    /// Written before.
    pub to: Option<Timestamp>,
}

/// Where a page ended: the next one begins after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditCursor {
    pub at: Timestamp,
    pub seq: i64,
}

/// A page, and where the next begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditPage {
    /// With a text, fewer than asked for may be found although there is a next page: each page looks through
    /// a bounded part of the log.
    pub rows: Vec<ChainedLine>,
    pub next: Option<AuditCursor>,
}

/// A text is looked for in so many lines at once, so that a page takes no longer in a log of millions.
const LOOKED_THROUGH: i64 = 20_000;
/// Names are asked for in groups of this size, so that there is one SQL text.
const GROUP: usize = 50;
const ORDERED: &str = " ORDER BY at DESC, seq DESC LIMIT ";

impl Audit<'_> {
    /// # Errors
    /// The database does not answer.
    pub async fn search(
        &self,
        filter: &AuditFilter,
        after: Option<&AuditCursor>,
        limit: usize,
    ) -> Result<AuditPage> {
        let Query { sql, values } = search_query(filter, after, limit);
        let rows: Vec<LineRow> =
            on_reader!(self.store, |pool| bound!(sqlx::query_as(AssertSqlSafe(sql)), &values)
                .fetch_all(pool))?;
        let mut rows: Vec<ChainedLine> = rows.into_iter().map(ChainedLine::from).collect();
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = match rows.last().filter(|_| more) {
            Some(last) => Some(AuditCursor { at: last.line.at, seq: last.seq }),
            None if filter.text.trim().is_empty() => None,
            None => self.end_of_part(filter, after).await?,
        };
        Ok(AuditPage { rows, next })
    }

    /// The last line that a text was looked for in, if the part was full.
    async fn end_of_part(
        &self,
        filter: &AuditFilter,
        after: Option<&AuditCursor>,
    ) -> Result<Option<AuditCursor>> {
        let mut query = Query::new("SELECT at, seq FROM audit WHERE 1 = 1");
        restrict(&mut query, filter, after);
        query.push(ORDERED).push("1 OFFSET ").bind(LOOKED_THROUGH - 1);
        let Query { sql, values } = query;
        let end: Option<(i64, i64)> =
            on_reader!(self.store, |pool| bound!(sqlx::query_as(AssertSqlSafe(sql)), &values)
                .fetch_optional(pool))?;
        Ok(end.map(|(at, seq)| AuditCursor { at: Timestamp(at), seq }))
    }

    /// What subjects are called today: meetings, people, connections, recordings, join links (by their
    /// meeting). What is gone, or has no name, is left out.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn names(&self, ids: &[&str]) -> Result<HashMap<String, String>> {
        const NAMED: [&str; 5] = [
            "SELECT id, subject FROM meetings WHERE id IN (",
            ") UNION ALL SELECT id, name FROM people WHERE id IN (",
            ") UNION ALL SELECT id, name FROM connections WHERE id IN (",
            ") UNION ALL SELECT id, title FROM recordings WHERE id IN (",
            ") UNION ALL SELECT l.id, m.subject FROM join_links l JOIN meetings m ON m.id = l.meeting_id \
             WHERE l.id IN (",
        ];
        let mut names = HashMap::new();
        for group in ids.chunks(GROUP) {
            let mut query = Query::default();
            for part in NAMED {
                query.push(part);
                for place in 0..GROUP {
                    query.push(if place == 0 { "" } else { ", " });
                    query.bind(group.get(place).copied().unwrap_or_default());
                }
            }
            query.push(")");
            let Query { sql, values } = query;
            let found: Vec<(String, String)> =
                on_reader!(self.store, |pool| bound!(sqlx::query_as(AssertSqlSafe(sql)), &values)
                    .fetch_all(pool))?;
            names.extend(found);
        }
        Ok(names)
    }
}

fn search_query(filter: &AuditFilter, after: Option<&AuditCursor>, limit: usize) -> Query {
    let one_more = i64::try_from(limit).unwrap_or(i64::MAX - 1).saturating_add(1);
    if filter.text.trim().is_empty() {
        let mut query = Query::new(concat!("SELECT ", line_columns!(), " FROM audit WHERE 1 = 1"));
        restrict(&mut query, filter, after);
        query.push(ORDERED).bind(one_more);
        return query;
    }
    let mut query = Query::new(concat!(
        "SELECT ",
        line_columns!(),
        " FROM (SELECT ",
        line_columns!(),
        " FROM audit WHERE 1 = 1"
    ));
    restrict(&mut query, filter, after);
    query.push(ORDERED).bind(LOOKED_THROUGH).push(") AS part WHERE 1 = 1");
    for word in filter.text.split_whitespace().take(MOST_WORDS) {
        mention(&mut query, &pattern(word));
    }
    query.push(ORDERED).bind(one_more);
    query
}

/// The word stands in the line, or in what its subject is called.
fn mention(query: &mut Query, pattern: &str) {
    const PLACES: [&str; 7] = [
        " AND (LOWER(part.detail) LIKE ",
        " OR LOWER(part.subject) LIKE ",
        " OR EXISTS (SELECT 1 FROM meetings m WHERE m.id = part.subject AND m.search LIKE ",
        " OR EXISTS (SELECT 1 FROM people p WHERE p.id = part.subject AND LOWER(p.name || ' ' || p.account) LIKE ",
        " OR EXISTS (SELECT 1 FROM connections c WHERE c.id = part.subject AND LOWER(c.name) LIKE ",
        " OR EXISTS (SELECT 1 FROM recordings r WHERE r.id = part.subject AND r.search LIKE ",
        " OR EXISTS (SELECT 1 FROM join_links l JOIN meetings m ON m.id = l.meeting_id \
           WHERE l.id = part.subject AND m.search LIKE ",
    ];
    for (number, place) in PLACES.into_iter().enumerate() {
        query.push(place).bind(pattern).push(if number < 2 { " ESCAPE '\\'" } else { " ESCAPE '\\')" });
    }
    query.push(")");
}

fn restrict(query: &mut Query, filter: &AuditFilter, after: Option<&AuditCursor>) {
    match &filter.acting {
        None => {}
        Some(Acting::Nobody) => {
            query.push(" AND person_id IS NULL");
        }
        Some(Acting::Person(person)) => {
            query.push(" AND person_id = ").bind(person.as_str());
        }
    }
    if let Some(action) = &filter.action {
        query.push(" AND action = ").bind(action.as_str());
    }
    if let Some(from) = filter.from {
        query.push(" AND at >= ").bind(from.millis());
    }
    if let Some(to) = filter.to {
        query.push(" AND at < ").bind(to.millis());
    }
    if let Some(after) = after {
        query.push(" AND (at, seq) < (").bind(after.at.millis()).push(", ").bind(after.seq).push(")");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::dialect::Pools;
    use sqlx::Row;

    async fn plan(store: &Store, filter: &AuditFilter) -> String {
        let after = AuditCursor { at: Timestamp(5), seq: 5 };
        let Query { sql, values } = search_query(filter, Some(&after), 50);
        let sql = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let Pools::Sqlite { read, .. } = store.pools() else { panic!("opened as SQLite") };
        let rows = bound!(sqlx::query(sql), &values).fetch_all(read).await.unwrap();
        rows.iter().map(|row| row.get::<String, _>("detail")).collect::<Vec<_>>().join("\n")
    }

    #[tokio::test]
    async fn every_filter_walks_an_index_in_the_order_of_the_page() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let any = AuditFilter::default;
        let ada = || Some(Acting::Person(PersonId::new("ada")));
        let action = || Some("link.join".to_owned());
        let filters = [
            (any(), "audit_by_time"),
            (AuditFilter { from: Some(Timestamp(0)), to: Some(Timestamp(9)), ..any() }, "audit_by_time"),
            (AuditFilter { acting: ada(), ..any() }, "audit_by_person"),
            (AuditFilter { acting: Some(Acting::Nobody), ..any() }, "audit_by_person"),
            (AuditFilter { action: action(), ..any() }, "audit_by_action"),
            (AuditFilter { acting: ada(), action: action(), ..any() }, "audit_by_person_and_action"),
            (AuditFilter { text: "weekly".into(), ..any() }, "audit_by_time"),
        ];
        for (filter, index) in filters {
            let plan = plan(&store, &filter).await;
            let sorted = filter.text.is_empty() && plan.contains("TEMP B-TREE");
            assert!(plan.contains(index) && plan.contains("SEARCH") && !sorted, "{filter:?}: {plan}");
        }
    }
}
