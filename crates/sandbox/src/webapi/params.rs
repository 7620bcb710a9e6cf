//! The parameters of a call: of a GET in the query, of a POST in multipart/form-data.

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart};
use bytes::Bytes;
use http::Request;
use http::header::CONTENT_TYPE;

use super::errors::{self, Refusal};
use crate::pairs::Pairs;
use crate::pipeline::Incoming;

/// All that a caller sent.
pub(super) struct Params {
    texts: Pairs,
    files: Vec<(String, Bytes)>,
}

impl Params {
    /// A POST of another media type has no parameters at all, as PHP sees it. One that cannot be
    /// read to its end is 9999, since the table has no nearer code.
    pub async fn read(request: &Incoming, posted: bool) -> Result<Self, Refusal> {
        if !posted {
            return Ok(Self { texts: Pairs::parse(request.query.as_bytes()), files: Vec::new() });
        }
        let mut found = Self { texts: Pairs::of(Vec::new()), files: Vec::new() };
        if !request.says("multipart/form-data") {
            return Ok(found);
        }
        let mut form = multipart(request).await?;
        let mut texts = Vec::new();
        while let Some(field) = form.next_field().await.map_err(|_| errors::BUSY)? {
            let name = field.name().unwrap_or_default().to_owned();
            let is_file = field.file_name().is_some();
            let bytes = field.bytes().await.map_err(|_| errors::BUSY)?;
            if is_file {
                found.files.push((name, bytes));
            } else {
                let text = String::from_utf8(bytes.to_vec()).map_err(|_| errors::BUSY)?;
                texts.push((name, text));
            }
        }
        found.texts = Pairs::of(texts);
        Ok(found)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.filled(name)
    }

    /// Every value of an array parameter.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.texts.all(name)
    }

    pub fn file(&self, name: &str) -> Option<&Bytes> {
        self.files.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes)
    }

    /// Parameters that the table does not name; they are ignored, but logged.
    pub fn unknown(&self, known: &[&str]) -> Vec<String> {
        let mut strange = self.texts.unknown(known);
        let files = self.files.iter().map(|(name, _)| name);
        strange.extend(files.filter(|name| !known.contains(&name.as_str())).cloned());
        strange
    }
}

async fn multipart(request: &Incoming) -> Result<Multipart, Refusal> {
    let bytes = request.body.clone().ok_or(errors::BUSY)?;
    let mut whole = Request::new(Body::from(bytes));
    if let Some(kind) = request.headers.get(CONTENT_TYPE) {
        whole.headers_mut().insert(CONTENT_TYPE, kind.clone());
    }
    // The length was limited where the body was read.
    DefaultBodyLimit::disable().apply(&mut whole);
    Multipart::from_request(whole, &()).await.map_err(|_| errors::BUSY)
}
