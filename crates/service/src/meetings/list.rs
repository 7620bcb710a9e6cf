//! The list of meetings, over all connections.

use crate::access::Member;
use crate::failures::stored;
use crate::{MeetingFilter, Order};
use portico_domain::connections::Connection;
use portico_domain::ids::ConnectionId;
use portico_domain::meetings::Meeting;
use portico_domain::refusals::Refusal;
use portico_store::cursor;
use portico_store::meetings::page::MOST_COUNTED;
use std::collections::HashMap;

/// A meeting with what its line in a list needs to know of its connection.
#[derive(Clone, Debug)]
pub struct MeetingRow {
    pub meeting: Meeting,
    pub connection: Connection,
    pub mine: bool,
}

impl Member {
    /// A page of the meetings that this member sees; `after` as an earlier page said. Returns the rows and where the next page begins.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn meetings(
        &self,
        filter: &MeetingFilter,
        order: Order,
        after: &str,
        limit: usize,
    ) -> Result<(Vec<MeetingRow>, Option<String>), Refusal> {
        let after = cursor::decode(after);
        let filter = &MeetingFilter { seen_by: self.sees_only(), ..filter.clone() };
        let meetings = self.services.store().meetings();
        let page = meetings.page(filter, order, after.as_ref(), limit).await.map_err(stored)?;
        let next = page.next.as_ref().map(cursor::encode);
        Ok((self.rows(page.rows).await?, next))
    }

    /// How many meetings match; `None` beyond 10,000.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn count(&self, filter: &MeetingFilter) -> Result<Option<i64>, Refusal> {
        let filter = &MeetingFilter { seen_by: self.sees_only(), ..filter.clone() };
        let count = self.services.store().meetings().count(filter).await.map_err(stored)?;
        Ok((count <= MOST_COUNTED).then_some(count))
    }

    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn connections(&self) -> Result<Vec<Connection>, Refusal> {
        self.services.store().connections().list().await.map_err(stored)
    }

    /// Meetings of removed connections are left out.
    pub(super) async fn rows(&self, meetings: Vec<Meeting>) -> Result<Vec<MeetingRow>, Refusal> {
        let connections: HashMap<ConnectionId, Connection> = self
            .connections()
            .await?
            .into_iter()
            .map(|connection| (connection.id.clone(), connection))
            .collect();
        let row = |meeting: Meeting| {
            let connection = connections.get(&meeting.connection)?.clone();
            let mine = meeting.owner.as_ref() == Some(self.id());
            Some(MeetingRow { meeting, connection, mine })
        };
        Ok(meetings.into_iter().filter_map(row).collect())
    }
}
