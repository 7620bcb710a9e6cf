//! WebAPI as a [`MeetingVendor`], and what only this vendor can do.

use super::client::WebApi;
use super::codes::{MEETING_DELETED, MEETING_GONE, NOTHING_FOUND};
use super::h5::{JoinAs, Person, token_page};
use super::ids::{FileNumber, Serial};
use super::operations::{files, meetings, reports};
use super::picture::Picture;
use super::values::{Created, Document, LiveStreams, Record, Visit, Wanted};
use crate::kit::{
    Cause, ExposeSecret, MediaStream, Operation, Readable, SecretString, VendorError, open_file, open_media,
};
use crate::{
    Check, Entry, Joiner, List, ListedMeeting, ListedRecording, MeetingDetail, MeetingVendor, Page, Span,
};
use async_trait::async_trait;
use portico_domain::capabilities::Capabilities;
use portico_domain::ids::{VendorMeetingId, VendorRecordingId};
use portico_domain::links::JoinRole;
use portico_domain::meetings::MeetingDraft;
use url::Url;

type Outcome<T> = Result<T, VendorError>;

/// "There is nothing" is an answer to a question about what there is.
fn nothing_is_empty<T: Default>(outcome: Outcome<T>) -> Outcome<T> {
    match outcome {
        Err(error) if error.code() == Some(NOTHING_FOUND) => Ok(T::default()),
        outcome => outcome,
    }
}

impl WebApi {
    fn serial<O: Operation>(&self, id: &VendorMeetingId) -> Outcome<Serial> {
        Serial::read(id).map_err(|cause| self.error::<O>(cause))
    }

