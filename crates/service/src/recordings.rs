//! The recordings library: list, play, download, delete. What deletes itself is in `retention.rs`.

mod retention;

pub(crate) use retention::of_new;

use crate::Services;
use crate::access::{Member, Organizer};
use crate::failures::stored;
use crate::records;
use crate::registry::Client;
use portico_domain::connections::Connection;
use portico_domain::ids::{PersonId, RecordingId};
use portico_domain::meetings::Meeting;
use portico_domain::people::Role;
use portico_domain::recordings::Recording;
use portico_domain::refusals::{Kind, Refusal};
use portico_store::cursor;
use portico_store::meetings::page::{MOST_COUNTED, Order};
use portico_store::recordings::{ListedRecording as Row, RecordingFilter, RecordingSort};
use portico_vendors::kit::MediaStream;
use portico_vendors::{ListedRecording, MeetingVendor};
use std::collections::HashMap;

/// A recording with what its line needs to know.
pub struct RecordingRow {
    pub recording: Recording,
    pub connection: Connection,
    pub meeting: Option<Meeting>,
    /// The name of whoever scheduled the meeting here.
    pub owner_name: Option<String>,
    pub may_delete: bool,
    /// May the member share it with people outside?
    pub may_share: bool,
}

const MOST_PAGES: u32 = 20;

/// Names of people that were looked up for a page already.
type Names = HashMap<PersonId, Option<String>>;

impl Member {
    /// A page of the library; returns the rows and where the next page begins.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn recordings(
        &self,
        filter: &RecordingFilter,
        sort: RecordingSort,
        order: Order,
        after: &str,
        limit: usize,
    ) -> Result<(Vec<RecordingRow>, Option<String>), Refusal> {
        let after = cursor::decode(after);
        let filter = &RecordingFilter { seen_by: self.sees_only(), ..filter.clone() };
        let store = self.services.store();
        let page =
            store.recordings().page(filter, sort, order, after.as_ref(), limit).await.map_err(stored)?;
        let next = page.next.as_ref().map(cursor::encode);
        let connections: HashMap<_, _> = self
            .connections()
            .await?
            .into_iter()
            .map(|connection| (connection.id.clone(), connection))
            .collect();
        let (mut rows, mut names) = (Vec::new(), Names::new());
        for recording in page.rows {
            if let Some(connection) = connections.get(&recording.connection) {
                rows.push(self.recording_row(recording, connection.clone(), &mut names).await?);
            }
        }
        Ok((rows, next))
    }

    /// How many the filter finds; `None`: more than anybody pages through.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn count_recordings(&self, filter: &RecordingFilter) -> Result<Option<i64>, Refusal> {
        let filter = &RecordingFilter { seen_by: self.sees_only(), ..filter.clone() };
        let count = self.services.store().recordings().count(filter).await.map_err(stored)?;
        Ok((count <= MOST_COUNTED).then_some(count))
    }

    async fn recording_row(
        &self,
        recording: Recording,
        connection: Connection,
        names: &mut Names,
    ) -> Result<RecordingRow, Refusal> {
        let meeting = match &recording.meeting {
            Some(id) => self.services.store().meetings().by_id(id).await.map_err(stored)?,
            None => None,
        };
        let may_edit = match &meeting {
            Some(meeting) => self.may_edit(meeting),
            None => self.person().role == Role::Administrator,
        };
        let may_delete = may_edit && connection.vendor.capabilities().delete_recording.possible();
        let owner = meeting.as_ref().and_then(|meeting| meeting.owner.as_ref());
        let owner_name = match owner {
            Some(owner) => self.services.name_of(owner, names).await?,
            None => None,
        };
        Ok(RecordingRow { recording, connection, meeting, owner_name, may_delete, may_share: may_edit })
    }

    /// One of a meeting that this member sees.
    ///
    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn recording(&self, id: &RecordingId) -> Result<RecordingRow, Refusal> {
        let found = self.services.store().recordings().by_id(id).await.map_err(stored)?;
        let recording = found.ok_or(Refusal::of(Kind::NotFound))?;
        let connection = self.services.connection(&recording.connection).await?;
        let row = self.recording_row(recording, connection, &mut Names::new()).await?;
        let sees = match &row.meeting {
            Some(meeting) => self.sees(meeting).await?,
            None => self.is_administrator(),
        };
        if sees { Ok(row) } else { Err(Kind::NotFound.into()) }
    }

    /// Opens the bytes of a recording at its vendor; `range` is a `Range` header's value.
    ///
    /// # Errors
    /// [`Kind::NotFound`]; the vendor's refusal.
    pub async fn open_recording(
        &self,
        id: &RecordingId,
        range: Option<&str>,
    ) -> Result<(Recording, MediaStream), Refusal> {
        let row = self.recording(id).await?;
        let stream = self.services.open_media(&row.connection, &row.recording, range).await?;
        Ok((row.recording, stream))
    }
}

