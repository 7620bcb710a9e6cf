//! `/api/v1/connections/{id}/departments`

use super::super::Errors;
use super::super::problem::Problem;
use super::super::receive::{Body, Named, Once, Script};
use super::super::words::entries::{
    self as words, ChangedDepartment, DepartmentWords, DepartmentsWords, NewDepartment,
};
use super::{found, keeper, named, recorded};
use crate::http::State;
use axum::Json;
use axum::http::StatusCode;
use portico_domain::forms::{DepartmentForm, ROOT_DEPARTMENT};
use portico_domain::refusals::Kind;
use portico_service::DirectoryEntry;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(view, change, delete))
}

/// List departments
///
/// Where the vendor has such (`cloudroom`). Only an administrator's token may, here and below.
#[utoipa::path(get, operation_id = "listDepartments", path = "/connections/{id}/departments", tag = "directory", params(("id" = String, Path, description = "A connection's id or name")),
    security(("token" = ["directory"])), responses((status = 200, body = DepartmentsWords), Errors))]
async fn list(Script(script): Script, Named(id): Named<String>) -> Result<Json<DepartmentsWords>, Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    let record = administrator.directory(&id).await?;
    Ok(Json(DepartmentsWords { items: record.departments.iter().map(words::department).collect() }))
}

/// Make a department
///
/// The vendor takes two of one name and place: only the same `Idempotency-Key` makes sure that there is one.
#[utoipa::path(post, operation_id = "createDepartment", path = "/connections/{id}/departments", tag = "directory", request_body = NewDepartment,
    params(("id" = String, Path, description = "A connection's id or name"), ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["directory"])), responses((status = 201, body = DepartmentWords), Errors))]
async fn create(
    Script(script): Script,
    Named(id): Named<String>,
    Once(key): Once,
    Body(wanted): Body<NewDepartment>,
) -> Result<(StatusCode, Json<DepartmentWords>), Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    let form = words::new_department(wanted);
    let before = administrator.directory(&id).await?.departments;
    administrator.create_department(&id, &key, "", &form).await?;
    let departments = administrator.directory(&id).await?.departments;
    let made = newest(&departments, &before, &form).ok_or(Problem::from(Kind::Internal))?;
    Ok((StatusCode::CREATED, Json(words::department(made))))
}

/// The department of this name and place that was not there before. None was made if the key came again: then the
/// one with the highest number.
fn newest<'a>(
    departments: &'a [DirectoryEntry],
    before: &[DirectoryEntry],
    form: &DepartmentForm,
) -> Option<&'a DirectoryEntry> {
    let parent: Option<u64> = form.parent.trim().parse().ok().filter(|parent| *parent != ROOT_DEPARTMENT);
    let alike = |entry: &&DirectoryEntry| {
        entry.name == form.name.trim() && entry.parent.parse().ok() == parent && entry.doubt.is_none()
    };
    let newness =
        |entry: &&DirectoryEntry| (named(before, &entry.id).is_none(), entry.id.parse::<u64>().ok());
    departments.iter().filter(alike).max_by_key(newness)
}

/// Look at a department
#[utoipa::path(get, operation_id = "getDepartment", path = "/connections/{id}/departments/{number}", tag = "directory",
    params(("id" = String, Path, description = "A connection's id or name"), ("number" = String, Path)),
    security(("token" = ["directory"])), responses((status = 200, body = DepartmentWords), Errors))]
async fn view(
    Script(script): Script,
    Named((id, number)): Named<(String, String)>,
) -> Result<Json<DepartmentWords>, Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    let departments = administrator.directory(&id).await?.departments;
    Ok(Json(words::department(found(&departments, &number)?)))
}

/// Rename or move a department
///
/// Of one that was made elsewhere, name and `parent` are wanted.
#[utoipa::path(patch, operation_id = "changeDepartment", path = "/connections/{id}/departments/{number}", tag = "directory",
    request_body = ChangedDepartment, params(("id" = String, Path, description = "A connection's id or name"), ("number" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["directory"])), responses((status = 200, body = DepartmentWords), Errors))]
async fn change(
    Script(script): Script,
    Named((id, number)): Named<(String, String)>,
    Once(key): Once,
    Body(wanted): Body<ChangedDepartment>,
) -> Result<Json<DepartmentWords>, Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    let known = administrator.directory(&id).await?.departments;
    let form = words::changed_department(number.clone(), wanted, named(&known, &number))?;
    administrator.change_department(&id, &key, &form).await?;
    let departments = administrator.directory(&id).await?.departments;
    Ok(Json(words::department(recorded(&departments, &number)?)))
}

/// Remove a department
///
/// Its members move to the company itself and become ordinary users.
#[utoipa::path(delete, operation_id = "removeDepartment", path = "/connections/{id}/departments/{number}", tag = "directory",
    params(("id" = String, Path, description = "A connection's id or name"), ("number" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["directory"])), responses((status = 204), Errors))]
async fn delete(
    Script(script): Script,
    Named((id, number)): Named<(String, String)>,
    Once(key): Once,
) -> Result<StatusCode, Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    administrator.remove_department(&id, &key, &number).await?;
    Ok(StatusCode::NO_CONTENT)
}
