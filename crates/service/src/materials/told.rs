//! What WebAPI tells of a meeting at its creation and never again, and what Portico keeps beside it; and how one
//! calls in to a meeting of CloudRoom. All of it is secret, so it stands sealed with the meeting.

use crate::Services;
use crate::dial_in::DialIn;
use crate::failures::stored;
use crate::registry::Client;
use portico_domain::ids::{MeetingId, VendorMeetingId};
use portico_domain::meetings::MeetingDraft;
use portico_domain::refusals::{Kind, Refusal};
use portico_vendors::kit::VendorError;
use portico_vendors::webapi::Created;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// What is kept of a meeting.
#[derive(Clone, Default)]
pub(crate) struct Told {
    /// Whoever has it can broadcast.
    pub push_url: Option<SecretString>,
    pub pull_url: Option<SecretString>,
    pub pull_url_2: Option<SecretString>,
    /// Where the vendor records to.
    pub record_path: Option<SecretString>,
    /// "分享会议时使用": opaque.
    pub sig: Option<SecretString>,
    /// "连接媒服的 roomid".
    pub room_id: Option<SecretString>,
    /// Where the background picture lies, once one was uploaded.
    pub picture: Option<SecretString>,
    /// CloudRoom's, as last heard.
    pub dial_in: Option<DialIn>,
    /// "主持人入会链接" of CloudRoom, as last heard: whoever opens it hosts the meeting in a browser.
    pub host_url: Option<SecretString>,
}

/// The text that is sealed: plain only between here and the sealer.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Text {
    push_url: String,
    pull_url: String,
    pull_url_2: String,
    record_path: String,
    sig: String,
    room_id: String,
    picture: String,
    dial_number: String,
    dial_pin: String,
    host_url: String,
}

fn some(text: String) -> Option<SecretString> {
    (!text.is_empty()).then(|| text.into())
}

fn plain(secret: Option<&SecretString>) -> String {
    secret.map(|secret| secret.expose_secret().to_owned()).unwrap_or_default()
}

impl Told {
    fn of(made: Created) -> Self {
        Self {
            push_url: made.push_url,
            pull_url: made.pull_url,
            pull_url_2: made.pull_url_2,
            record_path: made.record_path,
            sig: made.sig,
            room_id: made.room_id.map(SecretString::from),
            ..Self::default()
        }
    }

    fn open(text: &SecretString) -> Result<Self, Refusal> {
        let text: Text =
            serde_json::from_str(text.expose_secret()).map_err(|_| Refusal::of(Kind::Internal))?;
        Ok(Self {
            push_url: some(text.push_url),
            pull_url: some(text.pull_url),
            pull_url_2: some(text.pull_url_2),
            record_path: some(text.record_path),
            sig: some(text.sig),
            room_id: some(text.room_id),
            picture: some(text.picture),
            dial_in: DialIn::of(Some(text.dial_number), some(text.dial_pin)),
            host_url: some(text.host_url),
        })
    }

    fn text(&self) -> Result<SecretString, Refusal> {
        let text = Text {
            push_url: plain(self.push_url.as_ref()),
            pull_url: plain(self.pull_url.as_ref()),
            pull_url_2: plain(self.pull_url_2.as_ref()),
            record_path: plain(self.record_path.as_ref()),
            sig: plain(self.sig.as_ref()),
            room_id: plain(self.room_id.as_ref()),
            picture: plain(self.picture.as_ref()),
            dial_number: self.dial_in.as_ref().map(|dial_in| dial_in.number.clone()).unwrap_or_default(),
            dial_pin: plain(self.dial_in.as_ref().and_then(|dial_in| dial_in.pin.as_ref())),
            host_url: plain(self.host_url.as_ref()),
        };
        let text = serde_json::to_string(&text).map_err(|_| Refusal::of(Kind::Internal))?;
        Ok(SecretString::from(text))
    }
}

/// A meeting that a vendor has just made.
pub(crate) struct Made {
    pub number: VendorMeetingId,
    /// Where the vendor tells more than the number.
    pub told: Option<Told>,
}

impl Client {
    /// Makes a meeting, and keeps what the vendor says only now.
    pub async fn create(&self, draft: &MeetingDraft) -> Result<Made, VendorError> {
        match self {
            Client::Webapi(webapi) => {
                let made = webapi.create(draft).await?;
                Ok(Made { number: made.serial.clone(), told: Some(Told::of(made)) })
            }
            other => Ok(Made { number: other.schedule(draft).await?, told: None }),
        }
    }
}

impl Services {
    /// What is kept of a meeting; nothing, if nothing was told.
    pub(crate) async fn told(&self, id: &MeetingId) -> Result<Told, Refusal> {
        let text = self.store().meetings().told(id).await.map_err(stored)?;
        text.as_ref().map(Told::open).transpose().map(Option::unwrap_or_default)
    }

    /// Keeps what was told at the creation. The meeting stands all the same if that cannot be kept.
    pub(crate) async fn keep_first_told(&self, id: &MeetingId, told: Option<Told>) {
        let Some(told) = told else { return };
        if let Err(refusal) = self.keep_told(id, &told).await {
            tracing::error!(%refusal, meeting = %id, "the stream addresses of a new meeting are lost");
        }
    }

    pub(crate) async fn keep_told(&self, id: &MeetingId, told: &Told) -> Result<(), Refusal> {
        self.store().meetings().set_told(id, &told.text()?).await.map_err(stored).map(drop)
    }
}
