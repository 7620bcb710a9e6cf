//! The meetings page: filters, order, and cursors that cost the same on the first page and the last.

use super::{MeetingRow, Meetings, meeting_columns};
use crate::Result;
use crate::owned_by::OwnedBy;
use crate::sql::{Query, bound};
use portico_domain::ids::{ConnectionId, MeetingId, PersonId};
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

/// Which meetings; what is empty or absent does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeetingFilter {
    /// Words of subject, host or number, all of which must occur.
    pub text: String,
    pub connection: Option<ConnectionId>,
    pub states: Vec<MeetingState>,
    pub owner: Option<OwnedBy>,
    /// Only what this person sees: what is theirs, and what is shared with them.
    pub seen_by: Option<PersonId>,
    /// Starting at or after.
    pub from: Option<Timestamp>,
    /// Starting before.
    pub to: Option<Timestamp>,
}

/// By start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    #[default]
    Ascending,
    Descending,
}

/// Where a page ended: the next one begins after it. See [`crate::cursor`] for its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingCursor {
    pub start: Timestamp,
    pub id: MeetingId,
}

impl MeetingCursor {
    pub fn after(meeting: &Meeting) -> Self {
        Self { start: meeting.start, id: meeting.id.clone() }
    }
}

/// One page, and where the next begins, if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T, C> {
    pub rows: Vec<T>,
    pub next: Option<C>,
}

/// Counting stops here: nobody pages further, and counting a million rows would take longer than the page.
pub const MOST_COUNTED: i64 = 10_000;

impl Meetings<'_> {
    /// # Errors
    /// The database does not answer.
    pub async fn page(
        &self,
        filter: &MeetingFilter,
        order: Order,
        after: Option<&MeetingCursor>,
        limit: usize,
    ) -> Result<Page<Meeting, MeetingCursor>> {
        let Query { sql, values } = page_query(filter, order, after, limit);
        let rows: Vec<MeetingRow> =
            on_reader!(self.store, |pool| bound!(sqlx::query_as(AssertSqlSafe(sql)), &values)
                .fetch_all(pool))?;
        let mut rows = rows.into_iter().map(Meeting::try_from).collect::<Result<Vec<_>>>()?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(MeetingCursor::after);
        Ok(Page { rows, next })
    }

    /// How many there are, but at most [`MOST_COUNTED`] + 1, which means "more than that".
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn count(&self, filter: &MeetingFilter) -> Result<i64> {
        let Query { sql, values } = count_query(filter);
        on_reader!(self.store, |pool| bound!(sqlx::query_scalar(AssertSqlSafe(sql)), &values).fetch_one(pool))
    }
}

fn count_query(filter: &MeetingFilter) -> Query {
    let mut query = Query::new("SELECT CAST(COUNT(*) AS BIGINT) FROM (");
    let Some(person) = &filter.seen_by else {
        query.push("SELECT 1 AS one FROM meetings m WHERE 1 = 1");
        restrict(&mut query, filter);
        query.push(" LIMIT ").bind(MOST_COUNTED + 1).push(") AS bounded");
        return query;
    };
    let mut between = "SELECT * FROM (SELECT m.id";
    for part in SEEN {
        query.push(between).push(part).bind(person.as_str());
        restrict(&mut query, filter);
        query.push(" LIMIT ").bind(MOST_COUNTED + 1).push(") AS part");
        between = " UNION SELECT * FROM (SELECT m.id";
    }
    query.push(" LIMIT ").bind(MOST_COUNTED + 1).push(") AS bounded");
    query
}

/// What somebody sees, in three parts that each walk an index: a planner that has to try every row in the
/// order of the page would try a million for somebody who sees three.
const SEEN: [&str; 3] = [
    " FROM meetings m WHERE m.owner_id = ",
    " FROM meeting_shares s JOIN meetings m ON m.id = s.meeting_id WHERE s.person_id = ",
    " FROM meeting_shares s JOIN meetings m ON m.series_id = s.meeting_id WHERE s.person_id = ",
];

/// One more than shown says whether there is a next page.
fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX - 1).saturating_add(1)
}

fn page_query(filter: &MeetingFilter, order: Order, after: Option<&MeetingCursor>, limit: usize) -> Query {
    let Some(person) = &filter.seen_by else {
        let mut query = Query::new(concat!("SELECT ", meeting_columns!(), " FROM meetings m WHERE 1 = 1"));
        one_page(&mut query, filter, order, after, limit);
        return query;
    };
    let mut query = Query::new("SELECT * FROM (");
    let mut between = concat!("SELECT * FROM (SELECT ", meeting_columns!());
    for part in SEEN {
        query.push(between).push(part).bind(person.as_str());
        one_page(&mut query, filter, order, after, limit);
        query.push(") AS part");
        between = concat!(" UNION SELECT * FROM (SELECT ", meeting_columns!());
    }
    query.push(") AS seen").push(ordered(order)).bind(one_more(limit));
    query
}

const fn ordered(order: Order) -> &'static str {
    match order {
        Order::Ascending => " ORDER BY start_at, id LIMIT ",
        Order::Descending => " ORDER BY start_at DESC, id DESC LIMIT ",
    }
}

fn one_page(
    query: &mut Query,
    filter: &MeetingFilter,
    order: Order,
    after: Option<&MeetingCursor>,
    limit: usize,
) {
    restrict(query, filter);
    if let Some(after) = after {
        query.push(match order {
            Order::Ascending => " AND (start_at, id) > (",
            Order::Descending => " AND (start_at, id) < (",
        });
        query.bind(after.start.millis()).push(", ").bind(after.id.as_str()).push(")");
    }
    query.push(ordered(order)).bind(one_more(limit));
}

