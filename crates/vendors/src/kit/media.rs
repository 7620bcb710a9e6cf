//! Recordings, streamed from where the vendor keeps them.

use super::error::Cause;
use super::transport::Transport;
use bytes::Bytes;
use futures::StreamExt;
use futures::stream::BoxStream;
use http::{HeaderMap, HeaderValue, header};
use std::fmt;
use std::time::Duration;
use url::Url;

/// A recording on its way. Dropping it closes the connection to the vendor.
pub struct MediaStream {
    /// 200, 206, or 416 with an empty stream when the range lies outside the recording.
    pub status: u16,
    /// `video/*`, `audio/*` or an octet stream, never anything a browser would run.
    pub content_type: Option<String>,
    /// Bytes in this stream.
    pub content_length: Option<u64>,
    /// As the vendor sent it, with 206 and 416.
    pub content_range: Option<String>,
    /// An early end is an error item, never a clean short end.
    pub bytes: BoxStream<'static, Result<Bytes, MediaBroken>>,
}

impl fmt::Debug for MediaStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaStream")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .field("content_length", &self.content_length)
            .field("content_range", &self.content_range)
            .finish_non_exhaustive()
    }
}

/// Why a recording stopped before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaBroken {
    /// Nothing came for as long as [`super::Deadlines::media_idle`].
    Idle,
    /// The connection broke.
    Cut,
    /// The end came so many bytes early.
    Short { missing: u64 },
    /// More came than was announced.
    Long,
}

impl fmt::Display for MediaBroken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MediaBroken::Idle => f.write_str("the recording stalled"),
            MediaBroken::Cut => f.write_str("the connection broke"),
            MediaBroken::Short { missing } => write!(f, "the recording ended {missing} bytes early"),
            MediaBroken::Long => f.write_str("the recording is longer than announced"),
        }
    }
}

impl std::error::Error for MediaBroken {}

/// The longest `Range` that is passed on; a longer one is ignored, as HTTP allows.
const LONGEST_RANGE: usize = 200;

/// Opens a recording at `address`, which must be at the base's host or one of `media_hosts`
/// (`host` or `host:port`).
pub(crate) async fn open(
    transport: &Transport,
    base: &Url,
    media_hosts: &[String],
    address: &str,
    range: Option<&str>,
) -> Result<MediaStream, Cause> {
    open_as(transport, base, media_hosts, address, range, recording_kind).await
}

/// Opens a document or picture instead. Whatever the vendor says of it, it comes as a harmless picture
/// or as an octet stream.
pub(crate) async fn open_file(
    transport: &Transport,
    base: &Url,
    media_hosts: &[String],
    address: &str,
    range: Option<&str>,
) -> Result<MediaStream, Cause> {
    open_as(transport, base, media_hosts, address, range, file_kind).await
}

const OCTETS: &str = "application/octet-stream";

/// Decides over a `Content-Type`: what to say instead of it, or `Err` if it cannot be what was asked for.
type KindOf = fn(Option<String>) -> Result<Option<String>, ()>;

async fn open_as(
    transport: &Transport,
    base: &Url,
    media_hosts: &[String],
    address: &str,
    range: Option<&str>,
    kind_of: KindOf,
) -> Result<MediaStream, Cause> {
    let url = allowed_address(transport, base, media_hosts, address).ok_or(Cause::ForeignMedia)?;
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    let range = range.filter(|range| range.len() <= LONGEST_RANGE);
    if let Some(value) = range.and_then(|range| HeaderValue::from_str(range).ok()) {
        headers.insert(header::RANGE, value);
    }
    let asked_for_range = headers.contains_key(header::RANGE);
    let response = transport.open(url, headers).await?;
    read_head(response, asked_for_range, transport.deadlines().media_idle, kind_of)
}

fn allowed_address(transport: &Transport, base: &Url, media_hosts: &[String], address: &str) -> Option<Url> {
    let mut url = Url::parse(address.trim()).ok()?;
    let policy = transport.policy();
    // The vendor's own examples say http where the same host speaks https: take the safe one.
    if url.scheme() == "http" && !policy.private_network && url.port().is_none() {
        url.set_scheme("https").ok()?;
    }
    url.set_fragment(None);
    let host = url.host_str()?;
    let with_port = format!("{host}:{}", url.port_or_known_default()?);
    let listed =
        |allowed: &String| allowed.eq_ignore_ascii_case(host) || allowed.eq_ignore_ascii_case(&with_port);
    let known = base.host_str() == Some(host) || media_hosts.iter().any(listed);
    (known && policy.allows_url(&url)).then_some(url)
}

