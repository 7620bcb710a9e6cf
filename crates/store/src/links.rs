//! Join links: hashed for look-up, sealed for their owner.

mod using;

pub(crate) use using::UseDesk;

use crate::connections::{ConnectionRow, connection_columns};
use crate::error::StoreError;
use crate::meetings::{MeetingRow, Moved, meeting_columns};
use crate::seal::Place;
use crate::sql::{instant, millis};
use crate::{Result, Store};
use portico_domain::connections::Connection;
use portico_domain::ids::{LinkId, MeetingId, PersonId, SeriesId};
use portico_domain::links::{JoinLink, JoinRole};
use portico_domain::meetings::Meeting;
use portico_domain::time::Timestamp;
use secrecy::{ExposeSecret, SecretString};

/// The way to join links: [`Store::links`].
pub struct Links<'s> {
    pub(crate) store: &'s Store,
}

/// A link that is to be made, with what opens it.
#[derive(Clone, Debug)]
pub struct NewLink {
    pub link: JoinLink,
    pub slug: SecretString,
    pub slug_hash: String,
    pub passcode_hash: Option<SecretString>,
}

/// Everything the join page needs, from one query.
#[derive(Clone, Debug)]
pub struct LinkWithMeeting {
    pub link: JoinLink,
    /// For checking what was typed.
    pub passcode_hash: Option<SecretString>,
    pub meeting: Meeting,
    /// The last time that this meeting was moved.
    pub moved: Option<Moved>,
    pub connection: Connection,
    pub connection_removed: bool,
    /// The name of the meeting's owner, if it was scheduled here.
    pub organizer: Option<String>,
}

macro_rules! link_columns {
    () => {
        "l.id AS link_id, l.meeting_id AS link_meeting, l.role AS link_role, l.label AS link_label, \
         l.personal AS link_personal, \
         l.passcode_hash AS link_passcode, l.early_minutes AS link_early, l.expires_at AS link_expires, \
         l.most_uses AS link_most_uses, l.uses AS link_uses, l.revoked_at AS link_revoked, \
         l.created_at AS link_created, l.created_by AS link_creator"
    };
}

#[derive(sqlx_macros::FromRow)]
struct LinkRow {
    link_id: String,
    link_meeting: String,
    link_role: String,
    link_label: String,
    link_personal: bool,
    link_passcode: Option<String>,
    link_early: i64,
    link_expires: Option<i64>,
    link_most_uses: Option<i64>,
    link_uses: i64,
    link_revoked: Option<i64>,
    link_created: i64,
    link_creator: String,
}

#[derive(sqlx_macros::FromRow)]
struct JoinedRow {
    #[sqlx(flatten)]
    link: LinkRow,
    #[sqlx(flatten)]
    meeting: MeetingRow,
    #[sqlx(flatten)]
    connection: ConnectionRow,
    connection_removed_at: Option<i64>,
    moved_from: Option<i64>,
    moved_at: Option<i64>,
    organizer: Option<String>,
}

impl TryFrom<LinkRow> for JoinLink {
    type Error = StoreError;

    fn try_from(row: LinkRow) -> Result<Self> {
        Ok(JoinLink {
            id: LinkId(row.link_id),
            meeting: MeetingId(row.link_meeting),
            role: JoinRole::from_name(&row.link_role)
                .ok_or_else(|| StoreError::corrupt("join_links.role"))?,
            label: row.link_label,
            personal: row.link_personal,
            has_passcode: row.link_passcode.is_some(),
            early_minutes: row.link_early,
            expires: instant(row.link_expires),
            most_uses: row.link_most_uses,
            uses: row.link_uses,
            revoked: instant(row.link_revoked),
            created: Timestamp(row.link_created),
            created_by: PersonId(row.link_creator),
        })
    }
}

impl TryFrom<JoinedRow> for LinkWithMeeting {
    type Error = StoreError;

    fn try_from(row: JoinedRow) -> Result<Self> {
        Ok(LinkWithMeeting {
            passcode_hash: row.link.link_passcode.clone().map(SecretString::from),
            link: row.link.try_into()?,
            meeting: row.meeting.try_into()?,
            moved: Moved::read(row.moved_from, row.moved_at),
            connection: row.connection.try_into()?,
            connection_removed: row.connection_removed_at.is_some(),
            organizer: row.organizer,
        })
    }
}

fn place(id: &LinkId) -> Place<'_> {
    Place { table: "join_links", row: id.as_str(), column: "slug_sealed" }
}