impl Organizer {
    /// Deletes a recording at its vendor. Deleting a deleted one is fine.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::NotAllowed`], [`Kind::Unsupported`]; the vendor's refusal.
    pub async fn delete_recording(&self, id: &RecordingId) -> Result<(), Refusal> {
        let row = self.recording(id).await?;
        if !row.connection.vendor.capabilities().delete_recording.possible() {
            return Err(Kind::Unsupported.into());
        }
        if !row.may_delete {
            return Err(Kind::NotAllowed.into());
        }
        self.services.delete_recording_for(Some(self.id()), &row.recording, &row.connection).await
    }
}

impl Services {
    /// Deletes a recording at its vendor; for nobody, it is Portico itself that does so.
    ///
    /// # Errors
    /// The vendor's refusal, or its silence: then nothing is taken for deleted.
    async fn delete_recording_for(
        &self,
        person: Option<&PersonId>,
        recording: &Recording,
        connection: &Connection,
    ) -> Result<(), Refusal> {
        let vendor = self.vendor(connection).await?;
        let (subject, number) = (recording.id.as_str(), recording.vendor_id.as_str());
        self.note(person, "recording.delete", subject, "begun", number).await?;
        let whole = records::whole(connection, &recording.vendor_id);
        let answer = vendor.delete_recording(&whole).await;
        match self.heed(connection, &*vendor, answer).await {
            Ok(()) => {
                self.store().recordings().mark_deleted(&recording.id, self.now()).await.map_err(stored)?;
                if let Client::Vmr(_) = &vendor {
                    self.mark_all_parts_deleted(recording).await?;
                }
                self.note(person, "recording.delete", subject, "done", number).await?;
                if let Some(meeting) = &recording.meeting {
                    self.remember(meeting, person, "recording-deleted", &recording.title).await;
                }
                Ok(())
            }
            Err(refusal) => {
                let outcome = if refusal.kind == Kind::Unconfirmed { "unknown" } else { "refused" };
                self.note(person, "recording.delete", subject, outcome, &refusal.to_string()).await?;
                Err(refusal)
            }
        }
    }

    async fn name_of(&self, person: &PersonId, names: &mut Names) -> Result<Option<String>, Refusal> {
        if let Some(name) = names.get(person) {
            return Ok(name.clone());
        }
        let found = self.store().people().by_id(person).await.map_err(stored)?;
        let name = found.map(|person| person.name);
        names.insert(person.clone(), name.clone());
        Ok(name)
    }
}

impl Services {
    /// Opens the bytes of a recording, whoever may see them.
    pub(crate) async fn open_media(
        &self,
        connection: &Connection,
        recording: &Recording,
        range: Option<&str>,
    ) -> Result<MediaStream, Refusal> {
        let vendor = self.vendor(connection).await?;
        if let Client::Vmr(_) = &vendor {
            return self.open_record(connection, &vendor, recording, range).await;
        }
        let listed = self.find_listed(connection, &*vendor, recording).await?;
        let opened = vendor.open_recording(&listed, range).await;
        self.heed(connection, &*vendor, opened).await
    }

