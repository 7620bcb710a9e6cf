//! `/people`: everybody with an account, and the way to invite somebody.

use super::invite::Inviting;
use super::words::{AccountState, PEOPLE, role_name};
use crate::api::Refused;
use crate::api::accounts::{AccountLine, InvitePerson, list_accounts};
use crate::components::{Badge, Cell, DataTable, HeadCell, Loading, Notice, PageHeader, Row, Tone};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, saved_word, successes};
use crate::pages::organizer::refused::RefusedState;
use crate::pages::organizer::times_in::TimesIn;
use leptos::prelude::*;
use leptos_meta::Title;

/// The list of people.
pub struct PeoplePage {
    list: Resource<Result<Vec<AccountLine>, Refused>>,
    invite: ServerAction<InvitePerson>,
}

impl PeoplePage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let invite = ServerAction::new();
        let done = successes(invite);
        Self { list: Resource::new(move || done.get(), |_| list_accounts()), invite }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let PeoplePage { list, invite } = this;
        let allowed = may_administer();
        view! {
            <Title text=td_string!(l, people.title)/>
            <PageHeader title=td_string!(l, people.title) meta=move || td_string!(l, people.meta)/>
            <Deleted/>
            <Transition fallback=move || view! { <Loading label=td_string!(l, people.loading)/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(lines) => view! { <People lines=lines/> }.into_any(),
                        Err(Refused(refusal)) => view! { <RefusedState refusal=refusal/> }.into_any(),
                    }
                })}
            </Transition>
            // Outside of what is read anew, so that the link stays in sight.
            {allowed.then(|| view! { <Inviting action=invite/> })}
        }
        .into_any()
    }
}

/// Is whoever looks an administrator?
fn may_administer() -> bool {
    let viewer = use_context::<crate::page::Page>().and_then(|page| page.viewer);
    viewer.as_ref().is_some_and(crate::page::Viewer::may_administer)
}

/// Said when an account was just deleted on its own page.
#[component]
fn Deleted() -> impl IntoView {
    let l = locale();
    let saved = saved_word();
    let deleted = move || saved.get_value().as_deref() == Some("deleted");
    let said = Signal::derive(move || deleted().then(|| td_string!(l, people.deleted).to_owned()));
    view! { <Done text=said/> }
}

#[component]
fn People(lines: Vec<AccountLine>) -> impl IntoView {
    let l = locale();
    let alone = lines.len() == 1;
    let head = vec![
        HeadCell::new(td_string!(l, people.column.name)),
        HeadCell::new(td_string!(l, people.column.role)),
        HeadCell::new(td_string!(l, people.column.state)),
        HeadCell::new(td_string!(l, people.column.since)),
    ];
    let rows = lines.into_iter().map(|line| view! { <PersonLine line=line/> }).collect_view();
    view! {
        <div class="stack">
            <TimesIn/>
            <DataTable caption=td_string!(l, people.caption) head=head>{rows}</DataTable>
            {alone.then(|| view! {
                <Notice tone=Tone::Info title=td_string!(l, people.alone.title)>
                    <p>{td_string!(l, people.alone.text)}</p>
                </Notice>
            })}
        </div>
    }
}

#[component]
fn PersonLine(line: AccountLine) -> impl IntoView {
    let l = locale();
    let href = format!("{PEOPLE}/{}", line.id);
    view! {
        <Row>
            <Cell main=true label=td_string!(l, people.column.name)>
                <a href=href>{line.name}</a>
                {line.is_self.then(|| view! { " " <Badge>{td_string!(l, people.you)}</Badge> })}
                <span class="cell-note">{line.account}</span>
            </Cell>
            <Cell label=td_string!(l, people.column.role)>{role_name(l, line.role)}</Cell>
            <Cell label=td_string!(l, people.column.state)>
                <AccountState disabled=line.disabled waiting=line.waiting/>
            </Cell>
            <Cell label=td_string!(l, people.column.since)>{line.since}</Cell>
        </Row>
    }
}
