//! Tokens below each other.

use super::filters::state_word;
use super::revoke::Revoking;
use crate::api::issued_tokens::{IssuedLine, RevokeIssuedToken};
use crate::components::{BadgeState, Cell, DataTable, HeadCell, Row, StateBadge};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::token_words::{proxy_words, scope_words};
use leptos::prelude::*;
use portico_domain::tokens::TokenState;

/// A page of the list.
#[component]
pub fn IssuedTable(rows: Vec<IssuedLine>, action: ServerAction<RevokeIssuedToken>) -> impl IntoView {
    let l = locale();
    let head = vec![
        HeadCell::new(td_string!(l, issued_tokens.column.name)),
        HeadCell::new(td_string!(l, issued_tokens.column.person)),
        HeadCell::new(td_string!(l, issued_tokens.column.allows)),
        HeadCell::new(td_string!(l, issued_tokens.column.used)),
        HeadCell::new(td_string!(l, issued_tokens.column.state)),
        HeadCell::new(td_string!(l, issued_tokens.column.actions)).hidden(),
    ];
    let rows = rows.into_iter().map(|line| view! { <Line line=line action=action/> }).collect_view();
    view! { <DataTable caption=td_string!(l, issued_tokens.caption) head=head>{rows}</DataTable> }
}

#[component]
fn Line(line: IssuedLine, action: ServerAction<RevokeIssuedToken>) -> impl IntoView {
    let l = locale();
    let made = td_string!(l, issued_tokens.made, hint = line.token.hint.as_str(), at = line.created.as_str())
        .to_string();
    let (name, owner, account) = (line.token.name.clone(), line.owner.clone(), line.account.clone());
    let used = line.token.used.clone();
    let used = used.unwrap_or_else(|| td_string!(l, issued_tokens.never_used).to_owned());
    let href = format!("/people/{}", line.owner_id);
    let (standing, allowed) = (line.clone(), line.clone());
    view! {
        <Row>
            <Cell main=true label=td_string!(l, issued_tokens.column.name)>
                {name}
                <span class="cell-note">{made}</span>
            </Cell>
            <Cell label=td_string!(l, issued_tokens.column.person)>
                <a href=href>{owner}</a>
                <span class="cell-note">{account}</span>
            </Cell>
            <Cell label=td_string!(l, issued_tokens.column.allows)><Allowed line=allowed/></Cell>
            <Cell label=td_string!(l, issued_tokens.column.used)>{used}</Cell>
            <Cell label=td_string!(l, issued_tokens.column.state)><Standing line=standing/></Cell>
            <Cell actions=true><Revoking line=line action=action/></Cell>
        </Row>
    }
}

/// Scopes and operations of the proxy, each on a line of its own.
#[component]
fn Allowed(line: IssuedLine) -> impl IntoView {
    let l = locale();
    let plain = line.token.scopes.iter().map(|scope| scope_words(l, *scope).0.to_owned());
    let proxies = line.token.proxies.iter().map(|proxy| proxy_words(l, proxy));
    let sleeps = line.proxies_sleep.then(|| td_string!(l, issued_tokens.proxies_sleep).to_owned());
    plain
        .chain(proxies)
        .chain(sleeps)
        .map(|words| view! { <span class="cell-note">{words}</span> })
        .collect_view()
}

/// The badge, and when the token ends or has ended.
#[component]
fn Standing(line: IssuedLine) -> impl IntoView {
    let l = locale();
    let (badge, state) = match line.token.expired {
        true => (BadgeState::Ended, TokenState::Expired),
        false => (BadgeState::Ok, TokenState::Active),
    };
    let end = match (line.token.expires, line.token.expired) {
        (None, _) => td_string!(l, issued_tokens.no_end).to_owned(),
        (Some(at), true) => td_string!(l, issued_tokens.ended, at = at.as_str()).to_string(),
        (Some(at), false) => td_string!(l, issued_tokens.ends, at = at.as_str()).to_string(),
    };
    view! {
        <StateBadge state=badge label=state_word(l, state)/>
        <span class="cell-note">{end}</span>
    }
}
