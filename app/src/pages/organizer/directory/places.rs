//! `/directory`: which connections have a directory.

use super::words::DIRECTORY;
use crate::api::Refused;
use crate::api::directory::{DirectoryPlace, list_directories};
use crate::components::{Cell, DataTable, EmptyState, HeadCell, Loading, PageHeader, Row};
use crate::i18n::*;
use crate::language::{locale, vendor_word};
use crate::page::{Page, Viewer};
use crate::pages::organizer::refused::RefusedState;
use leptos::prelude::*;
use leptos_meta::Title;
use portico_domain::capabilities::Vendor;

/// The list of directories.
pub struct DirectoriesPage {
    places: Resource<Result<Vec<DirectoryPlace>, Refused>>,
}

impl DirectoriesPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        Self { places: Resource::new(|| (), |()| list_directories()) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let places = this.places;
        let meta = td_string!(l, directory.meta);
        view! {
            <Title text=td_string!(l, directory.title)/>
            <PageHeader title=td_string!(l, directory.title) meta=move || meta/>
            <Suspense fallback=move || view! { <Loading label=td_string!(l, directory.loading)/> }>
                {move || Suspend::new(async move {
                    match places.await {
                        Ok(places) => view! { <Places places=places/> }.into_any(),
                        Err(Refused(refusal)) => view! { <RefusedState refusal=refusal/> }.into_any(),
                    }
                })}
            </Suspense>
        }
        .into_any()
    }
}

#[component]
fn Places(places: Vec<DirectoryPlace>) -> impl IntoView {
    let l = locale();
    if places.is_empty() {
        return view! {
            <EmptyState
                icon=icondata::LuBookUser
                title=td_string!(l, directory.empty.title)
                text=td_string!(l, directory.empty.text)
            />
        }
        .into_any();
    }
    let head = vec![
        HeadCell::new(td_string!(l, directory.connection)),
        HeadCell::new(td_string!(l, directory.contents)),
    ];
    let rows = places.into_iter().map(|place| view! { <PlaceRow place=place/> }).collect_view();
    view! { <DataTable caption=td_string!(l, directory.caption) head=head>{rows}</DataTable> }.into_any()
}

/// Only what leads to something is a link.
#[component]
fn PlaceRow(place: DirectoryPlace) -> impl IntoView {
    let l = locale();
    let viewer = use_context::<Page>().and_then(|page| page.viewer);
    let administers = viewer.as_ref().is_some_and(Viewer::may_administer);
    let (leads, holds) = match place.vendor {
        Vendor::Vmr => (true, td_string!(l, directory.holds.vmr)),
        Vendor::Cloudroom if administers => (true, td_string!(l, directory.holds.cloudroom)),
        Vendor::Cloudroom => (false, td_string!(l, directory.holds.cloudroom_closed)),
        Vendor::Webapi => (false, td_string!(l, directory.holds.webapi)),
    };
    let name = if leads {
        view! { <a href=format!("{DIRECTORY}/{}", place.id)>{place.name}</a> }.into_any()
    } else {
        view! { <span>{place.name}</span> }.into_any()
    };
    view! {
        <Row>
            <Cell main=true>
                {name}
                <span class="cell-note">{vendor_word(l, place.vendor)}</span>
            </Cell>
            <Cell label=td_string!(l, directory.contents)>{holds}</Cell>
        </Row>
    }
}
