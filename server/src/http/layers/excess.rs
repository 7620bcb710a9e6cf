//! What no browser of ours sends is refused before anything is made of it (guarantees, security 18).

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Of path and query. Filters of lists are the longest that we make.
const LONGEST_ADDRESS_BYTES: usize = 8 * 1024;
/// Names and values together; cookies of other services on the same host come along.
const MOST_HEADER_BYTES: usize = 32 * 1024;

/// The answer to what is too long or too large.
pub fn refuse_excess(request: &Request) -> Option<Response> {
    let address = request.uri().path_and_query().map_or(0, |it| it.as_str().len());
    if address > LONGEST_ADDRESS_BYTES {
        return Some((StatusCode::URI_TOO_LONG, "The address is too long.\n").into_response());
    }
    let headers: usize =
        request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers > MOST_HEADER_BYTES {
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        return Some((status, "The headers are too large.\n").into_response());
    }
    None
}
