//! Recordings of a vendor that finds them by their id alone (VMR). One recording may have several files:
//! the first is known by the recording's own id, the others as `id#1`, `id#2`, ….

use crate::Services;
use crate::failures::stored;
use crate::recordings::of_new;
use crate::registry::Client;
use crate::synchronise::is_about_one;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::ids::{MeetingId, RecordingId, VendorMeetingId, VendorRecordingId};
use portico_domain::meetings::Meeting;
use portico_domain::recordings::Recording;
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::time::Timestamp;
use portico_store::recording_ids::RecordingId as Awaited;
use portico_store::recordings::ListedRecording as Row;
use portico_vendors::kit::MediaStream;
use portico_vendors::vmr::operations::recording::Record;
use portico_vendors::vmr::{ConferenceKey, RecordId, Vmr};
use std::collections::HashSet;

/// Files that have not come by then never will.
const GIVE_UP_SECONDS: i64 = 3 * 86_400;
/// A file that does not name its recording is taken for its own if it began so near to it; the zone of the
/// vendor's times may be set wrongly.
const NEAR_SECONDS: i64 = 86_400;
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

/// Is the file whole? One without an end is, if it can be fetched and its recording does not run any more.
fn is_whole(file: &Record, over: bool) -> bool {
    file.download_url.is_some() && (file.stop.is_some() || over && file.size > 0)
}

/// Those of a room's files that may belong to a recording that was noted then. Without knowing the room,
/// they must all be of one: a room is many meetings', and a vendor many people's.
fn near(mut files: Vec<Record>, room: Option<ConferenceKey>, noted: Timestamp) -> Vec<Record> {
    let is_near = |start: Timestamp| start.since(noted).abs() <= NEAR_SECONDS * 1000;
    files.retain(|file| file.start.is_some_and(is_near));
    let rooms: HashSet<_> = files.iter().filter_map(|file| file.conference.clone()).collect();
    let fits = |file: &Record| match (&file.conference, &room) {
        (Some(told), Some(room)) => told == room,
        (Some(_), None) => rooms.len() == 1,
        (None, _) => true,
    };
    files.retain(fits);
    files
}

