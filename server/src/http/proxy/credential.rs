//! Where a caller of the vendor's own API carries its token: in `Authorization`, or in the place of the
//! vendor's own credential, so that the vendor's own kit works with another address and another secret.

use super::super::api::problem::Problem;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use percent_encoding::percent_decode_str;
use portico_domain::tokens::TOKEN_PREFIX;
use secrecy::SecretString;

/// CloudRoom's `secretId`, and VMR's whole credential. (What else CloudRoom signs with is not looked at.)
const IN_PLACE: [&str; 2] = ["x-cr-secretid", "auth"];
/// WebAPI's whole credential.
pub const KEY: &str = "key";

/// The token in the headers, if there is one there.
///
/// # Errors
/// There are several, and not the same.
pub fn in_headers(headers: &HeaderMap) -> Result<Option<SecretString>, Problem> {
    let bearer = headers.get_all(AUTHORIZATION).iter().filter_map(|value| bearer(value.to_str().ok()?));
    let in_place =
        IN_PLACE.iter().flat_map(|name| headers.get_all(*name)).filter_map(|value| value.to_str().ok());
    let mut found = bearer.chain(in_place.filter(|text| text.starts_with(TOKEN_PREFIX)));
    let Some(first) = found.next() else { return Ok(None) };
    if found.any(|other| other != first) {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "invalid", "Two different tokens came at once."));
    }
    Ok(Some(first.to_owned().into()))
}

/// What stands behind `Bearer`.
pub fn bearer(text: &str) -> Option<&str> {
    let (scheme, token) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The query without `key`, and the token that stood there.
pub fn out_of_query(query: &str) -> (String, Option<SecretString>) {
    let is_key = |pair: &&str| pair.split_once('=').map_or(*pair, |(name, _)| name) == KEY;
    let rest: Vec<&str> = query.split('&').filter(|pair| !is_key(pair)).collect();
    let value = query.split('&').find(is_key).and_then(|pair| pair.split_once('='));
    let token = value.and_then(|(_, value)| percent_decode_str(value).decode_utf8().ok());
    (rest.join("&"), token.map(|token| token.into_owned().into()))
}
