//! What only this vendor can do, and what the use cases of the others are made of here.

use super::client::Vmr;
use super::codes::{NO_MEETING, NOT_RECORDING, OTHER_AUTH};
use super::ids::{Account, BookingId, ConferenceKey, RecordId};
use super::lately::FRESH;
use super::operations::booking::{Book, Booking, BookingDraft, Bookings, Cancel};
use super::operations::contacts::{Contact, Contacts, Extent};
use super::operations::info::{MeetingInfo, RoomState};
use super::operations::recording::{Delete, LiveAndRecording, Record, Records, Start, Status, Stop};
use super::operations::rooms::{Room, Rooms};
use crate::Page;
use crate::kit::{Cause, ExposeSecret, MediaStream, Readable, Unreadable, VendorError, open_media};
use portico_domain::ids::VendorMeetingId;
use std::sync::Arc;

/// A refusal that may mean "it is not there any more". The document has no code for that, so whoever
/// gets one looks.
fn may_be_gone(error: &VendorError) -> bool {
    error.code().is_some_and(|code| code != OTHER_AUTH)
}

/// Refusals of a question for files that mean "there are none". The document has no code of its own for it.
fn has_no_files(error: &VendorError) -> bool {
    matches!(error.code(), Some(NOT_RECORDING | NO_MEETING))
}

impl Vmr {
    /// 开启录制: starts recording a running meeting. Keep the id: the file is found by nothing else.
    ///
    /// # Errors
    /// Code 200003 if it is being recorded already, 200004, 200006; or no answer.
    pub async fn start_recording(&self, conference: &ConferenceKey) -> Result<RecordId, VendorError> {
        self.call(&Start { conference: conference.clone() }).await
    }

    /// 关闭录制: stops it, whoever started it.
    ///
    /// # Errors
    /// Code 200007 if nothing is being recorded; or no answer.
    pub async fn stop_recording(&self, conference: &ConferenceKey) -> Result<RecordId, VendorError> {
        self.call(&Stop { conference: conference.clone() }).await
    }

    /// 获取直播录播状态
    ///
    /// # Errors
    /// The vendor's refusal, or no answer. (The same for all that follow.)
    pub async fn live_and_recording(
        &self,
        conference: &ConferenceKey,
    ) -> Result<LiveAndRecording, VendorError> {
        self.call(&Status { conference: conference.clone() }).await
    }

    /// 获取录制文件: the files of one recording, oldest first; none once it is deleted. Files that do not name
    /// it ([`Record::is_of`]) come only where none does: whose they are is for the caller to judge.
    pub async fn records(&self, id: &RecordId) -> Result<Vec<Record>, VendorError> {
        let mut files = match self.call(&Records { id: id.clone(), origin: None }).await {
            Err(error) if has_no_files(&error) => Vec::new(),
            files => files?,
        };
        files.sort_by_key(|file| file.start);
        Ok(files)
    }

    /// Opens a file of a recording, `part` counting from 0. Its address is asked for anew each time,
    /// because it is signed and expires.
    ///
    /// # Errors
    /// [`Cause::Missing`] if there is no such file (any more).
    pub async fn open_record(
        &self,
        id: &RecordId,
        part: usize,
        range: Option<&str>,
    ) -> Result<MediaStream, VendorError> {
        let files = self.records(id).await?;
        self.open_file(files.get(part), range).await
    }

    /// Opens one of the files that [`Vmr::records`] gave just now.
    ///
    /// # Errors
    /// [`Cause::Missing`] if there is none.
    pub async fn open_file(
        &self,
        file: Option<&Record>,
        range: Option<&str>,
    ) -> Result<MediaStream, VendorError> {
        let opened = match file.and_then(|file| file.download_url.as_ref()) {
            Some(address) => {
                open_media(self.transport(), self.base(), self.media_hosts(), address.expose_secret(), range)
                    .await
            }
            None => Err(Cause::Missing),
        };
        opened.map_err(|cause| VendorError { operation: "recording.open", ..self.error::<Records>(cause) })
    }

    /// 删除录制文件. Deleting what is already gone succeeds.
    pub async fn delete_record(&self, id: &RecordId) -> Result<(), VendorError> {
        match self.call(&Delete { id: id.clone() }).await {
            Err(error) if may_be_gone(&error) => {
                let gone = self.records(id).await.is_ok_and(|files| files.is_empty());
                if gone { Ok(()) } else { Err(error) }
            }
            outcome => outcome,
        }
    }