/// All that a filter says, but who sees it.
pub(super) fn restrict(query: &mut Query, filter: &MeetingFilter) {
    if let Some(connection) = &filter.connection {
        query.push(" AND connection_id = ").bind(connection.as_str());
    }
    if let Some(owner) = &filter.owner {
        owner.restrict(query);
    }
    restrict_states(query, &filter.states);
    let somebodys = filter.owner.is_some() || filter.seen_by.is_some();
    let upcoming = !filter.states.is_empty() && filter.states.iter().all(|state| UPCOMING.contains(state));
    if somebodys && upcoming && filter.states.len() < UPCOMING.len() {
        // Says nothing new, but what index there is.
        restrict_states(query, &UPCOMING);
    }
    if let Some(from) = filter.from {
        query.push(" AND start_at >= ").bind(from.millis());
    }
    if let Some(to) = filter.to {
        query.push(" AND start_at < ").bind(to.millis());
    }
    // Those of removed connections are shown nowhere, so they must not take the places of others.
    query.push(" AND connection_id NOT IN (SELECT id FROM connections WHERE removed_at IS NOT NULL)");
    query.search(&filter.text);
}

/// What the index of somebody's meetings to come holds.
const UPCOMING: [MeetingState; 3] = [MeetingState::Scheduled, MeetingState::Live, MeetingState::Unconfirmed];

/// As literals and in the order of the enumeration: so a planner recognises the partial indices.
fn restrict_states(query: &mut Query, states: &[MeetingState]) {
    match states {
        [] => {}
        [one] => {
            query.push(" AND state = '").push(one.name()).push("'");
        }
        several => {
            query.push(" AND state IN (");
            let mut between = "'";
            for state in MeetingState::ALL.into_iter().filter(|state| several.contains(state)) {
                query.push(between).push(state.name()).push("'");
                between = ", '";
            }
            query.push(")");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::dialect::Pools;
    use sqlx::Row;

    /// SQLite has no statistics in most installations, so what it plans on an empty table it does at a million.
    async fn plan(store: &Store, filter: &MeetingFilter, order: Order) -> String {
        let after = MeetingCursor { start: Timestamp(5), id: MeetingId::new("x") };
        let Query { sql, values } = page_query(filter, order, Some(&after), 50);
        let sql = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let Pools::Sqlite { read, .. } = store.pools() else { panic!("opened as SQLite") };
        let rows = bound!(sqlx::query(sql), &values).fetch_all(read).await.unwrap();
        rows.iter().map(|row| row.get::<String, _>("detail")).collect::<Vec<_>>().join("\n")
    }

    #[tokio::test]
    async fn what_somebody_sees_is_found_without_trying_every_meeting() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        for states in [vec![], vec![MeetingState::Scheduled, MeetingState::Live]] {
            let filter = MeetingFilter { seen_by: Some(PersonId::new("p")), states, ..Default::default() };
            let plan = plan(&store, &filter, Order::Ascending).await;
            assert!(plan.contains("person_id=?") && plan.contains("meetings_by_series"), "{plan}");
            assert!(!plan.contains("SCAN m"), "{plan}");
        }
    }

    #[tokio::test]
    async fn every_filter_walks_an_index_in_the_order_of_the_page() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let any = MeetingFilter::default;
        use MeetingState::{Live, Scheduled};
        let ada = || Some(OwnedBy::Person(PersonId::new("p")));
        let others = || Some(OwnedBy::Others(PersonId::new("p")));
        let upcoming = |owner| MeetingFilter { owner, states: UPCOMING.to_vec(), ..any() };
        let filters = [
            (any(), "meetings_by_start"),
            (MeetingFilter { text: "x".into(), ..any() }, "meetings_by_start"),
            (MeetingFilter { connection: Some(ConnectionId::new("c")), ..any() }, "meetings_by_connection"),
            (MeetingFilter { owner: ada(), ..any() }, "meetings_by_owner"),
            (MeetingFilter { owner: Some(OwnedBy::Nobody), ..any() }, "meetings_by_owner"),
            (MeetingFilter { owner: others(), ..any() }, "meetings_by_start"),
            (upcoming(None), "meetings_upcoming "),
            (upcoming(ada()), "meetings_upcoming_by_owner"),
            (upcoming(Some(OwnedBy::Nobody)), "meetings_upcoming_by_owner"),
            (upcoming(others()), "meetings_upcoming "),
            (
                MeetingFilter { connection: Some(ConnectionId::new("c")), ..upcoming(None) },
                "meetings_upcoming_by_connection",
            ),
            (MeetingFilter { states: vec![Live], owner: ada(), ..any() }, "meetings_upcoming_by_owner"),
            (MeetingFilter { states: vec![Live], ..any() }, "meetings_live"),
            (MeetingFilter { states: vec![Live, Scheduled], ..any() }, "meetings_open"),
            (
                MeetingFilter { from: Some(Timestamp(0)), to: Some(Timestamp(9)), ..any() },
                "meetings_by_start",
            ),
        ];
        for (filter, index) in filters {
            for order in [Order::Ascending, Order::Descending] {
                let plan = plan(&store, &filter, order).await;
                let good = plan.contains(index) && !plan.contains("TEMP B-TREE") && plan.contains("SEARCH");
                assert!(good, "{filter:?}: {plan}");
            }
        }
    }
}
