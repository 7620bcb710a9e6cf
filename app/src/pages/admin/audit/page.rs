//! `/audit`: the log, as the address asks for it.

use super::chain::Chain;
use super::filters::AuditFilters;
use super::query::{AUDIT, address, from_the_newest, narrows, read_query};
use super::table::AuditTable;
use crate::api::Refused;
use crate::api::audit::{AuditQuery, AuditView, CheckAudit, search_audit};
use crate::components::{ButtonLink, EmptyState, Link, Loading, PageHeader, Pagination, Variant};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::refused::RefusedState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The audit log.
pub struct AuditPage {
    query: Memo<AuditQuery>,
    view: Resource<Result<AuditView, Refused>>,
    check: ServerAction<CheckAudit>,
}

impl AuditPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let address = use_query_map();
        let query = Memo::new(move |_| address.with(read_query));
        let view = Resource::new(move || query.get(), search_audit);
        Self { query, view, check: ServerAction::new() }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let AuditPage { query, view, check } = this;
        view! {
            <Title text=td_string!(l, audit.title)/>
            <PageHeader title=td_string!(l, audit.title) meta=move || td_string!(l, audit.meta)/>
            <Transition fallback=move || view! { <Loading label=td_string!(l, audit.loading) rows=8/> }>
                {move || Suspend::new(async move {
                    match view.await {
                        Ok(found) => {
                            let query = query.get_untracked();
                            view! { <Found found=found query=query check=check/> }.into_any()
                        }
                        Err(Refused(refusal)) => view! { <RefusedState refusal=refusal/> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

/// The filters, what they found, and whether all of it is as it was written.
#[component]
fn Found(found: AuditView, query: AuditQuery, check: ServerAction<CheckAudit>) -> impl IntoView {
    let l = locale();
    let newest = from_the_newest(&query);
    let previous =
        (!query.after.is_empty()).then(|| Link::new(address(AUDIT, &newest), td_string!(l, audit.newest)));
    let next = found.next.map(|after| {
        let next = AuditQuery { after, ..query.clone() };
        Link::new(address(AUDIT, &next), td_string!(l, audit.older))
    });
    let lines = if found.rows.is_empty() {
        view! { <NoLines narrowed=narrows(&query) more=next.is_some()/> }.into_any()
    } else {
        let zone = td_string!(l, audit.zone, zone = found.zone).to_string();
        view! {
            <p class="muted" role="status">{format!("{} · {zone}", td_string!(l, audit.newest_first))}</p>
            <AuditTable rows=found.rows/>
        }
        .into_any()
    };
    view! {
        <AuditFilters query=query people=found.people actions=found.actions/>
        {lines}
        <Pagination label=td_string!(l, audit.pages) previous=previous next=next/>
        <p class="page-actions">
            <ButtonLink
                href=address("/audit/log.csv", &newest)
                variant=Variant::Secondary
                icon=icondata::LuDownload
                download=true
            >
                {td_string!(l, audit.file.csv)}
            </ButtonLink>
            <ButtonLink
                href=address("/audit/log.jsonl", &newest)
                variant=Variant::Secondary
                icon=icondata::LuDownload
                download=true
            >
                {td_string!(l, audit.file.jsonl)}
            </ButtonLink>
        </p>
        <Chain last=found.chain action=check/>
    }
}

/// Nothing yet, nothing that matches, or nothing in the part that was looked through.
#[component]
fn NoLines(narrowed: bool, more: bool) -> impl IntoView {
    let l = locale();
    let (title, text) = match (more, narrowed) {
        (true, _) => (td_string!(l, audit.empty.part), td_string!(l, audit.empty.part_text)),
        (false, true) => (td_string!(l, audit.empty.title), td_string!(l, audit.empty.text)),
        (false, false) => (td_string!(l, audit.empty.none), td_string!(l, audit.empty.none_text)),
    };
    view! { <EmptyState icon=icondata::LuSearchX title=title text=text/> }
}
