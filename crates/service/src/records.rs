//! Recordings of a vendor that finds them by their id alone (VMR). One recording may have several files:
//! the first is known by the recording's own id, the others as `id#1`, `id#2`, ….

use crate::Services;
use crate::failures::stored;
use crate::registry::Client;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::ids::{VendorMeetingId, VendorRecordingId};
use portico_domain::meetings::Meeting;
use portico_domain::recordings::Recording;
use portico_domain::refusals::{Kind, Refusal};
use portico_store::recording_ids::RecordingId as Awaited;
use portico_store::recordings::ListedRecording as Row;
use portico_vendors::kit::MediaStream;
use portico_vendors::vmr::operations::recording::Record;
use portico_vendors::vmr::{RecordId, Vmr};
use std::collections::HashSet;

/// Files that have not come by then never will.
const GIVE_UP_SECONDS: i64 = 3 * 86_400;
const PART: char = '#';

/// The recording that a file belongs to, and which of its files it is.
fn take_apart(id: &VendorRecordingId) -> (&str, usize) {
    let parts = id.as_str().rsplit_once(PART);
    let numbered = parts.and_then(|(whole, part)| Some((whole, part.parse().ok()?)));
    numbered.unwrap_or((id.as_str(), 0))
}

fn name_part(id: &str, part: usize) -> VendorRecordingId {
    match part {
        0 => VendorRecordingId::new(id),
        part => VendorRecordingId::new(format!("{id}{PART}{part}")),
    }
}

/// The id to delete a recording by: its vendor deletes all files of it at once.
pub(crate) fn whole(connection: &Connection, id: &VendorRecordingId) -> VendorRecordingId {
    match connection.vendor {
        Vendor::Vmr => VendorRecordingId::new(take_apart(id).0),
        Vendor::Cloudroom | Vendor::Webapi => id.clone(),
    }
}

fn record_id(id: &str) -> Result<RecordId, Refusal> {
    RecordId::read(id).map_err(|_| Kind::NotFound.into())
}

/// A file as a row of the library; `None` while there is none. Times and sizes are the vendor's.
fn row(file: &Record, part: usize, number: &VendorMeetingId, meeting: &Meeting) -> Option<Row> {
    let listed = file.listed(number.clone())?;
    file.stop?;
    let title = match part {
        0 => meeting.subject.clone(),
        part => format!("{} ({})", meeting.subject, part + 1),
    };
    Some(Row {
        vendor_id: name_part(file.id.as_str(), part),
        vendor_meeting: listed.vendor_meeting,
        title,
        created: listed.created,
        duration: listed.duration,
        size: listed.size,
    })
}

impl Services {
    /// Takes over the files of all recordings that are known of a meeting.
    pub(crate) async fn take_over_records(
        &self,
        connection: &Connection,
        vmr: &Vmr,
        meeting: &Meeting,
    ) -> Result<(), Refusal> {
        let Some(number) = &meeting.vendor_id else { return Ok(()) };
        for known in self.store().recording_ids().of_meeting(&meeting.id).await.map_err(stored)? {
            self.take_over_record(connection, vmr, meeting, number, &known).await?;
        }
        Ok(())
    }

    async fn take_over_record(
        &self,
        connection: &Connection,
        vmr: &Vmr,
        meeting: &Meeting,
        number: &VendorMeetingId,
        known: &Awaited,
    ) -> Result<(), Refusal> {
        let listed_at = self.now();
        let id = record_id(known.vendor_id.as_str())?;
        let files = self.heed(connection, vmr, vmr.records(&id).await).await?;
        let parts = files.iter().enumerate();
        let rows: Vec<Row> = parts.filter_map(|(part, file)| row(file, part, number, meeting)).collect();
        let recordings = self.store().recordings();
        if !rows.is_empty() {
            recordings.upsert_listed(&connection.id, &rows, listed_at).await.map_err(stored)?;
        }
        for filed in recordings.of_meeting(&meeting.id).await.map_err(stored)? {
            let of_this = take_apart(&filed.vendor_id).0 == id.as_str();
            let listed = rows.iter().any(|row| row.vendor_id == filed.vendor_id);
            if of_this && !listed && filed.seen <= listed_at {
                recordings.mark_deleted(&filed.id, listed_at).await.map_err(stored)?;
            }
        }
        if !known.settled && self.is_complete(connection, vmr, &files, known).await? {
            let ids = self.store().recording_ids();
            ids.settle(&connection.id, &known.vendor_id, listed_at).await.map_err(stored)?;
        }
        Ok(())
    }

