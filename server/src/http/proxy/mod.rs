//! `/proxy/{connection}/{vendor path}`: the vendor's own API with a Portico token in place of the vendor's
//! secret. What is read here goes to `service/proxy`, which writes the call anew; nothing is forwarded.

mod body;
mod credential;
mod elsewhere;
mod express;

pub use credential::bearer;
pub use express::{begins, express};

use super::api::limits;
use super::api::problem::Problem;
use super::{State, network};
use axum::Router;
use axum::extract::{Request, State as Extract};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use portico_domain::refusals::Kind;
use portico_service::vendors::kit::templates::Sent;
use portico_service::{Integrator, MOST_PICTURE_BYTES, Proxied, Services};
use secrecy::SecretString;

/// A picture and what stands around it in a form.
const LARGEST_BODY_BYTES: usize = MOST_PICTURE_BYTES + 64 * 1024;

const ROUTE: &str = "/proxy/{*rest}";
const BELOW: &str = "/proxy/";

pub fn router() -> Router<State> {
    // The path is read raw, because a decoded `%2f` could no longer be told from a slash.
    Router::new().route("/proxy", any(nowhere)).route("/proxy/", any(nowhere)).route(
        ROUTE,
        any(async |Extract(state): Extract<State>, request: Request| answer(&state, request).await),
    )
}

async fn nowhere() -> Problem {
    Kind::NotFound.into()
}

async fn answer(state: &State, request: Request) -> Response {
    // Large, and all around it would move it along.
    Box::pin(proxy(state, request)).await.unwrap_or_else(IntoResponse::into_response)
}

async fn proxy(state: &State, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let (connection, path) = split(parts.uri.path()).ok_or(Problem::from(Kind::NotFound))?;
    let (query, in_query) = credential::out_of_query(parts.uri.query().unwrap_or_default());
    let door = Door { services: &state.services, network: network::of(&parts, &state.settings) };
    let known = match credential::in_headers(&parts.headers)?.or(in_query) {
        Some(token) => Some(door.admit(&token).await?),
        None => None,
    };
    let (script, body) = body::read(&parts, body, known, &door).await?;
    let left = limits::spend(script.token(), state.settings.keys.api_requests_a_minute)?;
    let sent = Sent { method: &parts.method, path: &path, query: &query, body };
    let mut response = match script.proxy(&connection, sent).await {
        Ok(answer) => respond(answer),
        Err(denied) => Problem::from(denied).into_response(),
    };
    left.write(response.headers_mut());
    Ok(response)
}

/// Where tokens are looked at.
struct Door<'a> {
    services: &'a Services,
    /// Where the request comes from.
    network: String,
}

impl Door<'_> {
    async fn admit(&self, token: &SecretString) -> Result<Integrator, Problem> {
        Ok(self.services.integrator(token, &self.network).await?)
    }
}

/// The connection's name, decoded, and the path behind it, raw.
fn split(path: &str) -> Option<(String, String)> {
    let (connection, rest) = path.strip_prefix("/proxy/")?.split_once('/')?;
    let name = percent_encoding::percent_decode_str(connection).decode_utf8().ok()?;
    (!name.is_empty()).then(|| (name.into_owned(), format!("/{rest}")))
}

/// Nothing of the vendor's headers passes but how long to wait.
fn respond(answer: Proxied) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = (status, answer.body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(seconds) = answer.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

#[cfg(test)]
mod tests;
