//! The application's pages, rendered by Leptos.

use super::{State, assets, layers};
use axum::Router;
use axum::http::request::Parts;
use leptos::WasmSplitManifest;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::{AxumRouteListing, LeptosRoutes, ResponseOptions, generate_route_list};
use portico_app::api::Links;
use portico_app::page::{FormAnswer, FormReplay, Page, Viewer};
use portico_app::root::App;
use portico_app::shell::{Assets, shell};
use portico_domain::language::Language;
use portico_domain::people::Person;
use portico_domain::time::Timestamp;
use portico_service::Caller;
use portico_service::when::Zone;
use std::sync::LazyLock;

static ASSETS: LazyLock<Assets> =
    LazyLock::new(|| Assets { folder: assets::FOLDER.clone(), split: split_manifest() });

/// Found once: while Leptos looks for them, whatever is being rendered in the same process waits for its resources
/// for ever (leptos issue 4773), and tests serve more than once in a process.
static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

fn split_manifest() -> Option<WasmSplitManifest> {
    let file = assets::find("__wasm_split_manifest.json")?;
    let preloads = serde_json::from_slice(file.plain).ok()?;
    let script = assets::FILES.iter().find(|file| file.name.starts_with("__wasm_split."))?.name;
    Some(WasmSplitManifest(ArcStoredValue::new((
        format!("/{}", assets::FOLDER.clone()),
        preloads,
        script.to_owned(),
    ))))
}

/// How addresses of ours that people open are built.
pub fn links(state: &State) -> Links {
    Links { origin: state.settings.public_origin(), zone: state.settings.keys.zone.clone() }
}

pub fn router(state: &State) -> Router<State> {
    let (services, links) = (state.services.clone(), links(state));
    let default_zone = state.settings.keys.zone.clone();
    let context = move || {
        provide_context(services.clone());
        provide_context(links.clone());
        provide_context(ASSETS.clone());
        provide_context(describe_page(&default_zone, services.now()));
        if let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) {
            let mut headers = axum::http::HeaderMap::new();
            layers::application_policy(&mut headers, &nonce);
            for (name, value) in headers {
                if let Some(name) = name {
                    response.insert_header(name, value);
                }
            }
        }
    };
    Router::new().leptos_routes_with_context(state, ROUTES.clone(), context, shell)
}

fn zone_of(person: &Person, default_zone: &str) -> Zone {
    let own = person.zone.as_deref().and_then(Zone::named);
    own.or_else(|| Zone::named(default_zone)).unwrap_or_else(Zone::utc)
}

fn describe_page(default_zone: &str, now: Timestamp) -> Page {
    let Some(parts) = use_context::<Parts>() else {
        return Page::default();
    };
    let caller = parts.extensions.get::<Caller>().cloned().unwrap_or_default();
    let mut page = Page {
        language: parts.extensions.get::<Language>().copied().unwrap_or_default(),
        viewer: caller.person().map(|person| Viewer {
            name: person.name.clone(),
            role: person.role,
            zone: zone_of(person, default_zone).label(now),
        }),
        replay: None,
        answer: None,
    };
    if let Some(replay) = parts.extensions.get::<FormReplay>() {
        page.set_replay(replay);
    }
    if let Some(answer) = parts.extensions.get::<FormAnswer>() {
        page.set_answer(answer);
    }
    page
}
