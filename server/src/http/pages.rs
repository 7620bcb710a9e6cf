//! The application's pages, rendered by Leptos.

use super::{State, assets, layers, preloads};
use axum::Router;
use axum::http::request::Parts;
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

/// Found once: while Leptos looks for them, whatever is being rendered in the same process waits for its resources
/// for ever (leptos issue 4773), and tests serve more than once in a process.
static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

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
        let page = describe_page(&default_zone, services.now());
        provide_context(Assets { folder: assets::FOLDER.clone(), preloads: preloads_of(&page) });
        provide_context(page);
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

/// A refused form is answered at the form's own address, in place of the page it stood on. Whoever is not signed in
/// gets none of the pages.
fn preloads_of(page: &Page) -> Option<&'static str> {
    let replayed = page.replay().map(|replay| replay.page);
    let asked = || use_context::<Parts>().map(|parts| parts.uri.path().to_owned());
    let path = page.viewer.as_ref().and_then(|_| replayed.or_else(asked));
    preloads::links(path.as_deref().and_then(|path| path.split('?').next()))
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
