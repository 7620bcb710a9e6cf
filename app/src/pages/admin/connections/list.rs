//! `/connections`: every vendor account, and whether it answers.

use super::health::Standing;
use super::words::{CONNECTIONS, skew_in_short, vendor_name};
use crate::api::Refused;
use crate::api::connections::{ConnectionLine, list_connections};
use crate::components::{ButtonLink, Cell, DataTable, EmptyState, HeadCell, Loading, PageHeader, Row};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::refused::RefusedState;
use leptos::prelude::*;
use leptos_meta::Title;

/// The list of connections.
pub struct ConnectionsPage {
    list: Resource<Result<Vec<ConnectionLine>, Refused>>,
}

impl ConnectionsPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        Self { list: Resource::new(|| (), |()| list_connections()) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let list = this.list;
        view! {
            <Title text=td_string!(l, connections.title)/>
            <Suspense fallback=move || view! { <Waiting/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(lines) => view! { <Connections lines=lines/> }.into_any(),
                        Err(Refused(refusal)) => view! {
                            <PageHeader title=td_string!(l, connections.title)/>
                            <RefusedState refusal=refusal/>
                        }
                        .into_any(),
                    }
                })}
            </Suspense>
        }
        .into_any()
    }
}

#[component]
fn Waiting() -> impl IntoView {
    let l = locale();
    view! {
        <PageHeader title=td_string!(l, connections.title)/>
        <Loading label=td_string!(l, connections.loading)/>
    }
}

/// The button that begins a new one.
fn connect_button(l: Locale) -> impl IntoView {
    view! {
        <ButtonLink href=format!("{CONNECTIONS}/new") icon=icondata::LuPlus>
            {td_string!(l, connections.connect)}
        </ButtonLink>
    }
}

#[component]
fn Connections(lines: Vec<ConnectionLine>) -> impl IntoView {
    let l = locale();
    let (title, meta) = (td_string!(l, connections.title), td_string!(l, connections.meta));
    if lines.is_empty() {
        return view! {
            <PageHeader title=title meta=move || meta/>
            <EmptyState
                icon=icondata::LuPlug
                title=td_string!(l, connections.empty.title)
                text=td_string!(l, connections.empty.text)
            >
                {connect_button(l)}
            </EmptyState>
        }
        .into_any();
    }
    let head = vec![
        HeadCell::new(td_string!(l, connections.column.name)),
        HeadCell::new(td_string!(l, connections.column.state)),
        HeadCell::new(td_string!(l, connections.column.answered)),
        HeadCell::new(td_string!(l, connections.column.synchronised)),
        HeadCell::new(td_string!(l, connections.column.meetings)).end(),
    ];
    let rows = lines.into_iter().map(|line| view! { <ConnectionRow line=line/> }).collect_view();
    view! {
        <PageHeader title=title meta=move || meta actions=move || connect_button(l)/>
        <DataTable caption=td_string!(l, connections.caption) head=head>
            {rows}
        </DataTable>
    }
    .into_any()
}

/// One connection: name, vendor and address together, then how it stands.
#[component]
fn ConnectionRow(line: ConnectionLine) -> impl IntoView {
    let l = locale();
    let skew = skew_in_short(l, line.skew_seconds);
    let href = format!("{CONNECTIONS}/{}", line.id);
    let standing = line.clone();
    let or_never =
        move |when: Option<String>| when.unwrap_or_else(|| td_string!(l, connections.never).to_owned());
    let (answered, synchronised) = (or_never(line.answered), or_never(line.synchronised));
    view! {
        <Row>
            <Cell main=true label=td_string!(l, connections.column.name)>
                <a href=href>{line.name}</a>
                <span class="cell-note">{vendor_name(l, line.vendor)} " · " {line.base_url}</span>
            </Cell>
            <Cell label=td_string!(l, connections.column.state)>
                <Standing line=standing/>
                {skew.map(|skew| view! { <span class="cell-note">{skew}</span> })}
            </Cell>
            <Cell label=td_string!(l, connections.column.answered)>
                {answered}
            </Cell>
            <Cell label=td_string!(l, connections.column.synchronised)>
                {synchronised}
            </Cell>
            <Cell end=true label=td_string!(l, connections.column.meetings)>{line.meetings}</Cell>
        </Row>
    }
}
