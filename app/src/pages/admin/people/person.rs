//! `/people/:id`: one account, and what an administrator does to it.

use super::access::Access;
use super::password::ResetPassword;
use super::role::ChangeRole;
use super::words::{AccountState, PEOPLE, role_name};
use crate::api::Refused;
use crate::api::accounts::{self as api, AccountDetail, AccountLine};
use crate::components::{Fact, Facts, Link, Loading, Notice, PageHeader, Tone};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, said, successes};
use crate::pages::organizer::refused::RefusedState;
use crate::pages::organizer::times_in::times_in;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// What can be done on the page. It lives as long as the page, not as long as one reading of the account.
#[derive(Clone, Copy)]
pub struct Acts {
    pub role: ServerAction<api::ChangeRole>,
    pub disable: ServerAction<api::DisableAccount>,
    pub reset: ServerAction<api::ResetPassword>,
    pub delete: ServerAction<api::DeleteAccount>,
}

/// The page of one account.
pub struct PersonPage {
    acts: Acts,
    detail: Resource<Result<AccountDetail, Refused>>,
}

fn back(l: Locale) -> Link {
    Link::new(PEOPLE, td_string!(l, people.back))
}

impl PersonPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let address = use_params_map();
        let id = Memo::new(move |_| address.with(|address| address.get("id").unwrap_or_default()));
        let acts = Acts {
            role: ServerAction::new(),
            disable: ServerAction::new(),
            reset: ServerAction::new(),
            delete: ServerAction::new(),
        };
        let (role, disable, reset) = (successes(acts.role), successes(acts.disable), successes(acts.reset));
        let done = move || (id.get(), role.get(), disable.get(), reset.get());
        let detail = Resource::new(done, |(id, ..)| api::view_account_of(id));
        Self { acts, detail }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let PersonPage { acts, detail } = this;
        view! {
            <Transition fallback=move || {
                view! { <Loading label=td_string!(l, people.one.loading) rows=6/> }
            }>
                {move || Suspend::new(async move {
                    match detail.await {
                        Ok(detail) => view! { <Person detail=detail acts=acts/> }.into_any(),
                        Err(Refused(refusal)) => view! {
                            <Title text=td_string!(l, people.title)/>
                            <PageHeader title=td_string!(l, people.title) back=back(l)/>
                            <RefusedState refusal=refusal/>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

/// The whole page, once the account is known.
#[component]
fn Person(detail: AccountDetail, acts: Acts) -> impl IntoView {
    let l = locale();
    let AccountDetail { line, heirs } = detail;
    let (disabled, waiting) = (line.disabled, line.waiting);
    let access = if disabled {
        td_string!(l, people.one.access.disabled)
    } else {
        td_string!(l, people.one.access.enabled)
    };
    view! {
        <Title text=line.name.clone()/>
        <PageHeader
            title=line.name.clone()
            back=back(l)
            badge=move || view! { <AccountState disabled=disabled waiting=waiting/> }
            meta=move || times_in(l)
        />
        <div class="stack">
            <Done text=said(acts.role, td_string!(l, people.one.role.done))/>
            <Done text=said(acts.disable, access)/>
            <Standing line=line.clone()/>
        </div>
        {line.is_free().then(|| view! { <ChangeRole line=line.clone() action=acts.role/> })}
        <ResetPassword line=line.clone() action=acts.reset/>
        {line.is_free().then(|| view! { <Access line=line heirs=heirs acts=acts/> })}
    }
}

/// Who it is, and why nothing can happen to them, if so.
#[component]
fn Standing(line: AccountLine) -> impl IntoView {
    let l = locale();
    let last = td_string!(l, people.one.last, name = line.name.as_str()).to_string();
    view! {
        <Facts>
            <Fact label=td_string!(l, people.one.account)>{line.account}</Fact>
            <Fact label=td_string!(l, people.column.role)>{role_name(l, line.role)}</Fact>
            <Fact label=td_string!(l, people.one.since)>{line.since}</Fact>
        </Facts>
        {line.is_last_administrator.then(|| view! {
            <Notice tone=Tone::Info><p>{last}</p></Notice>
        })}
    }
}