fn read_head(
    response: reqwest::Response,
    asked_for_range: bool,
    idle: Duration,
    kind_of: KindOf,
) -> Result<MediaStream, Cause> {
    let status = response.status().as_u16();
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let unreadable = |at: &str| Err(Cause::Unreadable { at: format!("recording: {at}") });
    let content_range = text(header::CONTENT_RANGE);
    match status {
        200 => {}
        206 if asked_for_range && content_range.is_some() => {}
        206 => return unreadable("Content-Range"),
        416 if asked_for_range => {
            let bytes = futures::stream::empty().boxed();
            return Ok(MediaStream {
                status,
                content_type: None,
                content_length: Some(0),
                content_range,
                bytes,
            });
        }
        // Asked without the connection's credential: most often the address has expired.
        401 | 403 => return unreadable("refused"),
        _ => return Err(Cause::Status { status, retry_after: None }),
    }
    if text(header::CONTENT_ENCODING).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return unreadable("Content-Encoding");
    }
    let Ok(content_type) = kind_of(text(header::CONTENT_TYPE)) else { return unreadable("Content-Type") };
    let content_length = text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
    if content_length.is_none() && text(header::TRANSFER_ENCODING).is_none() {
        // Nothing would tell its end from a broken connection.
        return unreadable("Content-Length");
    }
    let content_range = content_range.filter(|_| status == 206);
    let bytes = guarded(response, content_length, idle);
    Ok(MediaStream { status, content_type, content_length, content_range, bytes })
}

fn recording_kind(content_type: Option<String>) -> Result<Option<String>, ()> {
    match content_type {
        Some(kind) if is_download(&kind) => Ok(Some(OCTETS.to_owned())),
        Some(kind) if !is_media(&kind) => Err(()),
        kind => Ok(kind),
    }
}

fn file_kind(content_type: Option<String>) -> Result<Option<String>, ()> {
    const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];
    let kind = content_type.unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let harmless = PICTURES.into_iter().find(|picture| *picture == kind);
    Ok(Some(harmless.unwrap_or(OCTETS).to_owned()))
}

/// No registered types, but servers that want a browser to save a file say so.
fn is_download(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    ["application/force-download", "application/x-download"].iter().any(|it| it.eq_ignore_ascii_case(kind))
}

/// An error page is no recording, and a page of HTML must never be served as ours.
fn is_media(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (family, member) = kind.split_once('/').unwrap_or_default();
    matches!(family, "video" | "audio") || member == "octet-stream" || member == "mp4"
}

/// The body with an idle deadline and a count of what is still owed.
fn guarded(
    response: reqwest::Response,
    length: Option<u64>,
    idle: Duration,
) -> BoxStream<'static, Result<Bytes, MediaBroken>> {
    let state = Some((response, length));
    futures::stream::unfold(state, move |state| async move {
        let (mut response, owed) = state?;
        let piece = match tokio::time::timeout(idle, response.chunk()).await {
            Err(_) => Err(MediaBroken::Idle),
            Ok(Err(_)) => Err(MediaBroken::Cut),
            Ok(Ok(piece)) => Ok(piece),
        };
        match (piece, owed) {
            (Err(broken), _) => Some((Err(broken), None)),
            (Ok(None), Some(missing @ 1..)) => Some((Err(MediaBroken::Short { missing }), None)),
            (Ok(None), _) => None,
            (Ok(Some(piece)), None) => Some((Ok(piece), Some((response, None)))),
            (Ok(Some(piece)), Some(owed)) => match owed.checked_sub(piece.len() as u64) {
                Some(left) => Some((Ok(piece), Some((response, Some(left))))),
                None => Some((Err(MediaBroken::Long), None)),
            },
        }
    })
    .boxed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::{AddressPolicy, Deadlines, read_base};

    fn allowed(private_network: bool, address: &str) -> Option<String> {
        let policy = AddressPolicy { private_network };
        let transport = Transport::new(policy, Deadlines::default()).expect("a client");
        let base = read_base("https://cloud.example/CLOUDROOM-SERVER/v2", policy).expect("a base");
        let hosts = ["media.example".to_owned(), "files.example:8443".to_owned()];
        allowed_address(&transport, &base, &hosts, address).map(Into::into)
    }

    #[tokio::test]
    async fn the_vendors_http_addresses_are_fetched_over_https() {
        let safe = allowed(false, "http://cloud.example/lv//vod/f0.mp4?download#x");
        assert_eq!(safe.as_deref(), Some("https://cloud.example/lv//vod/f0.mp4?download"));
        assert_eq!(allowed(true, "http://media.example/f").as_deref(), Some("http://media.example/f"));
        assert_eq!(allowed(false, "http://cloud.example:8080/f"), None, "another port may not speak https");
        assert_eq!(
            allowed(false, "https://CLOUD.example:8443/f").as_deref(),
            Some("https://cloud.example:8443/f")
        );
    }

    #[tokio::test]
    async fn a_port_in_the_list_is_meant() {
        assert!(allowed(false, "https://files.example:8443/f").is_some());
        assert!(allowed(false, "https://files.example/f").is_none());
        for foreign in [
            "https://evil.example/f",
            "https://cloud.example.evil/f",
            "https://u@cloud.example/f",
            "ftp://cloud.example/f",
        ] {
            assert_eq!(allowed(true, foreign), None, "{foreign}");
        }
    }
}
