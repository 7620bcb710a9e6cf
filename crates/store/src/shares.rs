//! With whom meetings are shared. A series is shared as a whole.

use crate::people::{PersonRow, person_columns};
use crate::{Result, Store};
use portico_domain::ids::PersonId;
use portico_domain::meetings::Meeting;
use portico_domain::people::Person;

/// The way to shares: [`Store::shares`].
pub struct Shares<'s> {
    pub(crate) store: &'s Store,
}

/// Under which id a meeting is shared: that of its series, if it has one.
pub(crate) fn shared_id(meeting: &Meeting) -> &str {
    meeting.series.as_ref().map_or(meeting.id.as_str(), |series| series.as_str())
}

impl Shares<'_> {
    /// `false`: it was shared with them before.
    ///
    /// # Errors
    /// The database does not answer; [`crate::StoreErrorKind::Other`] if there is no such person.
    pub async fn add(&self, meeting: &Meeting, person: &PersonId) -> Result<bool> {
        const SQL: &str = "INSERT INTO meeting_shares (meeting_id, person_id) VALUES ($1, $2) \
            ON CONFLICT (person_id, meeting_id) DO NOTHING";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(shared_id(meeting))
            .bind(person.as_str())
            .execute(pool))?;
        Ok(done > 0)
    }

    /// `false`: it was not shared with them.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn remove(&self, meeting: &Meeting, person: &PersonId) -> Result<bool> {
        const SQL: &str = "DELETE FROM meeting_shares WHERE meeting_id = $1 AND person_id = $2";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(shared_id(meeting))
            .bind(person.as_str())
            .execute(pool))?;
        Ok(done > 0)
    }

    /// Is the meeting shared with this person?
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn includes(&self, meeting: &Meeting, person: &PersonId) -> Result<bool> {
        const SQL: &str =
            "SELECT EXISTS (SELECT 1 FROM meeting_shares WHERE meeting_id = $1 AND person_id = $2)";
        on_reader!(self.store, |pool| sqlx::query_scalar(SQL)
            .bind(shared_id(meeting))
            .bind(person.as_str())
            .fetch_one(pool))
    }

    /// With whom a meeting is shared, by account.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_meeting(&self, meeting: &Meeting) -> Result<Vec<Person>> {
        const SQL: &str = concat!(
            "SELECT ",
            person_columns!(),
            " FROM meeting_shares s JOIN people p ON p.id = s.person_id WHERE s.meeting_id = $1 \
             ORDER BY p.account"
        );
        let rows: Vec<PersonRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(shared_id(meeting)).fetch_all(pool))?;
        rows.into_iter().map(Person::try_from).collect()
    }
}
