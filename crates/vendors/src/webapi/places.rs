//! Where things lie: the API, the pages and files beside it, the recording server; and the paths that
//! the vendor gives relative to one of them.

use crate::kit::{AddressPolicy, read_base};
use portico_domain::refusals::{Refusal, Rule};
use url::Url;

/// The addresses of one meeting server. None has a trailing slash.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// `https://host[:port]/WebAPI`
    pub api: Url,
    /// The same without `/WebAPI`: `/h5` and uploaded files lie beside it.
    pub server: Url,
    /// 录播服务器域名和端口; the server's own where nothing else is set.
    pub recordings: Url,
}

const API: &str = "/WebAPI";

impl Places {
    /// `base` may leave the last segment `/WebAPI` out.
    ///
    /// # Errors
    /// The field of the connection form that is wrong: `base_url` or `recording_base`.
    #[allow(clippy::result_large_err, reason = "a refusal is made once and shown at once")]
    pub fn read(base: &str, recordings: Option<&str>, policy: AddressPolicy) -> Result<Self, Refusal> {
        let wrong = |field: &'static str| move |bad: crate::kit::BadBase| Refusal::field(field, bad.rule());
        let mut server = read_base(base, policy).map_err(wrong("base_url"))?;
        let above = server.path().trim_end_matches('/');
        let above = above.strip_suffix(API).unwrap_or(above).trim_end_matches('/').to_owned();
        if above.ends_with("/h5") {
            // The join page's address, pasted by mistake.
            return Err(Refusal::field("base_url", Rule::NotAnAddress));
        }
        server.set_path(&above);
        let mut api = server.clone();
        api.set_path(&format!("{above}{API}"));
        let recordings = match recordings.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => read_base(text, policy).map_err(wrong("recording_base"))?,
            None => server.clone(),
        };
        Ok(Self { api, server, recordings })
    }
}

/// A path below some base, or a whole `http` or `https` address where a vendor gives one.
///
/// It cannot climb out of its base or name another host by a trick of writing; whether a whole address
/// may be fetched is decided when it is opened.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerPath(Kind);

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Below { path: String, query: Option<String> },
    Whole(Url),
}

impl ServerPath {
    /// `None` if the text is neither.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text.contains('\\') || text.chars().any(char::is_control) {
            return None;
        }
        if text.contains("://") {
            let url = Url::parse(text).ok()?;
            let web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
            return web.then_some(Self(Kind::Whole(url)));
        }
        let (path, query) = match text.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (text, None),
        };
        let path = path.strip_prefix('/').unwrap_or(path);
        let harmless = !path.is_empty() && path.split('/').all(is_plain_segment);
        harmless.then(|| Self(Kind::Below { path: path.to_owned(), query }))
    }

    /// The address, below `base` where it is a path.
    pub fn on(&self, base: &Url) -> Url {
        match &self.0 {
            Kind::Whole(url) => url.clone(),
            Kind::Below { path, query } => {
                let mut url = base.clone();
                url.set_path(&format!("{}/{path}", base.path().trim_end_matches('/')));
                url.set_query(query.as_deref());
                url
            }
        }
    }
}

impl std::fmt::Debug for ServerPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerPath([REDACTED])")
    }
}

/// No empty segment, no way up, and nothing that becomes either when it is decoded.
fn is_plain_segment(segment: &str) -> bool {
    let decoded = percent_encoding::percent_decode_str(segment).collect::<Vec<u8>>();
    let climbs = matches!(decoded.as_slice(), b"" | b"." | b"..");
    !climbs && !decoded.iter().any(|byte| matches!(byte, b'/' | b'\\' | 0..=0x1f))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: AddressPolicy = AddressPolicy { private_network: false };

    #[test]
    fn bases() {
        let places = |base: &str, recordings: Option<&str>| Places::read(base, recordings, PUBLIC);
        for base in ["https://xx.com/WebAPI", "https://xx.com/WebAPI/", "https://xx.com", "https://xx.com/"] {
            let places = places(base, None).expect(base);
            assert_eq!(places.api.as_str(), "https://xx.com/WebAPI", "{base}");
            assert_eq!(places.server.path(), "/", "{base}");
            assert_eq!(places.recordings, places.server, "{base}");
        }
        let below = places("https://xx.com:8443/a/WebAPI", Some("https://rec.xx.com:9443/")).expect("a base");
        assert_eq!(below.api.as_str(), "https://xx.com:8443/a/WebAPI");
        assert_eq!(below.server.as_str(), "https://xx.com:8443/a");
        assert_eq!(below.recordings.as_str(), "https://rec.xx.com:9443/");
        let field = |outcome: Result<Places, Refusal>| outcome.expect_err("refused").fields[0].field.clone();
        assert_eq!(field(places("http://xx.com/WebAPI", None)), "base_url");
        assert_eq!(field(places("https://xx.com/h5", None)), "base_url");
        assert_eq!(field(places("https://xx.com/WebAPI", Some("rec"))), "recording_base");
        assert_eq!(field(places("https://xx.com/WebAPI", Some("http://rec.xx.com"))), "recording_base");
    }

    #[test]
    fn paths_stay_below_their_base() {
        let base = Url::parse("https://rec.xx.com:9443/store").expect("an address");
        let on = |text: &str| ServerPath::read(text).map(|path| path.on(&base).to_string());
        let below = Some("https://rec.xx.com:9443/store/upload/a.mp4".to_owned());
        assert_eq!(on("/upload/a.mp4"), below);
        assert_eq!(on("upload/a.mp4"), below);
        assert_eq!(
            on("/upload/会 #1.mp4?auth=1&x=2").as_deref(),
            Some("https://rec.xx.com:9443/store/upload/%E4%BC%9A%20%231.mp4?auth=1&x=2")
        );
        assert_eq!(on("https://cdn.example/a.mp4").as_deref(), Some("https://cdn.example/a.mp4"));
        for bad in [
            "",
            "/",
            "//evil.example/a",
            "/a//b",
            "/../WebAPI/x",
            "/a/../../b",
            "/a/%2e%2E/b",
            "/a/.",
            "/a%2fb",
            "\\\\evil.example\\a",
            "/a\\..\\b",
            "/a%5c..",
            "/a\r\nb",
            "/a\u{0}",
            "ftp://x/a",
            "javascript://x/%0aalert(1)",
            "/a%00b",
        ] {
            assert_eq!(on(bad), None, "{bad}");
        }
        assert_eq!(format!("{:?}", ServerPath::read("/a")), "Some(ServerPath([REDACTED]))");
    }
}
