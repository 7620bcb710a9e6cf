//! Meetings by time: the agenda, and what needs attention.

use super::page::{MeetingFilter, restrict};
use super::{MeetingRow, Meetings, meeting_columns};
use crate::Result;
use crate::sql::{Query, bound};
use portico_domain::ids::PersonId;
use portico_domain::meetings::{LONGEST_HOURS, Meeting, MeetingState};
use portico_domain::time::Timestamp;
use sqlx::AssertSqlSafe;

/// Of the meetings without an end that began before a window, only the latest are shown in it.
const MOST_ENDLESS: i64 = 50;

/// A stretch of time, and which meetings in it are wanted.
#[derive(Clone, Debug)]
pub struct Window {
    pub from: Timestamp,
    pub to: Timestamp,
    /// Its own `from` and `to` speak of starts alone.
    pub filter: MeetingFilter,
}

impl Window {
    fn wants(&self, state: MeetingState) -> bool {
        self.filter.states.is_empty() || self.filter.states.contains(&state)
    }

    /// One part of the query, each along an index.
    fn part(&self, query: &mut Query) {
        self.part_of(query, &self.filter);
    }

    /// The same where the part has one state alone: told of others, SQLite walks the index of all of them.
    fn part_of_one_state(&self, query: &mut Query) {
        self.part_of(query, &MeetingFilter { states: Vec::new(), ..self.filter.clone() });
    }

    fn part_of(&self, query: &mut Query, filter: &MeetingFilter) {
        // Within a window few rows are left, so trying each of them is quick.
        if let Some(person) = &filter.seen_by {
            query.push(" AND (m.owner_id = ").bind(person.as_str());
            query
                .push(" OR EXISTS (SELECT 1 FROM meeting_shares s WHERE s.person_id = ")
                .bind(person.as_str());
            query.push(" AND s.meeting_id = COALESCE(m.series_id, m.id)))");
        }
        restrict(query, filter);
    }
}

fn window_query(window: &Window, limit: i64) -> Query {
    const SELECT: &str = concat!("SELECT ", meeting_columns!(), " FROM meetings m WHERE ");
    const AND: &str = concat!(" UNION SELECT ", meeting_columns!(), " FROM meetings m WHERE ");
    let (from, to) = (window.from.millis(), window.to.millis());
    let earliest = window.from.minus_seconds(LONGEST_HOURS * 3600).millis();
    // Few meetings are longer than that, so this is one short stretch of an index.
    let mut query = Query::new(SELECT);
    query.push("start_at >= ").bind(earliest).push(" AND start_at < ").bind(to);
    query.push(" AND (end_at IS NULL OR end_at > ").bind(from).push(")");
    if window.filter.states.is_empty() {
        query.push(" AND state <> 'cancelled'");
    }
    window.part(&mut query);
    if window.wants(MeetingState::Live) {
        query.push(AND).push("state = 'live'");
        window.part_of_one_state(&mut query);
    }
    if window.wants(MeetingState::Scheduled) {
        // What is longer. Of what began before the window little is still to take place.
        query.push(AND).push("state = 'scheduled' AND repeat_period IS NULL AND start_at < ").bind(earliest);
        query.push(" AND end_at > ").bind(from);
        window.part_of_one_state(&mut query);
        // What has no end stands in every window, so it must not take the places of what belongs to this one.
        query
            .push(AND)
            .push("id IN (SELECT id FROM meetings m WHERE state = 'scheduled' AND repeat_period IS NULL");
        query.push(" AND end_at IS NULL AND start_at < ").bind(earliest);
        window.part_of_one_state(&mut query);
        query.push(" ORDER BY start_at DESC, id LIMIT ").bind(MOST_ENDLESS).push(")");
    }
    query.push(AND).push("repeat_period IS NOT NULL AND start_at < ").bind(to);
    query.push(" AND (repeat_until IS NULL OR repeat_until >= ").bind(from);
    query.push(") AND state IN ('scheduled', 'live')");
    window.part(&mut query);
    query.push(" ORDER BY start_at, id LIMIT ").bind(limit);
    query
}

impl Meetings<'_> {
    /// What happens within a window, by start: meetings that overlap it, those live now, those to come that are
    /// longer than a day, the latest of those without an end, and series whose occurrences may fall into it (their
    /// rows tell the first start; the caller unrolls them). Cancelled ones are left out unless they are asked for.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn within(&self, window: &Window, limit: i64) -> Result<Vec<Meeting>> {
        let Query { sql, values } = window_query(window, limit);
        let rows: Vec<MeetingRow> =
            on_reader!(self.store, |pool| bound!(sqlx::query_as(AssertSqlSafe(sql)), &values)
                .fetch_all(pool))?;
        rows.into_iter().map(Meeting::try_from).collect()
    }

    /// Meetings whose creation is unconfirmed, by start; with `owner`, only theirs.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn unconfirmed(&self, owner: Option<&PersonId>, limit: i64) -> Result<Vec<Meeting>> {
        const SQL: &str = concat!(
            "SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE state = 'unconfirmed' \
             AND (CAST($2 AS TEXT) IS NULL OR owner_id = $2) ORDER BY start_at, id LIMIT $1"
        );
        let rows: Vec<MeetingRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(limit)
            .bind(owner.map(PersonId::as_str))
            .fetch_all(pool))?;
        rows.into_iter().map(Meeting::try_from).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::dialect::Pools;
    use sqlx::Row;

    #[tokio::test]
    async fn each_part_of_a_window_walks_an_index() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let Pools::Sqlite { read, .. } = store.pools() else { panic!("opened as SQLite") };
        use MeetingState::{Live, Scheduled};
        for states in [vec![], vec![Scheduled, Live]] {
            let filter = MeetingFilter { seen_by: Some(PersonId::new("p")), states, ..Default::default() };
            let window = Window { from: Timestamp(5), to: Timestamp(9), filter };
            let Query { sql, values } = window_query(&window, 50);
            let sql = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let rows = bound!(sqlx::query(sql), &values).fetch_all(read).await.unwrap();
            let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
            let tries_all = |line: &String| line.starts_with("SCAN m") && !line.contains("meetings_live");
            assert!(!plan.iter().any(tries_all), "{plan:#?}");
            let begun = plan.iter().filter(|line| line.contains("(start_at<?)")).count();
            assert_eq!(begun, 3, "what is long, what has no end, what repeats: {plan:#?}");
        }
    }
}