    /// All files are there, and no more will come: the recording does not run any more.
    async fn is_complete(
        &self,
        connection: &Connection,
        vmr: &Vmr,
        files: &[Record],
        known: &Awaited,
    ) -> Result<bool, Refusal> {
        let Some(last) = files.last() else {
            return Ok(self.now() >= known.noted.plus_seconds(GIVE_UP_SECONDS));
        };
        if files.iter().any(|file| file.stop.is_none() || file.download_url.is_none()) {
            return Ok(false);
        }
        let Some(room) = &last.conference else { return Ok(true) };
        match self.heed(connection, vmr, vmr.live_and_recording(room).await).await {
            Ok(running) => Ok(running.record_id.as_ref() != Some(&last.id)),
            // A room that is gone records nothing.
            Err(refusal) if refusal.kind == Kind::VendorRefused => Ok(true),
            Err(refusal) => Err(refusal),
        }
    }

    /// Looks for files that are still to come. What the vendor says of one recording must not hide others.
    pub(crate) async fn take_over_awaited_records(&self, connection: &Connection) -> Result<(), Refusal> {
        let awaited = self.store().recording_ids().unsettled(&connection.id).await.map_err(stored)?;
        let mut looked = HashSet::new();
        for id in awaited {
            if !looked.insert(id.meeting.clone()) {
                continue;
            }
            let Some(meeting) = self.store().meetings().by_id(&id.meeting).await.map_err(stored)? else {
                continue;
            };
            match self.take_over_recordings(connection, &meeting).await {
                Err(refusal) if refusal.kind == Kind::VendorRefused => {}
                outcome => outcome?,
            }
        }
        Ok(())
    }

    /// Opens a file under the address that it has at this moment.
    pub(crate) async fn open_record(
        &self,
        connection: &Connection,
        client: &Client,
        recording: &Recording,
        range: Option<&str>,
    ) -> Result<MediaStream, Refusal> {
        let (id, part) = take_apart(&recording.vendor_id);
        let opened = client.vmr()?.open_record(&record_id(id)?, part, range).await;
        let opened = self.heed(connection, &**client, opened).await;
        if opened.as_ref().is_err_and(|refusal| refusal.kind == Kind::NotFound) {
            let recordings = self.store().recordings();
            recordings.mark_deleted(&recording.id, self.now()).await.map_err(stored)?;
        }
        opened
    }

    /// With one file of a recording all others are gone, too.
    pub(crate) async fn mark_all_parts_deleted(&self, deleted: &Recording) -> Result<(), Refusal> {
        let Some(meeting) = &deleted.meeting else { return Ok(()) };
        let recordings = self.store().recordings();
        for filed in recordings.of_meeting(meeting).await.map_err(stored)? {
            let same = filed.connection == deleted.connection
                && take_apart(&filed.vendor_id).0 == take_apart(&deleted.vendor_id).0;
            if same {
                recordings.mark_deleted(&filed.id, self.now()).await.map_err(stored)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_named_and_read_again() {
        for part in [0, 1, 12] {
            let id = name_part("a1e3-207a", part);
            assert_eq!(take_apart(&id), ("a1e3-207a", part));
        }
        assert_eq!(name_part("x", 0).as_str(), "x");
        assert_eq!(take_apart(&VendorRecordingId::new("a#b")), ("a#b", 0), "an id of the vendor's own");
    }
}
