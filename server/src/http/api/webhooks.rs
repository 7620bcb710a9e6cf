//! `/api/v1/webhooks`

use super::Errors;
use super::meetings::rows;
use super::problem::Problem;
use super::receive::{Asked, Body, Named, Script};
use super::words::webhooks::{
    self as words, ChangedWebhook, DeliveryPageWords, DeliveryWords, NewWebhook, SecretWords, WebhookWords,
    WebhooksWords,
};
use crate::http::State;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use portico_domain::ids::{DeliveryId, WebhookId};
use portico_domain::refusals::Rule;
use portico_domain::webhooks::DeliveryState;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(view, change, delete))
        .routes(routes!(rotate))
        .routes(routes!(test))
        .routes(routes!(deliveries))
        .routes(routes!(replay))
}

/// List webhooks
///
/// By name. Only an administrator's token may, here and below.
#[utoipa::path(get, operation_id = "listWebhooks", path = "/webhooks", tag = "webhooks",
    security(("token" = ["webhooks"])), responses((status = 200, body = WebhooksWords), Errors))]
async fn list(Script(script): Script) -> Result<Json<WebhooksWords>, Problem> {
    let found = script.governor()?.webhooks().await?;
    Ok(Json(WebhooksWords { items: found.iter().map(words::webhook).collect() }))
}

/// Add a webhook
///
/// It hears of what happens from now on. The answer holds the signing secret, which is not shown again.
#[utoipa::path(post, operation_id = "addWebhook", path = "/webhooks", tag = "webhooks", request_body = NewWebhook,
    security(("token" = ["webhooks"])), responses((status = 201, body = SecretWords), Errors))]
async fn create(Script(script): Script, Body(wanted): Body<NewWebhook>) -> Result<Response, Problem> {
    let made = script.governor()?.add_webhook(&words::form(wanted)).await?;
    let location = format!("/api/v1/webhooks/{}", made.webhook.id);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(words::secret(&made))).into_response())
}

/// Look at a webhook
#[utoipa::path(get, operation_id = "getWebhook", path = "/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    security(("token" = ["webhooks"])), responses((status = 200, body = WebhookWords), Errors))]
async fn view(Script(script): Script, Named(id): Named<String>) -> Result<Json<WebhookWords>, Problem> {
    Ok(Json(words::webhook(&script.governor()?.webhook(&WebhookId::new(id)).await?)))
}

/// Change, pause or resume a webhook
///
/// What is not said stays. `"paused": false` also lets one go on that was stopped.
#[utoipa::path(patch, operation_id = "changeWebhook", path = "/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    request_body = ChangedWebhook, security(("token" = ["webhooks"])),
    responses((status = 200, body = WebhookWords), Errors))]
async fn change(
    Script(script): Script,
    Named(id): Named<String>,
    Body(wanted): Body<ChangedWebhook>,
) -> Result<Json<WebhookWords>, Problem> {
    let (administrator, id) = (script.governor()?, WebhookId::new(id));
    let known = administrator.webhook(&id).await?;
    let paused = wanted.paused;
    if let Some(form) = words::changed(&known.webhook, wanted) {
        administrator.change_webhook(&id, &form).await?;
    }
    if let Some(paused) = paused {
        administrator.pause_webhook(&id, paused).await?;
    }
    Ok(Json(words::webhook(&administrator.webhook(&id).await?)))
}

/// Remove a webhook
///
/// With its secret, its log and what waits for it.
#[utoipa::path(delete, operation_id = "removeWebhook", path = "/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    security(("token" = ["webhooks"])), responses((status = 204), Errors))]
async fn delete(Script(script): Script, Named(id): Named<String>) -> Result<StatusCode, Problem> {
    script.governor()?.remove_webhook(&WebhookId::new(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change the signing secret
///
/// The answer holds the new one, which is not shown again. The former one signs too for 24 hours.
#[utoipa::path(post, operation_id = "rotateWebhookSecret", path = "/webhooks/{id}/rotate", tag = "webhooks",
    params(("id" = String, Path)), security(("token" = ["webhooks"])),
    responses((status = 200, body = SecretWords), Errors))]
async fn rotate(Script(script): Script, Named(id): Named<String>) -> Result<Json<SecretWords>, Problem> {
    Ok(Json(words::secret(&script.governor()?.rotate_webhook(&WebhookId::new(id)).await?)))
}

/// Send a test event
///
/// Once and at once; the answer says what came of it.
#[utoipa::path(post, operation_id = "testWebhook", path = "/webhooks/{id}/test", tag = "webhooks",
    params(("id" = String, Path)), security(("token" = ["webhooks"])),
    responses((status = 200, body = DeliveryWords), Errors))]
async fn test(Script(script): Script, Named(id): Named<String>) -> Result<Json<DeliveryWords>, Problem> {
    Ok(Json(words::delivery(&script.governor()?.test_webhook(&WebhookId::new(id)).await?)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DeliveryQuery {
    /// `waiting`, `delivered` or `failed`; all unless it is said.
    #[param(pattern = "^(waiting|delivered|failed)$")]
    state: Option<String>,
    /// As `next` of an earlier page said.
    cursor: Option<String>,
    /// Rows of the page; 50 unless it is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// List deliveries
///
/// The newest first. What is settled is kept for 30 days.
#[utoipa::path(get, operation_id = "listDeliveries", path = "/webhooks/{id}/deliveries", tag = "webhooks",
    params(("id" = String, Path), DeliveryQuery), security(("token" = ["webhooks"])),
    responses((status = 200, body = DeliveryPageWords), Errors))]
async fn deliveries(
    Script(script): Script,
    Named(id): Named<String>,
    Asked(query): Asked<DeliveryQuery>,
) -> Result<Json<DeliveryPageWords>, Problem> {
    let administrator = script.governor()?;
    let state = match query.state.as_deref() {
        None => None,
        Some(name) => {
            let state = DeliveryState::from_name(name);
            Some(state.ok_or_else(|| Problem::field("state", Rule::NotAChoice))?)
        }
    };
    let after = query.cursor.filter(|cursor| !cursor.is_empty()).map(DeliveryId::new);
    let limit = rows(query.limit)?;
    let page = administrator.deliveries(&WebhookId::new(id), state, after.as_ref(), limit).await?;
    let items = page.rows.iter().map(words::delivery).collect();
    Ok(Json(DeliveryPageWords { items, next: page.next.map(|id| id.0) }))
}

/// Send an event again
///
/// At once and outside of the order, with the same `webhook-id`; the answer says what came of it. If it fails, it is
/// tried again for a day. What is still on its way is refused (409).
#[utoipa::path(post, operation_id = "replayDelivery", path = "/webhooks/{id}/deliveries/{delivery}/replay",
    tag = "webhooks", params(("id" = String, Path), ("delivery" = String, Path)),
    security(("token" = ["webhooks"])), responses((status = 200, body = DeliveryWords), Errors))]
async fn replay(
    Script(script): Script,
    Named((id, delivery)): Named<(String, String)>,
) -> Result<Json<DeliveryWords>, Problem> {
    let (id, delivery) = (WebhookId::new(id), DeliveryId::new(delivery));
    Ok(Json(words::delivery(&script.governor()?.replay(&id, &delivery).await?)))
}
