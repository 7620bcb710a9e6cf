//! `/webhooks`: every address that events are sent to, and how it stands.

use super::add::Adding;
use super::words::{Standing, WEBHOOKS};
use crate::api::Refused;
use crate::api::webhooks::{AddWebhook, WebhookLine, list_webhooks};
use crate::components::{Cell, DataTable, EmptyState, HeadCell, Loading, PageHeader, Row};
use crate::i18n::*;
use crate::language::locale;
use crate::page::{Page, Viewer};
use crate::pages::organizer::outcome::{Done, saved_word, successes};
use crate::pages::organizer::refused::RefusedState;
use leptos::prelude::*;
use leptos_meta::Title;

/// The list of webhooks.
pub struct WebhooksPage {
    list: Resource<Result<Vec<WebhookLine>, Refused>>,
    add: ServerAction<AddWebhook>,
}

impl WebhooksPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let add = ServerAction::new();
        let added = successes(add);
        Self { list: Resource::new(move || added.get(), |_| list_webhooks()), add }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let WebhooksPage { list, add } = this;
        let viewer = use_context::<Page>().and_then(|page| page.viewer);
        let allowed = viewer.as_ref().is_some_and(Viewer::may_administer);
        view! {
            <Title text=td_string!(l, webhooks.title)/>
            <PageHeader title=td_string!(l, webhooks.title) meta=move || td_string!(l, webhooks.meta)/>
            <Removed/>
            <Transition fallback=move || view! { <Loading label=td_string!(l, webhooks.loading)/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(lines) => view! { <Webhooks lines=lines/> }.into_any(),
                        Err(Refused(refusal)) => view! { <RefusedState refusal=refusal/> }.into_any(),
                    }
                })}
            </Transition>
            {allowed.then(|| view! { <Adding action=add/> })}
        }
        .into_any()
    }
}

/// Said when one was just removed on its own page.
#[component]
fn Removed() -> impl IntoView {
    let l = locale();
    let saved = saved_word();
    let removed = move || saved.get_value().as_deref() == Some("removed");
    let said = Signal::derive(move || removed().then(|| td_string!(l, webhooks.removed).to_owned()));
    view! { <Done text=said/> }
}

#[component]
fn Webhooks(lines: Vec<WebhookLine>) -> impl IntoView {
    let l = locale();
    if lines.is_empty() {
        return view! {
            <EmptyState
                icon=icondata::LuWebhook
                title=td_string!(l, webhooks.empty.title)
                text=td_string!(l, webhooks.empty.text)
            />
        }
        .into_any();
    }
    let head = vec![
        HeadCell::new(td_string!(l, webhooks.column.name)),
        HeadCell::new(td_string!(l, webhooks.column.state)),
        HeadCell::new(td_string!(l, webhooks.column.events)).end(),
        HeadCell::new(td_string!(l, webhooks.column.waiting)).end(),
    ];
    let rows = lines.into_iter().map(|line| view! { <WebhookRow line=line/> }).collect_view();
    view! { <DataTable caption=td_string!(l, webhooks.caption) head=head>{rows}</DataTable> }.into_any()
}

#[component]
fn WebhookRow(line: WebhookLine) -> impl IntoView {
    let l = locale();
    let href = format!("{WEBHOOKS}/{}", line.id);
    let (events, waiting) = (line.events.len(), line.waiting);
    let (name, url) = (line.name.clone(), line.url.clone());
    view! {
        <Row>
            <Cell main=true label=td_string!(l, webhooks.column.name)>
                <a href=href>{name}</a>
                <span class="cell-note">{url}</span>
            </Cell>
            <Cell label=td_string!(l, webhooks.column.state)><Standing line=line/></Cell>
            <Cell label=td_string!(l, webhooks.column.events) end=true>{events}</Cell>
            <Cell label=td_string!(l, webhooks.column.waiting) end=true>{waiting}</Cell>
        </Row>
    }
}
