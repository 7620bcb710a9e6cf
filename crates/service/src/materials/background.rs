//! The picture behind a meeting's video.

use super::Change;
use crate::access::{Member, Organizer};
use portico_domain::ids::MeetingId;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_vendors::kit::MediaStream;
use portico_vendors::webapi::{BadPicture, Picture};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use sha2::{Digest, Sha256};
use url::Url;

/// Largest picture that is taken, in bytes.
pub const MOST_PICTURE_BYTES: usize = Picture::MOST_BYTES;

fn read(bytes: bytes::Bytes) -> Result<Picture, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::field("picture", Rule::Missing));
    }
    Picture::read(bytes).map_err(|bad| {
        let rule = match bad {
            BadPicture::TooLarge => Rule::TooLarge { megabytes: (MOST_PICTURE_BYTES / 1_048_576) as u32 },
            BadPicture::UnknownKind => Rule::NotAPicture,
        };
        Refusal::field("picture", rule)
    })
}

impl Organizer {
    /// Puts a picture behind the meeting. It is known by its content, whatever it is called.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with the field `picture`; [`Kind::NotAllowed`]; the vendor's refusal.
    pub async fn set_background(
        &self,
        id: &MeetingId,
        key: &str,
        bytes: bytes::Bytes,
    ) -> Result<(), Refusal> {
        let place = self.own_place(id).await?;
        let hash = hex::encode(Sha256::digest(&bytes));
        let picture = read(bytes)?;
        let change = Change {
            place: &place,
            key,
            action: "picture.upload",
            payload: json!({ "picture": hash }),
            what: "background-changed",
            detail: "",
        };
        let call = place.client.webapi()?.upload_picture(&place.number, &picture);
        let Some(address) = self.once(change, call).await? else { return Ok(()) };
        let mut told = self.services.told(id).await?;
        told.picture = address.map(|address| SecretString::from(String::from(address)));
        self.services.keep_told(id, &told).await
    }
}

impl Member {
    /// Opens the picture behind the meeting, as far as it was set through Portico.
    ///
    /// # Errors
    /// [`Kind::NotFound`]; the vendor's refusal.
    pub async fn background(&self, id: &MeetingId) -> Result<MediaStream, Refusal> {
        let services = &self.services;
        let place = services.place(self.find(id).await?).await?;
        let told = services.told(id).await?;
        let address = told.picture.and_then(|address| Url::parse(address.expose_secret()).ok());
        let address = address.ok_or(Refusal::of(Kind::NotFound))?;
        let opened = place.client.webapi()?.open_document(&address, None).await;
        services.heed(&place.connection, &*place.client, opened).await
    }
}
