//! downUrl: a signed address that expires, as cloud storage makes them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{Method, StatusCode};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::pages;
use super::state::{Record, State};
use crate::pairs::Pairs;
use crate::pipeline::Incoming;
use crate::reply::Reply;
use crate::{media, walltime};

/// `http://…/2019-05-31/1866_094309.mp4?sign=…`: day and hour of the file are local.
pub(super) fn down_url(record: &Record, state: &State, origin: &str, now: i64) -> String {
    let until = now.saturating_add(state.variants.down_url_seconds);
    let path = path(record);
    let sign = sign(&state.signing_key, &path, &record.id, until);
    let query: String =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("sign", &sign).finish();
    format!("{origin}{path}?{query}")
}

fn path(record: &Record) -> String {
    let stamp = walltime::local_as(record.start, "%H%M%S");
    format!("/cos/{}/{}_{stamp}.mp4", walltime::local_as(record.start, "%Y-%m-%d"), record.sipkey)
}

/// Digest and end in one base64 text, like the samples.
fn sign(key: &str, path: &str, id: &str, until: i64) -> String {
    let digest = Sha256::digest(format!("{key}&{path}&{id}&{until}").as_bytes());
    STANDARD.encode(format!("{}&e={until}&f={id}", hex::encode(digest)))
}

/// The file itself. Storage answers in its own XML.
pub(super) fn download(state: &State, path: &str, request: &Incoming, now: i64) -> Reply {
    if request.method != Method::GET && request.method != Method::HEAD {
        return pages::not_found();
    }
    let query = Pairs::parse(request.query.as_bytes());
    match query.text("sign").and_then(|given| record(state, path, given)) {
        None => denied("SignatureDoesNotMatch"),
        Some((_, until)) if until <= now => denied("RequestTimeTooSkewed"),
        Some((record, _)) => media::video(&request.headers, &format!("vmr-{}", record.id), None),
    }
}

/// The recording for which an address was signed, and until when.
fn record<'a>(state: &'a State, path: &str, given: &str) -> Option<(&'a Record, i64)> {
    let text = String::from_utf8(STANDARD.decode(given).ok()?).ok()?;
    let (_, rest) = text.split_once("&e=")?;
    let (until, id) = rest.split_once("&f=")?;
    let until: i64 = until.parse().ok()?;
    let expected = sign(&state.signing_key, path, id, until);
    let record = state.records.iter().find(|it| it.id == id)?;
    bool::from(expected.as_bytes().ct_eq(given.as_bytes())).then_some((record, until))
}

fn denied(code: &str) -> Reply {
    let body = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>");
    Reply::new(StatusCode::FORBIDDEN, "application/xml", body)
}
