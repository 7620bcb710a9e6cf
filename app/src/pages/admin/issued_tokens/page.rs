//! `/tokens`: the tokens of everybody, as the address asks for them.

use super::filters::IssuedFilters;
use super::query::{address, from_the_newest, narrows, read_query};
use super::table::IssuedTable;
use crate::api::Refused;
use crate::api::issued_tokens::{IssuedQuery, IssuedView, RevokeIssuedToken, list_issued_tokens};
use crate::components::{ButtonLink, EmptyState, Link, Loading, PageHeader, Pagination, Variant};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, NotDone, said, successes};
use crate::pages::organizer::refused::RefusedState;
use crate::pages::organizer::times_in::TimesIn;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page of everybody's tokens.
pub struct IssuedTokensPage {
    query: Memo<IssuedQuery>,
    view: Resource<Result<IssuedView, Refused>>,
    revoke: ServerAction<RevokeIssuedToken>,
}

impl IssuedTokensPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let address = use_query_map();
        let query = Memo::new(move |_| address.with(read_query));
        let revoke = ServerAction::new();
        let revoked = successes(revoke);
        let view =
            Resource::new(move || (query.get(), revoked.get()), |(query, _)| list_issued_tokens(query));
        Self { query, view, revoke }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let IssuedTokensPage { query, view, revoke } = this;
        let trouble = FormState::new(revoke, &["id"]);
        view! {
            <Title text=td_string!(l, issued_tokens.title)/>
            <PageHeader
                title=td_string!(l, issued_tokens.title)
                meta=move || td_string!(l, issued_tokens.meta)
                actions=move || own_tokens(l)
            />
            <Done text=said(revoke, td_string!(l, issued_tokens.revoke.done))/>
            <NotDone state=trouble title=td_string!(l, issued_tokens.revoke.trouble)/>
            <Transition fallback=move || view! { <Loading label=td_string!(l, issued_tokens.loading) rows=6/> }>
                {move || Suspend::new(async move {
                    match view.await {
                        Ok(found) => {
                            let query = query.get_untracked();
                            view! { <Found found=found query=query action=revoke/> }.into_any()
                        }
                        Err(Refused(refusal)) => view! { <RefusedState refusal=refusal/> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

/// The way to the tokens of whoever looks, where new ones are made.
fn own_tokens(l: Locale) -> impl IntoView {
    view! {
        <ButtonLink href="/account/tokens" variant=Variant::Secondary icon=icondata::LuKeyRound>
            {td_string!(l, issued_tokens.own)}
        </ButtonLink>
    }
}

/// The filters, and what they found.
#[component]
fn Found(found: IssuedView, query: IssuedQuery, action: ServerAction<RevokeIssuedToken>) -> impl IntoView {
    let l = locale();
    let newest = address(&from_the_newest(&query));
    let previous = (!query.after.is_empty()).then(|| Link::new(newest, td_string!(l, issued_tokens.newest)));
    let next = found.next.map(|after| {
        let next = IssuedQuery { after, ..query.clone() };
        Link::new(address(&next), td_string!(l, issued_tokens.older))
    });
    let narrowed = narrows(&query);
    let lines = match found.rows.is_empty() {
        true => view! { <NoTokens narrowed=narrowed/> }.into_any(),
        false => view! {
            <TimesIn/>
            <IssuedTable rows=found.rows action=action/>
        }
        .into_any(),
    };
    view! {
        <IssuedFilters query=query people=found.people/>
        {lines}
        <Pagination label=td_string!(l, issued_tokens.pages) previous=previous next=next/>
    }
}

/// Nobody has one, or nobody's is so.
#[component]
fn NoTokens(narrowed: bool) -> impl IntoView {
    let l = locale();
    let (title, text) = match narrowed {
        true => (td_string!(l, issued_tokens.empty.title), td_string!(l, issued_tokens.empty.text)),
        false => (td_string!(l, issued_tokens.empty.none), td_string!(l, issued_tokens.empty.none_text)),
    };
    view! { <EmptyState icon=icondata::LuKeyRound title=title text=text/> }
}
