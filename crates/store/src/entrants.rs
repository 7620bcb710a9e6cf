//! Who went into a meeting through Portico: by the number that the vendor's attendance lists, and by link.

use crate::error::StoreError;
use crate::webhooks::outbox::tell_of_entrant;
use crate::{BATCH, Result, Store};
use portico_domain::ids::{LinkId, MeetingId};
use portico_domain::links::JoinRole;
use portico_domain::time::Timestamp;
use portico_domain::webhooks::EventKind;
use serde_json::json;

/// The way to them: [`Store::entrants`].
pub struct Entrants<'s> {
    pub(crate) store: &'s Store,
}

/// One person who went in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrant {
    pub meeting: MeetingId,
    /// What the vendor's attendance lists for this person; where it lists none, a number of ours.
    pub user_id: String,
    /// As typed at the join.
    pub name: String,
    pub role: JoinRole,
    /// The link through which they came.
    pub link: LinkId,
    pub at: Timestamp,
}

type Row = (String, String, String, String, String, i64);

fn read((meeting, user_id, name, role, link, at): Row) -> Result<Entrant> {
    Ok(Entrant {
        meeting: MeetingId(meeting),
        user_id,
        name,
        role: JoinRole::from_name(&role).ok_or_else(|| StoreError::corrupt("entrants.role"))?,
        link: LinkId(link),
        at: Timestamp(at),
    })
}

impl Entrants<'_> {
    /// Notes who a number of the vendor's attendance is, and tells of it. `role` is a [`JoinRole::name`].
    /// Noting a number again changes nothing.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn note(
        &self,
        meeting: &MeetingId,
        user_id: &str,
        name: &str,
        role: &str,
        link: &LinkId,
        at: Timestamp,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO entrants (meeting_id, user_id, name, role, link_id, at) \
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
        macro_rules! noting {
            ($connection:expr) => {
                sqlx::query(SQL)
                    .bind(meeting.as_str())
                    .bind(user_id)
                    .bind(name)
                    .bind(role)
                    .bind(link.as_str())
                    .bind(at.millis())
                    .execute($connection)
            };
        }
        // Where nobody wants to be told, a crowd shares its commits.
        if !self.store.webhooks().any_wants(EventKind::Joined).await? {
            return changing!(self.store, |pool| noting!(pool)).map(drop);
        }
        let guest = json!({ "name": name, "role": role, "link": link });
        in_transaction!(self.store, |tx| {
            if noting!(&mut *tx).await?.rows_affected() > 0 {
                tell_of_entrant(tx, meeting.as_str(), guest, at).await?;
            }
            Ok(())
        })
    }

    /// Those who came through a link, the last to come first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_link(&self, link: &LinkId, limit: i64) -> Result<Vec<Entrant>> {
        const SQL: &str = "SELECT meeting_id, user_id, name, role, link_id, at FROM entrants \
            WHERE link_id = $1 ORDER BY at DESC, user_id DESC LIMIT $2";
        let rows: Vec<Row> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(link.as_str())
            .bind(limit)
            .fetch_all(pool))?;
        rows.into_iter().map(read).collect()
    }

    /// Forgets a batch of those who came before `before`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn purge(&self, before: Timestamp) -> Result<u64> {
        const SQL: &str = "DELETE FROM entrants WHERE (meeting_id, user_id) IN \
            (SELECT meeting_id, user_id FROM entrants WHERE at < $1 ORDER BY at LIMIT $2)";
        changing!(self.store, |pool| sqlx::query(SQL).bind(before.millis()).bind(BATCH).execute(pool))
    }

    /// Those of a meeting, the first to come first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_meeting(&self, meeting: &MeetingId) -> Result<Vec<Entrant>> {
        const SQL: &str = "SELECT meeting_id, user_id, name, role, link_id, at FROM entrants \
            WHERE meeting_id = $1 ORDER BY at, user_id";
        let rows: Vec<Row> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(meeting.as_str()).fetch_all(pool))?;
        rows.into_iter().map(read).collect()
    }
}
