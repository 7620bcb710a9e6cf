//! Links of shared recordings: hashed for look-up, sealed for their owner.

use crate::error::StoreError;
use crate::seal::Place;
use crate::sql::instant;
use crate::{Result, Store};
use portico_domain::ids::{MeetingId, PersonId, RecordingId, RecordingLinkId, SeriesId};
use portico_domain::recordings::RecordingLink;
use portico_domain::time::Timestamp;
use secrecy::{ExposeSecret, SecretString};

/// The way to links of recordings: [`Store::recording_links`].
pub struct RecordingLinks<'s> {
    pub(crate) store: &'s Store,
}

/// A link with what checks the passcode.
#[derive(Clone, Debug)]
pub struct FoundLink {
    pub link: RecordingLink,
    /// For checking what was typed.
    pub passcode_hash: Option<SecretString>,
}

/// A recording that a join page leads to.
#[derive(Clone, Debug)]
pub struct SharedRecording {
    pub meeting: MeetingId,
    pub title: String,
    /// When it was made.
    pub created: Timestamp,
    pub slug: SecretString,
}

/// More recordings no join page leads to.
const MOST_ON_A_PAGE: usize = 30;

#[derive(sqlx_macros::FromRow)]
struct SharedRow {
    id: String,
    recording_id: String,
    slug_sealed: String,
    meeting_id: String,
    title: String,
    created_at: i64,
}

macro_rules! link_columns {
    () => {
        "l.id, l.recording_id, l.label, l.passcode_hash, l.expires_at, l.may_download, l.on_join_page, \
         l.revoked_at, l.created_at, l.created_by"
    };
}

#[derive(sqlx_macros::FromRow)]
struct Row {
    id: String,
    recording_id: String,
    label: String,
    passcode_hash: Option<String>,
    expires_at: i64,
    may_download: bool,
    on_join_page: bool,
    revoked_at: Option<i64>,
    created_at: i64,
    created_by: String,
}

impl From<Row> for FoundLink {
    fn from(row: Row) -> Self {
        let link = RecordingLink {
            id: RecordingLinkId(row.id),
            recording: RecordingId(row.recording_id),
            label: row.label,
            has_passcode: row.passcode_hash.is_some(),
            expires: Timestamp(row.expires_at),
            may_download: row.may_download,
            on_join_page: row.on_join_page,
            revoked: instant(row.revoked_at),
            created: Timestamp(row.created_at),
            created_by: PersonId(row.created_by),
        };
        FoundLink { link, passcode_hash: row.passcode_hash.map(SecretString::from) }
    }
}

fn place(id: &RecordingLinkId) -> Place<'_> {
    Place { table: "recording_links", row: id.as_str(), column: "slug_sealed" }
}

impl RecordingLinks<'_> {
    /// The slug is sealed here; its hash and the passcode's come from the caller.
    ///
    /// # Errors
    /// The database does not answer, or the store is locked.
    pub async fn insert(
        &self,
        link: &RecordingLink,
        slug: &SecretString,
        slug_hash: &str,
        passcode_hash: Option<&SecretString>,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO recording_links (id, recording_id, slug_hash, slug_sealed, label, \
            passcode_hash, expires_at, may_download, on_join_page, created_at, created_by) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        let sealed = self.store.sealer()?.seal(slug, place(&link.id))?;
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(link.id.as_str())
            .bind(link.recording.as_str())
            .bind(slug_hash)
            .bind(&sealed)
            .bind(&link.label)
            .bind(passcode_hash.map(|hash| hash.expose_secret()))
            .bind(link.expires.millis())
            .bind(link.may_download)
            .bind(link.on_join_page)
            .bind(link.created.millis())
            .bind(link.created_by.as_str())
            .execute(pool))
        .map(drop)
    }

    /// What a slug leads to. Rules (revoked, expired) are for the caller to judge, so that the page can say
    /// which one applies.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn by_slug_hash(&self, slug_hash: &str) -> Result<Option<FoundLink>> {
        const SQL: &str =
            concat!("SELECT ", link_columns!(), " FROM recording_links l WHERE l.slug_hash = $1");
        let row: Option<Row> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(slug_hash).fetch_optional(pool))?;
        Ok(row.map(FoundLink::from))
    }

    /// The links of a recording, the oldest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_recording(&self, recording: &RecordingId) -> Result<Vec<RecordingLink>> {
        const SQL: &str = concat!(
            "SELECT ",
            link_columns!(),
            " FROM recording_links l WHERE l.recording_id = $1 ORDER BY l.created_at, l.id"
        );
        let rows: Vec<Row> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(recording.as_str()).fetch_all(pool))?;
        Ok(rows.into_iter().map(|row| FoundLink::from(row).link).collect())
    }

    /// The recordings of a meeting, and with `series` of all its meetings, that the join page leads to: the latest few,
    /// the earliest first, each by its newest link that works at this instant.
    ///
    /// # Errors
    /// The database does not answer, or what stands there does not open.
    pub async fn on_join_page(
        &self,
        meeting: &MeetingId,
        series: Option<&SeriesId>,
        now: Timestamp,
    ) -> Result<Vec<SharedRecording>> {
        const SQL: &str = "SELECT l.id, l.recording_id, l.slug_sealed, r.meeting_id, r.title, r.created_at \
            FROM recording_links l JOIN recordings r ON r.id = l.recording_id \
            WHERE r.meeting_id IN (SELECT id FROM meetings WHERE id = $1 OR series_id = $3) \
            AND r.deleted_at IS NULL AND l.on_join_page AND l.revoked_at IS NULL AND l.expires_at > $2 \
            ORDER BY r.created_at DESC, r.id DESC, l.created_at DESC, l.id DESC LIMIT 100";
        let mut rows: Vec<SharedRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(meeting.as_str())
            .bind(now.millis())
            .bind(series.map(SeriesId::as_str))
            .fetch_all(pool))?;
        rows.dedup_by(|later, earlier| later.recording_id == earlier.recording_id);
        rows.truncate(MOST_ON_A_PAGE);
        let open = |row: SharedRow| {
            let slug = self.store.sealer()?.open(&row.slug_sealed, place(&RecordingLinkId(row.id)))?;
            Ok::<_, StoreError>(SharedRecording {
                meeting: MeetingId(row.meeting_id),
                title: row.title,
                created: Timestamp::from_millis(row.created_at),
                slug,
            })
        };
        rows.into_iter().rev().map(open).collect()
    }

    /// The slug itself, for its owner to copy again. Absent once revoked.
    ///
    /// # Errors
    /// The database does not answer, or what stands there does not open.
    pub async fn reveal(&self, id: &RecordingLinkId) -> Result<Option<SecretString>> {
        const SQL: &str = "SELECT slug_sealed FROM recording_links WHERE id = $1 AND revoked_at IS NULL";
        let sealed: Option<String> =
            on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(id.as_str()).fetch_optional(pool))?;
        sealed.map(|sealed| self.store.sealer()?.open(&sealed, place(id))).transpose()
    }

    /// Ends a link for good. `false`: it had ended before, or is not one of this recording.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn revoke(&self, recording: &RecordingId, id: &RecordingLinkId, at: Timestamp) -> Result<bool> {
        const SQL: &str = "UPDATE recording_links SET revoked_at = $3 \
            WHERE id = $1 AND recording_id = $2 AND revoked_at IS NULL";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(recording.as_str())
            .bind(at.millis())
            .execute(pool))?;
        Ok(done > 0)
    }
}