impl Links<'_> {
    /// The slug is sealed here; its hash and the passcode's come from the caller.
    ///
    /// # Errors
    /// The database does not answer, or the store is locked.
    pub async fn insert(
        &self,
        link: &JoinLink,
        slug: &SecretString,
        slug_hash: &str,
        passcode_hash: Option<&SecretString>,
    ) -> Result<()> {
        let (link, slug, slug_hash) = (link.clone(), slug.clone(), slug_hash.to_owned());
        let new = NewLink { link, slug, slug_hash, passcode_hash: passcode_hash.cloned() };
        self.insert_all(&[new]).await
    }

    /// Several at once: all or none.
    ///
    /// # Errors
    /// The database does not answer, or the store is locked.
    pub async fn insert_all(&self, new: &[NewLink]) -> Result<()> {
        const SQL: &str = "INSERT INTO join_links (id, meeting_id, slug_hash, slug_sealed, role, label, \
            personal, passcode_hash, early_minutes, expires_at, most_uses, uses, created_at, created_by) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13)";
        let sealer = self.store.sealer()?;
        let mut sealed = Vec::new();
        for one in new {
            sealed.push(sealer.seal(&one.slug, place(&one.link.id))?);
        }
        in_transaction!(self.store, |tx| {
            for (NewLink { link, slug_hash, passcode_hash, .. }, sealed) in new.iter().zip(&sealed) {
                sqlx::query(SQL)
                    .bind(link.id.as_str())
                    .bind(link.meeting.as_str())
                    .bind(slug_hash)
                    .bind(sealed)
                    .bind(link.role.name())
                    .bind(&link.label)
                    .bind(link.personal)
                    .bind(passcode_hash.as_ref().map(ExposeSecret::expose_secret))
                    .bind(link.early_minutes)
                    .bind(millis(link.expires))
                    .bind(link.most_uses)
                    .bind(link.created.millis())
                    .bind(link.created_by.as_str())
                    .execute(&mut *tx)
                    .await?;
            }
            Ok(())
        })
    }

    /// Takes over what may change of a link: label, opening, expiry, number of uses. `false`: it has been
    /// revoked, or never was.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn change(&self, link: &JoinLink) -> Result<bool> {
        const SQL: &str = "UPDATE join_links SET label = $2, early_minutes = $3, expires_at = $4, \
            most_uses = $5 WHERE id = $1 AND revoked_at IS NULL";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(link.id.as_str())
            .bind(&link.label)
            .bind(link.early_minutes)
            .bind(millis(link.expires))
            .bind(link.most_uses)
            .execute(pool))?;
        Ok(done > 0)
    }

    /// What a slug leads to. Rules (revoked, expired, too early, used up) are for the caller to judge, so
    /// that the page can say which one applies.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn by_slug_hash(&self, slug_hash: &str) -> Result<Option<LinkWithMeeting>> {
        const SQL: &str = concat!(
            "SELECT ",
            link_columns!(),
            ", ",
            meeting_columns!(),
            ", ",
            connection_columns!(),
            ", c.removed_at AS connection_removed_at, m.moved_from, m.moved_at, p.name AS organizer FROM join_links l \
             JOIN meetings m ON m.id = l.meeting_id JOIN connections c ON c.id = m.connection_id \
             LEFT JOIN people p ON p.id = m.owner_id WHERE l.slug_hash = $1"
        );
        let row: Option<JoinedRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(slug_hash).fetch_optional(pool))?;
        row.map(LinkWithMeeting::try_from).transpose()
    }

    /// # Errors
    /// The database does not answer.
    pub async fn by_id(&self, id: &LinkId) -> Result<Option<JoinLink>> {
        const SQL: &str = concat!("SELECT ", link_columns!(), " FROM join_links l WHERE l.id = $1");
        let row: Option<LinkRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(pool))?;
        row.map(JoinLink::try_from).transpose()
    }

    /// The links of a meeting, the oldest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_meeting(&self, meeting: &MeetingId) -> Result<Vec<JoinLink>> {
        const SQL: &str = concat!(
            "SELECT ",
            link_columns!(),
            " FROM join_links l WHERE l.meeting_id = $1 ORDER BY l.created_at, l.id"
        );
        let rows: Vec<LinkRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(meeting.as_str()).fetch_all(pool))?;
        rows.into_iter().map(JoinLink::try_from).collect()
    }

    /// The links of all meetings of a series, the oldest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_series(&self, series: &SeriesId) -> Result<Vec<JoinLink>> {
        const SQL: &str = concat!(
            "SELECT ",
            link_columns!(),
            " FROM join_links l JOIN meetings m ON m.id = l.meeting_id WHERE m.series_id = $1 \
             ORDER BY l.created_at, l.id"
        );
        let rows: Vec<LinkRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(series.as_str()).fetch_all(pool))?;
        rows.into_iter().map(JoinLink::try_from).collect()
    }

    /// The slug itself, for its owner to copy again. Absent once revoked.
    ///
    /// # Errors
    /// The database does not answer, or what stands there does not open.
    pub async fn reveal(&self, id: &LinkId) -> Result<Option<SecretString>> {
        const SQL: &str = "SELECT slug_sealed FROM join_links WHERE id = $1 AND revoked_at IS NULL";
        let sealed: Option<String> =
            on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(id.as_str()).fetch_optional(pool))?;
        sealed.map(|sealed| self.store.sealer()?.open(&sealed, place(id))).transpose()
    }

    /// Ends a link for good. `false`: it had ended before.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn revoke(&self, id: &LinkId, at: Timestamp) -> Result<bool> {
        const SQL: &str = "UPDATE join_links SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
        let done =
            changing!(self.store, |pool| sqlx::query(SQL).bind(id.as_str()).bind(at.millis()).execute(pool))?;
        Ok(done > 0)
    }
}
