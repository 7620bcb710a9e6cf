//! What a guest's calendar is told.

use super::{Door, Guest};
use crate::calendar::{self, Entry, WebEntry};
use crate::failures::stored;
use portico_domain::meetings::Meeting;
use portico_domain::refusals::{Kind, Refusal};

impl Guest {
    /// The calendar file of this link's meeting, or of its whole series.
    ///
    /// # Errors
    /// [`Kind::NotFound`] for a link that no longer opens anything: whoever holds a withdrawn link is not
    /// to learn more from it.
    pub async fn calendar_file(&self, entry: &Entry<'_>) -> Result<String, Refusal> {
        if matches!(self.door(), Door::Revoked | Door::Expired) {
            return Err(Kind::NotFound.into());
        }
        let meetings = self.all_meetings().await?;
        Ok(calendar::file(&meetings, &self.zone(), entry, self.services.now()))
    }

    /// Entries for calendars on the web.
    pub fn web_entries(&self, entry: &Entry<'_>) -> Vec<WebEntry> {
        calendar::entries(self.meeting(), self.occurrence(), &self.zone(), entry)
    }

    async fn all_meetings(&self) -> Result<Vec<Meeting>, Refusal> {
        match &self.meeting().series {
            None => Ok(vec![self.meeting().clone()]),
            Some(series) => self.services.store().meetings().of_series(series).await.map_err(stored),
        }
    }
}
