//! VMR as a [`MeetingVendor`]. A meeting is a booking; its id is the booking's, not the room's number,
//! which other bookings may share.

use super::client::Vmr;
use super::ids::{BookingId, ConferenceKey, ContactId, RecordId, RoomId};
use super::operations::booking::{Book, Booking, BookingDraft, Cancel};
use super::operations::recording::{Delete, Records};
use crate::kit::{Cause, MediaStream, Operation, Unreadable, VendorError};
use crate::{
    Check, Entry, Joiner, List, ListedMeeting, ListedRecording, MeetingDetail, MeetingVendor, Page, Silent,
    Span,
};
use async_trait::async_trait;
use portico_domain::capabilities::Capabilities;
use portico_domain::ids::{VendorMeetingId, VendorRecordingId};
use portico_domain::links::{DEFAULT_EARLY_MINUTES, JoinRole};
use portico_domain::meetings::{MeetingDraft, MeetingState, VendorOptions};
use portico_domain::vmr::Options;
use secrecy::SecretString;

impl Vmr {
    pub(super) fn booking_id<O: Operation>(&self, id: &VendorMeetingId) -> Result<BookingId, VendorError> {
        BookingId::read(id.as_str()).map_err(|cause| self.error::<O>(cause))
    }

    fn record_id<O: Operation>(&self, id: &VendorRecordingId) -> Result<RecordId, VendorError> {
        RecordId::read(id.as_str()).map_err(|cause| self.error::<O>(cause))
    }

    /// What is to be booked in the connection's own name. A repetition is a series of bookings, which
    /// is the use case's to make; it is refused here rather than forgotten.
    ///
    /// # Errors
    /// [`Cause::Unsupported`]: another vendor's meeting, or a repetition; [`Cause::ForeignId`]: an invitee
    /// that this vendor cannot know.
    pub fn booking_draft(&self, draft: &MeetingDraft) -> Result<BookingDraft, VendorError> {
        self.read_draft(draft).map_err(|cause| self.error::<Book<'_>>(cause))
    }

    fn read_draft(&self, draft: &MeetingDraft) -> Result<BookingDraft, Cause> {
        let VendorOptions::Vmr(options) = &draft.options else { return Err(Cause::Unsupported) };
        if draft.repeat.is_some() {
            return Err(Cause::Unsupported);
        }
        let visitors: Result<_, _> = options.visitor_ids.iter().map(|id| ContactId::read(id)).collect();
        Ok(BookingDraft {
            account: self.account().clone(),
            theme: draft.subject.clone(),
            introduction: options.introduction.clone(),
            visitors: visitors?,
            start: draft.start,
            end: draft.end,
            auto_open: options.auto_open,
            room: options.room.map(RoomId),
            host_password: options.host_password.clone().map(SecretString::from),
            visitor_password: draft.password.clone().map(SecretString::from),
        })
    }

    /// Does the meeting run, and with how many? How many took part nobody counts. The room is asked only around the booked time: at other times someone else
    /// may be in it.
    async fn state_of(&self, booking: &Booking) -> Result<(MeetingState, Option<i64>), VendorError> {
        let now = self.clock().now();
        let early = booking.start.plus_minutes(-DEFAULT_EARLY_MINUTES);
        match &booking.number {
            _ if now >= booking.end => Ok((MeetingState::Ended, None)),
            Some(number) if now >= early => {
                let room = self.recent_room_state(number).await?;
                let state = if room.started { MeetingState::Live } else { MeetingState::Scheduled };
                Ok((state, Some(if room.started { room.participants } else { 0 })))
            }
            _ => Ok((MeetingState::Scheduled, Some(0))),
        }
    }

    /// [`Vmr::state_of`]; a room that the vendor does not speak of, as one that is not open, is empty. It must hide
    /// neither its own meeting nor the others of a list.
    async fn state_if_told(&self, booking: &Booking) -> Result<(MeetingState, Option<i64>), VendorError> {
        match self.state_of(booking).await {
            Err(error) if says_nothing_of_the_room(&error.cause) => Ok((MeetingState::Scheduled, Some(0))),
            told => told,
        }
    }

    /// A row of a list. The vendor's list does not say whether anyone is inside, so the rooms of what
    /// should be running are asked.
    async fn listed(&self, booking: Booking) -> Result<ListedMeeting, VendorError> {
        let (state, members) = self.state_if_told(&booking).await?;
        let (owner, host_name) = match booking.creator {
            Some(creator) => (creator.id.as_str().parse().ok(), creator.name),
            None => (None, String::new()),
        };
        Ok(ListedMeeting {
            vendor_id: VendorMeetingId::new(booking.id.as_str()),
            subject: booking.theme,
            start: Some(booking.start),
            end: Some(booking.end),
            repeat_period: None,
            silent_of_repeat: false,
            state: Some(state),
            host_name,
            members,
            owner,
        })
    }
}

/// Did the vendor answer without telling what was asked? Not so if it is silent or busy, for then it may tell in a
/// moment.
fn says_nothing_of_the_room(cause: &Cause) -> bool {
    match cause {
        Cause::Status { status: 408 | 429, .. } => false,
        Cause::Code { .. } | Cause::Unreadable { .. } | Cause::Status { status: 400..500, .. } => true,
        _ => false,
    }
}

fn detail(booking: Booking, (state, members): (MeetingState, Option<i64>)) -> MeetingDetail {
    let visitors = &booking.visitors;
    let number = |id: &ContactId| id.as_str().parse().ok();
    let invitees = visitors.iter().filter_map(|one| Some((number(&one.id)?, one.name.clone()))).collect();
    let options = Options {
        room: booking.room.map(|room| room.0),
        introduction: booking.introduction,
        visitor_ids: visitors.iter().map(|one| one.id.to_string()).collect(),
        auto_open: booking.auto_open,
        host_password: None,
    };
    MeetingDetail {
        vendor_id: VendorMeetingId::new(booking.id.as_str()),
        subject: booking.theme,
        start: Some(booking.start),
        end: Some(booking.end),
        repeat: None,
        state,
        host_name: booking.creator.map(|creator| creator.name).unwrap_or_default(),
        members,
        password: booking.visitor_pin,
        host_url: None,
        public_url: booking.share_address,
        phone_number: None,
        phone_pin: None,
        invitees,
        cohosts: Vec::new(),
        options: VendorOptions::Vmr(Box::new(options)),
        said: None,
        silent: Silent::default(),
    }
}

#[async_trait]
impl MeetingVendor for Vmr {
    fn capabilities(&self) -> &'static Capabilities {
        &Capabilities::VMR
    }

