//! Series that Portico makes of single meetings.

use super::{MeetingRow, Meetings, meeting_columns};
use crate::Result;
use portico_domain::ids::SeriesId;
use portico_domain::meetings::Meeting;
use portico_domain::time::Timestamp;

impl Meetings<'_> {
    /// The meetings of a series, the earliest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_series(&self, series: &SeriesId) -> Result<Vec<Meeting>> {
        const SQL: &str = concat!(
            "SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE m.series_id = $1 ORDER BY m.start_at, m.id"
        );
        let rows: Vec<MeetingRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(series.as_str()).fetch_all(pool))?;
        rows.into_iter().map(Meeting::try_from).collect()
    }

    /// The meeting of a series that runs now, else the next one to come, else the last there was.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn current_of_series(&self, series: &SeriesId, now: Timestamp) -> Result<Option<Meeting>> {
        const SQL: &str = concat!(
            "SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE m.series_id = $1 ORDER BY \
             CASE WHEN m.state = 'live' THEN 0 \
             WHEN m.state IN ('scheduled', 'unconfirmed') AND COALESCE(m.end_at, m.start_at) > $2 THEN 1 \
             ELSE 2 END, \
             CASE WHEN COALESCE(m.end_at, m.start_at) > $2 THEN m.start_at ELSE -m.start_at END, m.id LIMIT 1"
        );
        let row: Option<MeetingRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(series.as_str())
            .bind(now.millis())
            .fetch_optional(pool))?;
        row.map(Meeting::try_from).transpose()
    }

    /// Notes in which zone a series keeps its hour; what was noted before stays.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn keep_series_zone(&self, series: &SeriesId, zone: &str) -> Result<()> {
        const SQL: &str = "INSERT INTO series (id, zone) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
        changing!(self.store, |pool| sqlx::query(SQL).bind(series.as_str()).bind(zone).execute(pool))
            .map(drop)
    }

    /// The zone in which a series keeps its hour.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn series_zone(&self, series: &SeriesId) -> Result<Option<String>> {
        const SQL: &str = "SELECT zone FROM series WHERE id = $1";
        on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(series.as_str()).fetch_optional(pool))
    }
}
