//! CloudRoom as a [`MeetingVendor`].

use super::client::CloudRoom;
use super::codes::{MEETING_GONE, NOTHING_LISTED, RECORDING_GONE};
use super::ids::{ConfId, FileId};
use super::operations::lists::Search;
use super::operations::{conference, lists, video};
use super::read::Paging;
use crate::kit::{Cause, MediaStream, Operation, VendorError, open_media};
use crate::{
    Before, Check, Entry, Joiner, List, ListedMeeting, ListedRecording, MeetingDetail, MeetingVendor, Page,
    Span,
};
use async_trait::async_trait;
use portico_domain::capabilities::{Capabilities, Vendor};
use portico_domain::ids::{VendorMeetingId, VendorRecordingId};
use portico_domain::links::JoinRole;
use portico_domain::meetings::MeetingDraft;
use secrecy::ExposeSecret;

impl CloudRoom {
    fn conf_id<O: Operation>(&self, id: &VendorMeetingId) -> Result<ConfId, VendorError> {
        ConfId::read(id).map_err(|cause| self.error::<O>(cause))
    }

    /// A draft with another vendor's rules is not sent without them.
    fn own_draft<O: Operation>(&self, draft: &MeetingDraft) -> Result<(), VendorError> {
        match draft.options.vendor() {
            Vendor::Cloudroom => Ok(()),
            _ => Err(self.error::<O>(Cause::Unsupported)),
        }
    }

    async fn send_change(
        &self,
        id: &VendorMeetingId,
        draft: &MeetingDraft,
        before: Option<Before<'_>>,
    ) -> Result<(), VendorError> {
        self.own_draft::<conference::Change<'_>>(draft)?;
        let id = self.conf_id::<conference::Change<'_>>(id)?;
        self.call(&conference::Change { id, draft, before }).await
    }
}

/// "It is not there" is what a deletion wants to hear.
fn gone_is_done(outcome: Result<(), VendorError>, gone: &str) -> Result<(), VendorError> {
    match outcome {
        Err(error) if error.code() == Some(gone) => Ok(()),
        other => other,
    }
}

/// "No records" is an answer to a question about records.
fn none_is_empty<T>(outcome: Result<Page<T>, VendorError>, none: &[&str]) -> Result<Page<T>, VendorError> {
    match outcome {
        Err(error) if error.code().is_some_and(|code| none.contains(&code)) => {
            Ok(Page { rows: Vec::new(), total: Some(0), more: false, odd: None })
        }
        other => other,
    }
}

#[async_trait]
impl MeetingVendor for CloudRoom {
    fn capabilities(&self) -> &'static Capabilities {
        &Capabilities::CLOUDROOM
    }

    /// Asks for one row of the list of the next day; counts as a list call.
    async fn check(&self) -> Result<Check, VendorError> {
        let from = self.clock().now();
        let span = Span { from, to: from.plus_minutes(24 * 60) };
        let search = Search { user: None, span, paging: Paging { current: 1, size: 1 } };
        none_is_empty(self.call(&lists::Current(search)).await, &[NOTHING_LISTED])?;
        Ok(Check { skew_seconds: CloudRoom::skew_seconds(self) })
    }

    async fn schedule(&self, draft: &MeetingDraft) -> Result<VendorMeetingId, VendorError> {
        self.own_draft::<conference::Create<'_>>(draft)?;
        self.call(&conference::Create { draft }).await
    }

    async fn change(&self, id: &VendorMeetingId, draft: &MeetingDraft) -> Result<(), VendorError> {
        self.send_change(id, draft, None).await
    }

    async fn change_from(
        &self,
        before: Before<'_>,
        id: &VendorMeetingId,
        draft: &MeetingDraft,
    ) -> Result<(), VendorError> {
        self.send_change(id, draft, Some(before)).await
    }

    async fn detail(&self, id: &VendorMeetingId) -> Result<MeetingDetail, VendorError> {
        let id = self.conf_id::<conference::Query>(id)?;
        self.call(&conference::Query { id }).await
    }

    async fn end(&self, id: &VendorMeetingId) -> Result<(), VendorError> {
        let id = self.conf_id::<conference::End>(id)?;
        self.call(&conference::End { id }).await
    }

    async fn delete(&self, id: &VendorMeetingId) -> Result<(), VendorError> {
        let id = self.conf_id::<conference::Delete>(id)?;
        gone_is_done(self.call(&conference::Delete { id }).await, MEETING_GONE)
    }

    async fn join(&self, id: &VendorMeetingId, joiner: Joiner<'_>) -> Result<Entry, VendorError> {
        let id = self.conf_id::<conference::Join<'_>>(id)?;
        let Joiner { name, role, password } = joiner;
        if matches!(role, JoinRole::Speaker | JoinRole::Invisible) {
            return Err(self.error::<conference::Join<'_>>(Cause::Unsupported));
        }
        let crmt = self.call(&conference::Join { id, nickname: name, role, password }).await?;
        Ok(Entry::Client { crmt })
    }

    async fn list(&self, list: List, span: Span, page: u32) -> Result<Page<ListedMeeting>, VendorError> {
        let search = Search { user: None, span, paging: Paging::full(page) };
        let outcome = match list {
            List::Current => self.call(&lists::Current(search)).await,
            List::History => self.call(&lists::History(search)).await,
        };
        none_is_empty(outcome, &[NOTHING_LISTED])
    }

    async fn recordings(
        &self,
        id: &VendorMeetingId,
        page: u32,
    ) -> Result<Page<ListedRecording>, VendorError> {
        let id = self.conf_id::<video::Query>(id)?;
        let outcome = self.call(&video::Query { id, paging: Paging::full(page) }).await;
        none_is_empty(outcome, &[NOTHING_LISTED, RECORDING_GONE])
    }

    async fn delete_recording(&self, id: &VendorRecordingId) -> Result<(), VendorError> {
        let file = FileId::read(id).map_err(|cause| self.error::<video::Delete>(cause))?;
        gone_is_done(self.call(&video::Delete { file }).await, RECORDING_GONE)
    }

    async fn open_recording(
        &self,
        recording: &ListedRecording,
        range: Option<&str>,
    ) -> Result<MediaStream, VendorError> {
        let address = recording.download_url.expose_secret();
        let opened = match address.is_empty() {
            true => Err(Cause::Unreadable { at: "reply.records.url".to_owned() }),
            false => open_media(self.transport(), self.base(), self.media_hosts(), address, range).await,
        };
        opened.map_err(|cause| VendorError {
            vendor: Vendor::Cloudroom,
            operation: "recording.open",
            ..self.error::<video::Query>(cause)
        })
    }

    fn skew_seconds(&self) -> Option<i64> {
        CloudRoom::skew_seconds(self)
    }
}