    /// Asks for the rooms that the account may book.
    async fn check(&self) -> Result<Check, VendorError> {
        self.rooms(self.account()).await?;
        Ok(Check { skew_seconds: Vmr::skew_seconds(self) })
    }

    async fn schedule(&self, draft: &MeetingDraft) -> Result<VendorMeetingId, VendorError> {
        let draft = self.booking_draft(draft)?;
        Ok(VendorMeetingId::new(self.book(&draft).await?.id.as_str()))
    }

    /// Never: the use case cancels and books again.
    async fn change(&self, _: &VendorMeetingId, _: &MeetingDraft) -> Result<(), VendorError> {
        Err(VendorError { operation: "booking.change", ..self.error::<Book<'_>>(Cause::Unsupported) })
    }

    /// The booking, and around its time whether the room is in use.
    async fn detail(&self, id: &VendorMeetingId) -> Result<MeetingDetail, VendorError> {
        let booking = self.booking(id).await?;
        let stands = self.state_if_told(&booking).await?;
        Ok(detail(booking, stands))
    }

    /// Never: the vendor has no such operation.
    async fn end(&self, _: &VendorMeetingId) -> Result<(), VendorError> {
        Err(VendorError { operation: "meeting.end", ..self.error::<Cancel>(Cause::Unsupported) })
    }

    async fn delete(&self, id: &VendorMeetingId) -> Result<(), VendorError> {
        let id = self.booking_id::<Cancel>(id)?;
        self.cancel(&id).await
    }

    /// Page, number and PIN of the role. What is asked of the vendor for this is at most a second old.
    async fn join(&self, id: &VendorMeetingId, joiner: Joiner<'_>) -> Result<Entry, VendorError> {
        let booking = self.recent_booking(id).await?;
        let pin = match joiner.role {
            JoinRole::Host => booking.host_pin,
            _ => booking.visitor_pin,
        };
        let number = booking.number.as_ref().map(ConferenceKey::to_string);
        let unreadable = || self.odd_booking(Unreadable { at: "reply.data.sipkey".into() });
        let short_number = number.ok_or_else(unreadable)?;
        Ok(Entry::Number { share_address: booking.share_address, short_number, pin })
    }

    /// The vendor lists all bookings of the account at once, so they are chosen here and there is one page.
    async fn list(&self, list: List, span: Span, page: u32) -> Result<Page<ListedMeeting>, VendorError> {
        if page > 1 {
            return Ok(Page { rows: Vec::new(), total: None, more: false, odd: None });
        }
        let now = self.clock().now();
        let wanted = |booking: &Booking| {
            let over = booking.end <= now;
            let here = booking.start <= span.to && booking.end >= span.from;
            here && over == (list == List::History)
        };
        let mut rows = Vec::new();
        let bookings = self.bookings_readable(self.account()).await?;
        for booking in bookings.rows.into_iter().filter(wanted) {
            rows.push(self.listed(booking).await?);
        }
        Ok(Page { total: i64::try_from(rows.len()).ok(), rows, more: false, odd: bookings.odd })
    }

    /// Never, and not an empty page either: the vendor lists recordings by `recordId` alone
    /// ([`Vmr::records`]), so nobody may conclude that there are none.
    async fn recordings(&self, _: &VendorMeetingId, _: u32) -> Result<Page<ListedRecording>, VendorError> {
        Err(VendorError { operation: "recording.list", ..self.error::<Records>(Cause::Unsupported) })
    }

    async fn delete_recording(&self, id: &VendorRecordingId) -> Result<(), VendorError> {
        let id = self.record_id::<Delete>(id)?;
        self.delete_record(&id).await
    }

    /// Takes nothing from the row but its id: the address in it may have expired.
    async fn open_recording(
        &self,
        recording: &ListedRecording,
        range: Option<&str>,
    ) -> Result<MediaStream, VendorError> {
        let id = self.record_id::<Records>(&recording.vendor_id)?;
        self.open_record(&id, 0, range).await
    }

    fn skew_seconds(&self) -> Option<i64> {
        Vmr::skew_seconds(self)
    }
}