    /// 预约会议, with all that the vendor says of the new meeting: the stream addresses are told only
    /// here, and the key in `push_url` nowhere else.
    ///
    /// # Errors
    /// [`VendorError`], as everywhere in this file.
    pub async fn create(&self, draft: &MeetingDraft) -> Outcome<Created> {
        let wanted = Wanted::of(draft).map_err(|cause| self.error::<meetings::Create<'_>>(cause))?;
        self.call(&meetings::Create { wanted: &wanted }).await
    }

    /// 获取上课时长: how long the meeting has been running, in seconds. Zero too where the vendor knows of none
    /// that runs: what it says before the class begins the document leaves open.
    pub async fn duration(&self, id: &VendorMeetingId) -> Outcome<i64> {
        let serial = self.serial::<reports::ClassBeginTime>(id)?;
        match self.call(&reports::ClassBeginTime { serial }).await {
            Err(error) if matches!(error.code(), Some(NOTHING_FOUND | MEETING_GONE)) => Ok(0),
            told => told,
        }
    }

    /// 会议成员进出记录: who came and left, in the vendor's order. Empty when nobody came.
    pub async fn attendance(&self, id: &VendorMeetingId) -> Outcome<Vec<Visit>> {
        let serial = self.serial::<reports::LoginInfo>(id)?;
        nothing_is_empty(self.call(&reports::LoginInfo { serial }).await)
    }

    /// 获取直播 of one meeting.
    pub async fn live_streams(&self, id: &VendorMeetingId) -> Outcome<LiveStreams> {
        let serial = Some(self.serial::<reports::LiveStreamQuery>(id)?);
        nothing_is_empty(self.call(&reports::LiveStreamQuery { serial }).await)
    }

    /// 获取直播 of the whole enterprise; for the synchroniser and administrators only.
    pub async fn all_live_streams(&self) -> Outcome<LiveStreams> {
        nothing_is_empty(self.call(&reports::LiveStreamQuery { serial: None }).await)
    }

    /// 获取录制文件 of a meeting, a user, or both; of the whole enterprise if neither is named, which is
    /// for the synchroniser and administrators only.
    pub async fn records(
        &self,
        id: Option<&VendorMeetingId>,
        user_id: Option<&str>,
    ) -> Outcome<Readable<Record>> {
        let serial = id.map(|id| self.serial::<reports::RoomRecord>(id)).transpose()?;
        // A blank one would ask for everyone's.
        let user_id = match user_id.map(str::trim) {
            Some("") => return Err(self.error::<reports::RoomRecord>(Cause::ForeignId)),
            user_id => user_id.map(str::to_owned),
        };
        nothing_is_empty(self.call(&reports::RoomRecord { serial, user_id }).await)
    }

    /// A record with its address on the recording server.
    pub fn located(&self, record: Record) -> ListedRecording {
        let address = record.path.on(&self.places.recordings);
        ListedRecording {
            vendor_id: record.id,
            vendor_meeting: record.serial,
            // The vendor has no title; the caller knows the meeting's subject.
            title: String::new(),
            created: record.created,
            duration: record.duration,
            // Nor a size.
            size: 0,
            download_url: SecretString::from(String::from(address)),
            play_url: None,
        }
    }

    /// 获取会议的文档列表
    pub async fn documents(&self, id: &VendorMeetingId) -> Outcome<Vec<Document>> {
        let serial = self.serial::<files::MeetingFiles>(id)?;
        nothing_is_empty(self.call(&files::MeetingFiles { serial }).await)
    }

    /// 会议关联文档. The document does not say whether this adds or replaces, nor how a document is let
    /// go again, so binding nothing is refused here.
    pub async fn bind_documents(&self, id: &VendorMeetingId, documents: &[FileNumber]) -> Outcome<()> {
        let serial = self.serial::<files::BindFiles<'_>>(id)?;
        if documents.is_empty() {
            return Err(self.error::<files::BindFiles<'_>>(Cause::Unsupported));
        }
        self.call(&files::BindFiles { serial, files: documents }).await
    }

    /// 修改会议背景. Gives the picture's address on the meeting server, where the vendor says one.
    pub async fn upload_picture(&self, id: &VendorMeetingId, picture: &Picture) -> Outcome<Option<Url>> {
        let serial = self.serial::<files::UploadPicture<'_>>(id)?;
        let path = self.call(&files::UploadPicture { serial, picture }).await?;
        Ok(path.map(|path| path.on(&self.places.server)))
    }

    /// The address of a document on the meeting server.
    pub fn document_address(&self, document: &Document) -> Url {
        document.path.on(&self.places.server)
    }

    /// Opens a document or a picture at the meeting server, as a stream that no browser would run.
    pub async fn open_document(&self, address: &Url, range: Option<&str>) -> Outcome<MediaStream> {
        let opened =
            open_file(&self.transport, &self.places.server, &self.media_hosts, address.as_str(), range).await;
        opened.map_err(|cause| self.error_named("document.open", cause))
    }

    /// The address that lets a person in: `/h5/index.html?token=`. Makes no call.
    ///
    /// # Errors
    /// [`Cause::NoCredential`] where the connection has no token credential; [`Cause::ForeignId`].
    pub fn join_page(&self, id: &VendorMeetingId, person: Person<'_>) -> Outcome<SecretString> {
        let refused = |cause| self.error_named(JOIN, cause);
        let serial = Serial::read(id).map_err(refused)?;
        let credential = self.token.as_ref().ok_or_else(|| refused(Cause::NoCredential))?;
        Ok(token_page(&self.places.server, credential, &serial, person))
    }
}

const JOIN: &str = "meeting.join";

/// 60 bits of chance: enough to stay unique, short enough for any column.
fn short(id: &str) -> String {
    id.chars().filter(char::is_ascii_hexdigit).take(16).collect()
}

fn as_what(role: JoinRole) -> (JoinAs, bool) {
    match role {
        JoinRole::Attendee => (JoinAs::Presenter, false),
        JoinRole::Host => (JoinAs::Chairman, false),
        JoinRole::Speaker => (JoinAs::Speaker, false),
        JoinRole::Invisible => (JoinAs::Presenter, true),
    }
}

#[async_trait]
impl MeetingVendor for WebApi {
    fn capabilities(&self) -> &'static Capabilities {
        &Capabilities::WEBAPI
    }

    /// Asks for the live streams: of all operations only this one needs nothing but the key.
    async fn check(&self) -> Outcome<Check> {
        self.all_live_streams().await?;
        Ok(Check { skew_seconds: WebApi::skew_seconds(self) })
    }

    /// [`WebApi::create`] says more.
    async fn schedule(&self, draft: &MeetingDraft) -> Outcome<VendorMeetingId> {
        Ok(self.create(draft).await?.serial)
    }

    async fn change(&self, id: &VendorMeetingId, draft: &MeetingDraft) -> Outcome<()> {
        let serial = self.serial::<meetings::Modify<'_>>(id)?;
        let wanted = Wanted::of(draft).map_err(|cause| self.error::<meetings::Modify<'_>>(cause))?;
        self.call(&meetings::Modify { serial, wanted: &wanted }).await
    }

    /// The vendor has no operation that tells of one meeting.
    async fn detail(&self, _: &VendorMeetingId) -> Outcome<MeetingDetail> {
        Err(self.error_named("meeting.query", Cause::Unsupported))
    }

    /// The vendor ends a meeting only by deleting it.
    async fn end(&self, _: &VendorMeetingId) -> Outcome<()> {
        Err(self.error_named("meeting.end", Cause::Unsupported))
    }

    async fn delete(&self, id: &VendorMeetingId) -> Outcome<()> {
        let serial = self.serial::<meetings::Delete>(id)?;
        match self.call(&meetings::Delete { serial }).await {
            Err(error) if matches!(error.code(), Some(MEETING_GONE | MEETING_DELETED)) => Ok(()),
            outcome => outcome,
        }
    }

    /// Makes no call: the token is made here. The password is not needed, for the token says the role.
    async fn join(&self, id: &VendorMeetingId, joiner: Joiner<'_>) -> Outcome<Entry> {
        let user_id = short(&(self.request_ids)());
        let (role, invisible) = as_what(joiner.role);
        let person = Person { user_id: &user_id, name: joiner.name, role, invisible };
        let url = self.join_page(id, person)?;
        Ok(Entry::Url { url, user_id })
    }

    /// The vendor lists no meetings; Portico's own record is the truth.
    async fn list(&self, _: List, _: Span, _: u32) -> Outcome<Page<ListedMeeting>> {
        Err(self.error_named("meeting.list", Cause::Unsupported))
    }

    /// All of them are on the first page.
    async fn recordings(&self, id: &VendorMeetingId, page: u32) -> Outcome<Page<ListedRecording>> {
        let records = if page > 1 { Readable::default() } else { self.records(Some(id), None).await? };
        let rows: Vec<_> = records.rows.into_iter().map(|record| self.located(record)).collect();
        Ok(Page { total: (page <= 1).then_some(rows.len() as i64), rows, more: false, odd: records.odd })
    }

    async fn delete_recording(&self, _: &VendorRecordingId) -> Outcome<()> {
        Err(self.error_named("recording.delete", Cause::Unsupported))
    }

    async fn open_recording(&self, recording: &ListedRecording, range: Option<&str>) -> Outcome<MediaStream> {
        let address = recording.download_url.expose_secret();
        let mut hosts = self.media_hosts.clone();
        let server = &self.places.server;
        hosts.extend(
            server
                .host_str()
                .zip(server.port_or_known_default())
                .map(|(host, port)| format!("{host}:{port}")),
        );
        let opened = open_media(&self.transport, &self.places.recordings, &hosts, address, range).await;
        opened.map_err(|cause| self.error_named("recording.open", cause))
    }

    fn skew_seconds(&self) -> Option<i64> {
        WebApi::skew_seconds(self)
    }
}
