//! `/api/v1/connections/{id}/companies`

use super::super::Errors;
use super::super::problem::Problem;
use super::super::receive::{Body, Named, Once, Script};
use super::super::words::entries::{self as words, ChangedCompany, CompaniesWords, CompanyWords, NewCompany};
use super::{found, keeper, recorded};
use crate::http::State;
use axum::Json;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(view, change, delete))
}

/// List companies
///
/// Where the vendor has such (`cloudroom`). Only an administrator's token may, here and below.
#[utoipa::path(get, operation_id = "listCompanies", path = "/connections/{id}/companies", tag = "directory", params(("id" = String, Path, description = "A connection's id or name")),
    security(("token" = ["directory"])), responses((status = 200, body = CompaniesWords), Errors))]
async fn list(Script(script): Script, Named(id): Named<String>) -> Result<Json<CompaniesWords>, Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    let record = administrator.directory(&id).await?;
    Ok(Json(CompaniesWords { items: record.companies.iter().map(words::company).collect() }))
}

/// Make a company
///
/// With its first administrator. The connection needs the platform's own secret, here and below.
#[utoipa::path(post, operation_id = "createCompany", path = "/connections/{id}/companies", tag = "directory", request_body = NewCompany,
    params(("id" = String, Path, description = "A connection's id or name"), ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["directory"])), responses((status = 201, body = CompanyWords), Errors))]
async fn create(
    Script(script): Script,
    Named(id): Named<String>,
    Once(key): Once,
    Body(wanted): Body<NewCompany>,
) -> Result<(StatusCode, Json<CompanyWords>), Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    let (form, password) = words::new_company(wanted);
    administrator.create_company(&id, &key, &form, &password).await?;
    let companies = administrator.directory(&id).await?.companies;
    Ok((StatusCode::CREATED, Json(words::company(recorded(&companies, &form.guid)?))))
}

/// Look at a company
#[utoipa::path(get, operation_id = "getCompany", path = "/connections/{id}/companies/{guid}", tag = "directory",
    params(("id" = String, Path, description = "A connection's id or name"), ("guid" = String, Path)),
    security(("token" = ["directory"])), responses((status = 200, body = CompanyWords), Errors))]
async fn view(
    Script(script): Script,
    Named((id, guid)): Named<(String, String)>,
) -> Result<Json<CompanyWords>, Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    let companies = administrator.directory(&id).await?.companies;
    Ok(Json(words::company(found(&companies, &guid)?)))
}

/// Rename a company
#[utoipa::path(patch, operation_id = "changeCompany", path = "/connections/{id}/companies/{guid}", tag = "directory",
    request_body = ChangedCompany, params(("id" = String, Path, description = "A connection's id or name"), ("guid" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["directory"])), responses((status = 200, body = CompanyWords), Errors))]
async fn change(
    Script(script): Script,
    Named((id, guid)): Named<(String, String)>,
    Once(key): Once,
    Body(wanted): Body<ChangedCompany>,
) -> Result<Json<CompanyWords>, Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    administrator.change_company(&id, &key, &words::changed_company(guid.clone(), wanted)).await?;
    let companies = administrator.directory(&id).await?.companies;
    Ok(Json(words::company(recorded(&companies, &guid)?)))
}

/// Remove a company
#[utoipa::path(delete, operation_id = "removeCompany", path = "/connections/{id}/companies/{guid}", tag = "directory",
    params(("id" = String, Path, description = "A connection's id or name"), ("guid" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["directory"])), responses((status = 204), Errors))]
async fn delete(
    Script(script): Script,
    Named((id, guid)): Named<(String, String)>,
    Once(key): Once,
) -> Result<StatusCode, Problem> {
    let (administrator, id) = keeper(&script, &id).await?;
    administrator.remove_company(&id, &key, &guid).await?;
    Ok(StatusCode::NO_CONTENT)
}
