//! Addresses below a vendor's base.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

/// Unreserved characters stay, everything else is `%XX`; a blank is `%20`, never `+`.
pub(crate) const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The address of `segments`, as they go out, with `query`, which is percent-encoded here. `base` may end with a slash.
pub(crate) fn below<'a>(
    base: &Url,
    segments: &[String],
    query: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}/{}", base.path().trim_end_matches('/'), segments.join("/")));
    let pairs: Vec<String> = query
        .into_iter()
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, QUERY)))
        .collect();
    url.set_query((!pairs.is_empty()).then(|| pairs.join("&")).as_deref());
    url
}
