//! `/api/v1/connections/{id}/users`

use super::super::Errors;
use super::super::problem::Problem;
use super::super::receive::{Body, Named, Once, Script};
use super::super::words::entries::{self as words, ChangedUser, NewUser, UserWords, UsersWords};
use super::{found, keeper, named, recorded};
use crate::http::State;
use axum::Json;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(view, change, delete))
}

/// List users
///
/// Where the vendor has such (`cloudroom`). Only an administrator's token may, here and below.
#[utoipa::path(get, operation_id = "listUsers", path = "/connections/{id}/users", tag = "directory", params(("id" = String, Path, description = "A connection's id or name")),
    security(("token" = ["directory"])), responses((status = 200, body = UsersWords), Errors))]
async fn list(Script(script): Script, Named(id): Named<String>) -> Result<Json<UsersWords>, Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    let record = administrator.directory(&id).await?;
    Ok(Json(UsersWords { items: record.users.iter().map(words::user).collect() }))
}

/// Make a user
#[utoipa::path(post, operation_id = "createUser", path = "/connections/{id}/users", tag = "directory", request_body = NewUser,
    params(("id" = String, Path, description = "A connection's id or name"), ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["directory"])), responses((status = 201, body = UserWords), Errors))]
async fn create(
    Script(script): Script,
    Named(id): Named<String>,
    Once(key): Once,
    Body(wanted): Body<NewUser>,
) -> Result<(StatusCode, Json<UserWords>), Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    let (form, password) = words::new_user(wanted);
    administrator.create_user(&id, &key, &form, &password).await?;
    let users = administrator.directory(&id).await?.users;
    Ok((StatusCode::CREATED, Json(words::user(recorded(&users, &form.account)?))))
}

/// Look at a user
#[utoipa::path(get, operation_id = "getUser", path = "/connections/{id}/users/{account}", tag = "directory",
    params(("id" = String, Path, description = "A connection's id or name"), ("account" = String, Path)),
    security(("token" = ["directory"])), responses((status = 200, body = UserWords), Errors))]
async fn view(
    Script(script): Script,
    Named((id, account)): Named<(String, String)>,
) -> Result<Json<UserWords>, Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    let users = administrator.directory(&id).await?.users;
    Ok(Json(words::user(found(&users, &account)?)))
}

/// Change a user
///
/// One who was made elsewhere too: what is left out is then not sent, and the vendor moves who is sent no department
/// to the company itself, and makes a scheduler of who is sent no role.
#[utoipa::path(patch, operation_id = "changeUser", path = "/connections/{id}/users/{account}", tag = "directory", request_body = ChangedUser,
    params(("id" = String, Path, description = "A connection's id or name"), ("account" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["directory"])), responses((status = 200, body = UserWords), Errors))]
async fn change(
    Script(script): Script,
    Named((id, account)): Named<(String, String)>,
    Once(key): Once,
    Body(wanted): Body<ChangedUser>,
) -> Result<Json<UserWords>, Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    let known = administrator.directory(&id).await?.users;
    let (form, password) = words::changed_user(account.clone(), wanted, named(&known, &account));
    administrator.change_user(&id, &key, &form, &password).await?;
    let users = administrator.directory(&id).await?.users;
    Ok(Json(words::user(recorded(&users, &account)?)))
}

/// Remove a user
#[utoipa::path(delete, operation_id = "removeUser", path = "/connections/{id}/users/{account}", tag = "directory",
    params(("id" = String, Path, description = "A connection's id or name"), ("account" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["directory"])), responses((status = 204), Errors))]
async fn delete(
    Script(script): Script,
    Named((id, account)): Named<(String, String)>,
    Once(key): Once,
) -> Result<StatusCode, Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    administrator.remove_user(&id, &key, &account).await?;
    Ok(StatusCode::NO_CONTENT)
}