    /// 获取会议信息: is the room in use, and by how many. Holds both PINs.
    pub async fn room_state(&self, conference: &ConferenceKey) -> Result<RoomState, VendorError> {
        self.call(&MeetingInfo { conference: conference.clone() }).await
    }

    /// [`Vmr::room_state`] as of a second ago at most, whoever has asked.
    pub async fn recent_room_state(&self, conference: &ConferenceKey) -> Result<RoomState, VendorError> {
        let (rooms, pace) = self.rooms_lately();
        rooms.of(conference).get(pace, self.room_state(conference)).await
    }

    /// 获取当前账号可预约的会议室信息
    pub async fn rooms(&self, account: &Account) -> Result<Vec<Room>, VendorError> {
        self.call(&Rooms { account: account.clone() }).await
    }

    /// 获取通讯录信息
    pub async fn contacts(&self, account: &Account, extent: Extent) -> Result<Page<Contact>, VendorError> {
        self.call(&Contacts { account: account.clone(), extent }).await
    }

    /// 创建预约会议. Without a password for the host one is drawn: what an empty one means the document says of
    /// the visitors' alone, and nobody may lead a meeting by leaving it empty.
    ///
    /// # Errors
    /// Code 200009 if the room is taken in that time; without an answer, ask [`Vmr::bookings`].
    pub async fn book(&self, draft: &BookingDraft) -> Result<Booking, VendorError> {
        let host_password = draft.host_password.clone().or_else(|| Some(self.draw_pin()));
        let draft = BookingDraft { host_password, ..draft.clone() };
        let book = Book::new(&draft, self.booking_zone()).map_err(|cause| self.error::<Book<'_>>(cause))?;
        let outcome = self.call(&book).await;
        self.lately().forget().await;
        outcome
    }

    /// 取消预约会议, of the connection's own account. Cancelling what is already gone succeeds.
    pub async fn cancel(&self, id: &BookingId) -> Result<(), VendorError> {
        let outcome = self.call(&Cancel { id: id.clone() }).await;
        self.lately().forget().await;
        match outcome {
            Err(error) if may_be_gone(&error) => {
                let left = self.bookings(self.account()).await;
                let gone = left.is_ok_and(|left| left.iter().all(|booking| booking.id != *id));
                if gone { Ok(()) } else { Err(error) }
            }
            outcome => outcome,
        }
    }

    /// One booking of the connection's own account.
    ///
    /// # Errors
    /// [`Cause::Missing`] if the account has no such booking; that it cannot be read is another error.
    pub async fn booking(&self, id: &VendorMeetingId) -> Result<Booking, VendorError> {
        let id = self.booking_id::<Bookings>(id)?;
        self.found(&self.bookings_readable(self.account()).await?, &id)
    }

    /// [`Vmr::booking`] as of a second ago at most, so that those who watch cost the vendor little.
    pub async fn recent_booking(&self, id: &VendorMeetingId) -> Result<Booking, VendorError> {
        let id = self.booking_id::<Bookings>(id)?;
        let ask = async { self.bookings_readable(self.account()).await.map(Arc::new) };
        let bookings = self.lately().get(FRESH, ask).await?;
        self.found(&bookings, &id)
    }

    fn found(&self, bookings: &Readable<Booking>, id: &BookingId) -> Result<Booking, VendorError> {
        let found = bookings.find(|booking| booking.id == *id).map_err(|odd| self.odd_booking(odd))?;
        found.cloned().ok_or_else(|| self.error::<Bookings>(Cause::Missing))
    }

    pub(super) fn odd_booking(&self, odd: Unreadable) -> VendorError {
        self.error::<Bookings>(Cause::Unreadable { at: odd.at })
    }

    /// 查询预约列表. A booking that cannot be read is an error: it may be the one that is looked for.
    pub async fn bookings(&self, account: &Account) -> Result<Vec<Booking>, VendorError> {
        self.bookings_readable(account).await?.whole().map_err(|odd| self.odd_booking(odd))
    }

    /// The same, but a booking that cannot be read costs no other.
    pub async fn bookings_readable(&self, account: &Account) -> Result<Readable<Booking>, VendorError> {
        self.call(&Bookings { account: account.clone() }).await
    }
}