/// A file as a row of the library. Times and sizes are the vendor's.
fn row(
    file: &Record,
    id: &RecordId,
    part: usize,
    number: &VendorMeetingId,
    meeting: &Meeting,
    delete_at: Option<Timestamp>,
) -> Option<Row> {
    let listed = file.listed(number.clone())?;
    let title = match part {
        0 => meeting.subject.clone(),
        part => format!("{} ({})", meeting.subject, part + 1),
    };
    Some(Row {
        // The vendor's rows may name it otherwise.
        vendor_id: name_part(id.as_str(), part),
        vendor_meeting: listed.vendor_meeting,
        title,
        created: listed.created,
        duration: listed.duration,
        size: listed.size,
        delete_at,
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
        let files = self.files_of(connection, vmr, &id, Some(&meeting.id)).await?;
        let unended = files.iter().any(|file| file.stop.is_none());
        let over = match files.iter().all(|file| is_whole(file, true)) && (unended || !known.settled) {
            true => self.is_over(connection, vmr, &files, &id).await,
            false => Ok(false),
        };
        let whole = |file: &Record| is_whole(file, over.as_ref().is_ok_and(|over| *over));
        let parts = files.iter().enumerate().filter(|(_, file)| whole(file));
        let recordings = self.store().recordings();
        // They are deleted together, so a file that comes later goes when the others do.
        let before = recordings.of_meeting(&meeting.id).await.map_err(stored)?;
        let before = before.into_iter().find(|filed| take_apart(&filed.vendor_id).0 == id.as_str());
        let delete_at = before.map_or_else(|| of_new(connection, listed_at), |filed| filed.delete_at);
        let rows: Vec<Row> =
            parts.filter_map(|(part, file)| row(file, &id, part, number, meeting, delete_at)).collect();
        if !rows.is_empty() {
            recordings.upsert_listed(&connection.id, &rows, listed_at).await.map_err(stored)?;
        }
        let over = over?;
        for filed in recordings.of_meeting(&meeting.id).await.map_err(stored)? {
            let of_this = take_apart(&filed.vendor_id).0 == id.as_str();
            let listed = rows.iter().any(|row| row.vendor_id == filed.vendor_id);
            if of_this && !listed && filed.seen <= listed_at {
                recordings.mark_deleted(&filed.id, listed_at).await.map_err(stored)?;
            }
        }
        let given_up = files.is_empty() && self.now() >= known.noted.plus_seconds(GIVE_UP_SECONDS);
        if !known.settled && (over || given_up) {
            let ids = self.store().recording_ids();
            ids.settle(&connection.id, &known.vendor_id, listed_at).await.map_err(stored)?;
        }
        Ok(())
    }

    /// The files of a recording, oldest first. Some servers' rows do not name the recording that was asked for;
    /// of those only such count as its meeting's room recorded then.
    async fn files_of(
        &self,
        connection: &Connection,
        vmr: &Vmr,
        id: &RecordId,
        meeting: Option<&MeetingId>,
    ) -> Result<Vec<Record>, Refusal> {
        let files = self.heed(connection, vmr, vmr.records(id).await).await?;
        if files.iter().all(|file| file.is_of(id)) {
            return Ok(files);
        }
        let Some(meeting) = meeting else { return Ok(Vec::new()) };
        let known = self.store().recording_ids().of_meeting(meeting).await.map_err(stored)?;
        let known = known.into_iter().find(|known| known.vendor_id.as_str() == id.as_str());
        let Some(known) = known else { return Ok(Vec::new()) };
        let room = self.room_recorded(connection, vmr, meeting).await?;
        Ok(near(files, room, known.noted))
    }

    /// The number of a meeting's room, as long as the booking stands.
    async fn room_recorded(
        &self,
        connection: &Connection,
        vmr: &Vmr,
        meeting: &MeetingId,
    ) -> Result<Option<ConferenceKey>, Refusal> {
        let meeting = self.store().meetings().by_id(meeting).await.map_err(stored)?;
        let Some(number) = meeting.and_then(|meeting| meeting.vendor_id) else { return Ok(None) };
        let booking = vmr.recent_booking(&number).await;
        if booking.as_ref().is_err_and(|error| error.kind() == Kind::NotFound) {
            return Ok(None);
        }
        Ok(self.heed(connection, vmr, booking).await?.number)
    }

    /// No more files will come: the recording does not run any more.
    async fn is_over(
        &self,
        connection: &Connection,
        vmr: &Vmr,
        files: &[Record],
        id: &RecordId,
    ) -> Result<bool, Refusal> {
        let Some(last) = files.last() else { return Ok(false) };
        let Some(room) = &last.conference else { return Ok(last.stop.is_some()) };
        match self.heed(connection, vmr, vmr.live_and_recording(room).await).await {
            Ok(running) => Ok(match &running.record_id {
                Some(running) => !id.is(running.as_str()),
                None => !running.recording || last.stop.is_some(),
            }),
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
                Err(refusal) if is_about_one(&refusal) => {}
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
        let (vmr, id) = (client.vmr()?, record_id(id)?);
        let files = self.files_of(connection, vmr, &id, recording.meeting.as_ref()).await?;
        let opened = vmr.open_file(files.get(part), range).await;
        let opened = self.heed(connection, &**client, opened).await;
        if opened.as_ref().is_err_and(|refusal| refusal.kind == Kind::NotFound) {
            let recordings = self.store().recordings();
            recordings.mark_deleted(&recording.id, self.now()).await.map_err(stored)?;
        }
        opened
    }

    /// With one file of a recording all others are gone, too.
    pub(crate) async fn mark_all_parts_deleted(&self, deleted: &Recording) -> Result<(), Refusal> {
        for filed in self.parts_of(deleted).await? {
            self.store().recordings().mark_deleted(&filed, self.now()).await.map_err(stored)?;
        }
        Ok(())
    }

    /// All files that are filed of the recording that this one is a file of.
    pub(crate) async fn parts_of(&self, recording: &Recording) -> Result<Vec<RecordingId>, Refusal> {
        let Some(meeting) = &recording.meeting else { return Ok(vec![recording.id.clone()]) };
        let mut filed = self.store().recordings().of_meeting(meeting).await.map_err(stored)?;
        filed.retain(|filed| {
            filed.connection == recording.connection
                && take_apart(&filed.vendor_id).0 == take_apart(&recording.vendor_id).0
        });
        Ok(filed.into_iter().map(|filed| filed.id).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::SecretString;

    const NOTED: Timestamp = Timestamp::from_seconds(1_800_000_000);

    fn file(room: &str, after: i64) -> Record {
        Record {
            id: RecordId::read("02e555e21dc8dae6b6ea362ebbece8dd").unwrap(),
            conference: ConferenceKey::read(room).ok(),
            enterprise: None,
            start: Some(NOTED.plus_seconds(after)),
            stop: None,
            size: 4,
            download_url: Some(SecretString::from("https://files.example/f.mp4")),
            cid: None,
        }
    }

    #[test]
    fn files_without_the_recordings_name_are_of_its_room_and_its_day() {
        let found = |files: &[Record], room: Option<&str>| {
            let room = room.map(|room| ConferenceKey::read(room).unwrap());
            near(files.to_vec(), room, NOTED).len()
        };
        let files = [file("1866", 0), file("1866", 9 * 3600), file("1866", -3 * 86_400), file("7", 0)];
        assert_eq!(found(&files, Some("1866")), 2, "neither another day's nor another room's");
        assert_eq!(found(&files, None), 0, "of two rooms, nobody knows which");
        assert_eq!(found(&files[..3], None), 2);
        assert_eq!(found(&[file("", 0)], Some("1866")), 1, "a row that names no room");
        assert_eq!(found(&[Record { start: None, ..file("1866", 0) }], Some("1866")), 0);
    }

    #[test]
    fn a_file_without_an_end_is_whole_once_nothing_runs() {
        let open = file("1866", 0);
        assert!(is_whole(&open, true) && !is_whole(&open, false));
        assert!(!is_whole(&Record { size: 0, ..open.clone() }, true));
        assert!(!is_whole(&Record { download_url: None, ..open.clone() }, true));
        let ended = Record { stop: Some(NOTED), size: 0, ..open };
        assert!(is_whole(&ended, false), "what has an end needs no size");
    }

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
