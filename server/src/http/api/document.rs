//! The OpenAPI document, made of the routes' own declarations.

use super::described;
use super::problem::Details;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, OpenApi as Document};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Portico",
        description = "Meetings, join links and recordings over all connected vendors. A token is made on the \
            page API tokens of one's account; it allows what its scopes say and never more than its person may. \
            Times are RFC 3339. Errors are problem details (RFC 9457). Where a change takes the header \
            Idempotency-Key, it happens once however often it is sent under that key."
    ),
    tags(
        (name = "token", description = "The token itself"),
        (name = "meetings", description = "Meetings, series, live state, recording on demand"),
        (name = "materials", description = "Attendance, streams, documents and the picture of a meeting"),
        (name = "join links", description = "What participants are given"),
        (name = "recordings", description = "Recordings over all connections"),
        (name = "connections", description = "How vendors stand"),
        (name = "directory", description = "Rooms and contacts at a vendor; users, departments and companies"),
        (name = "webhooks", description = "Who is told what happens"),
    ),
    components(schemas(Details)),
    modifiers(&Bearer)
)]
struct Head;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut Document) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("portico_…")
            .description(Some("An API token"))
            .build();
        let components = document.components.get_or_insert_with(Components::new);
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// The document as JSON.
pub fn openapi() -> String {
    let (_, mut document) = OpenApiRouter::<super::State>::with_openapi(Head::openapi())
        .nest("/api/v1", described())
        .split_for_parts();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    document.to_pretty_json().unwrap_or_default()
}
