//! `/api/v1/me`

use super::Errors;
use super::problem::Problem;
use super::receive::Script;
use super::words::time;
use crate::http::State;
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(view))
}

/// The token that was sent, and whose it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Me)]
struct MeWords {
    person: PersonWords,
    token: TokenWords,
}

/// In whose name the token acts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Person)]
struct PersonWords {
    id: String,
    name: String,
    /// `administrator`, `organizer` or `viewer`: a token never allows more.
    role: String,
}

/// An API token.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Token)]
struct TokenWords {
    id: String,
    name: String,
    scopes: Vec<String>,
    #[schema(format = DateTime)]
    created: String,
    #[schema(format = DateTime)]
    expires: Option<String>,
}

/// Whose token it is
///
/// Wants no scope, so that any token can be tried.
#[utoipa::path(get, operation_id = "getMe", path = "/me", tag = "token", security(("token" = [])),
    responses((status = 200, body = MeWords), Errors))]
async fn view(Script(script): Script) -> Result<Json<MeWords>, Problem> {
    let (person, token) = (script.person(), script.token());
    Ok(Json(MeWords {
        person: PersonWords {
            id: person.id.0.clone(),
            name: person.name.clone(),
            role: person.role.name().to_owned(),
        },
        token: TokenWords {
            id: token.id.0.clone(),
            name: token.name.clone(),
            scopes: token.scopes.names(),
            created: time(token.created),
            expires: token.expires.map(time),
        },
    }))
}
