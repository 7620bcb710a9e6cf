//! Documents of a meeting: listed, downloaded, attached. The vendor has no way to upload one, nor to let
//! one go.

use super::{Change, Place};
use crate::Services;
use crate::access::{Member, Organizer};
use portico_domain::forms::DocumentsForm;
use portico_domain::ids::MeetingId;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_vendors::kit::MediaStream;
use portico_vendors::webapi::{Document, FileNumber};
use serde_json::json;

/// A document of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    pub id: String,
    pub name: String,
    /// As the vendor says, such as `png`.
    pub kind: String,
}

fn row(document: &Document) -> DocumentRow {
    DocumentRow {
        id: document.id.as_str().to_owned(),
        name: document.name.clone(),
        kind: document.kind.clone(),
    }
}

impl Services {
    pub(super) async fn documents_at(&self, place: &Place) -> Result<Vec<DocumentRow>, Refusal> {
        Ok(self.listed_at(place).await?.iter().map(row).collect())
    }

    async fn listed_at(&self, place: &Place) -> Result<Vec<Document>, Refusal> {
        let listed = place.client.webapi()?.documents(&place.number).await;
        self.heed(&place.connection, &*place.client, listed).await
    }
}

impl Member {
    /// The documents of a meeting.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::Unsupported`]; the vendor's refusal.
    pub async fn documents(&self, id: &MeetingId) -> Result<Vec<DocumentRow>, Refusal> {
        let services = &self.services;
        let place = services.place(self.find(id).await?).await?;
        services.documents_at(&place).await
    }

    /// Opens the bytes of a document of this meeting; `range` is a `Range` header's value.
    ///
    /// # Errors
    /// [`Kind::NotFound`]; the vendor's refusal.
    pub async fn open_document(
        &self,
        id: &MeetingId,
        file: &str,
        range: Option<&str>,
    ) -> Result<(DocumentRow, MediaStream), Refusal> {
        let services = &self.services;
        let place = services.place(self.find(id).await?).await?;
        let listed = services.listed_at(&place).await?;
        let document = listed.iter().find(|document| document.id.as_str() == file);
        let document = document.ok_or(Refusal::of(Kind::NotFound))?;
        let webapi = place.client.webapi()?;
        let opened = webapi.open_document(&webapi.document_address(document), range).await;
        let stream = services.heed(&place.connection, &*place.client, opened).await?;
        Ok((row(document), stream))
    }
}

impl Organizer {
    /// Attaches documents of the vendor's library to the meeting, by their numbers.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with the field `files`; [`Kind::NotAllowed`]; the vendor's refusal.
    pub async fn attach_documents(
        &self,
        id: &MeetingId,
        key: &str,
        form: &DocumentsForm,
    ) -> Result<(), Refusal> {
        let place = self.own_place(id).await?;
        let typed = form.read().map_err(Refusal::invalid)?;
        let bad = |_| Refusal::field("files", Rule::BadCharacter);
        let files: Vec<FileNumber> =
            typed.iter().map(|text| FileNumber::read(text)).collect::<Result<_, _>>().map_err(bad)?;
        let detail = typed.join(", ");
        let change = Change {
            place: &place,
            key,
            action: "documents.bind",
            payload: json!({ "files": typed }),
            what: "documents-attached",
            detail: &detail,
        };
        let call = place.client.webapi()?.bind_documents(&place.number, &files);
        self.once(change, call).await.map(drop)
    }
}