    /// The vendor's own row of a recording, with its addresses of this moment.
    async fn find_listed(
        &self,
        connection: &Connection,
        vendor: &dyn MeetingVendor,
        recording: &Recording,
    ) -> Result<ListedRecording, Refusal> {
        let (rows, whole) =
            self.list_recordings(connection, vendor, recording.vendor_meeting.clone()).await?;
        let found = rows.into_iter().find(|row| row.vendor_id == recording.vendor_id);
        if found.is_none() && !whole {
            return Err(Kind::VendorUnreadable.into());
        }
        if found.is_none() {
            let recordings = self.store().recordings();
            recordings.mark_deleted(&recording.id, self.now()).await.map_err(stored)?;
        }
        found.ok_or_else(|| Kind::NotFound.into())
    }

    /// What can be read of the vendor's list, and whether that is all of it.
    async fn list_recordings(
        &self,
        connection: &Connection,
        vendor: &dyn MeetingVendor,
        meeting: portico_domain::ids::VendorMeetingId,
    ) -> Result<(Vec<ListedRecording>, bool), Refusal> {
        let (mut rows, mut whole) = (Vec::new(), true);
        for page in 1..=MOST_PAGES {
            let answer = vendor.recordings(&meeting, page).await;
            let answer = self.heed(connection, vendor, answer).await?;
            rows.extend(answer.rows);
            whole &= answer.odd.is_none();
            if !answer.more {
                return Ok((rows, whole));
            }
        }
        Ok((rows, false))
    }

    /// Takes over the recordings of a meeting that somebody looks at, once however many look. A silent
    /// vendor leaves the index as it is.
    pub(crate) async fn refresh_recordings(&self, connection: &Connection, meeting: &Meeting) {
        let key = meeting.id.clone();
        let (services, connection, meeting) = (self.clone(), connection.clone(), meeting.clone());
        let take_over = async move {
            if let Err(refusal) = services.take_over_recordings(&connection, &meeting).await {
                tracing::debug!(%refusal, "the recordings of a meeting could not be refreshed");
            }
        };
        self.inner.recordings_watched.get_with(key, take_over).await;
    }

    pub(crate) async fn take_over_recordings(
        &self,
        connection: &Connection,
        meeting: &Meeting,
    ) -> Result<(), Refusal> {
        let Some(number) = meeting.vendor_id.clone() else { return Ok(()) };
        let vendor = self.vendor(connection).await?;
        if let Client::Vmr(vmr) = &vendor {
            return self.take_over_records(connection, vmr, meeting).await;
        }
        let listed_at = self.now();
        let (listed, whole) = self.list_recordings(connection, &*vendor, number).await?;
        let rows: Vec<Row> = listed
            .iter()
            .map(|row| Row {
                vendor_id: row.vendor_id.clone(),
                vendor_meeting: row.vendor_meeting.clone(),
                // Some vendors give recordings no title.
                title: if row.title.is_empty() { meeting.subject.clone() } else { row.title.clone() },
                created: row.created,
                duration: row.duration,
                size: row.size,
                delete_at: of_new(connection, listed_at),
            })
            .collect();
        let recordings = self.store().recordings();
        if !rows.is_empty() {
            recordings.upsert_listed(&connection.id, &rows, listed_at).await.map_err(stored)?;
        }
        if !whole {
            return Ok(());
        }
        for known in recordings.of_meeting(&meeting.id).await.map_err(stored)? {
            if !listed.iter().any(|row| row.vendor_id == known.vendor_id) && known.seen <= listed_at {
                recordings.mark_deleted(&known.id, listed_at).await.map_err(stored)?;
            }
        }
        Ok(())
    }
}
