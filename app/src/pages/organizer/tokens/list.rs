//! The tokens that there are, and the way to end one.

use super::words::{proxy_words, scope_words};
use crate::api::tokens::{RevokeToken, TokenLine};
use crate::components::{Badge, Button, Cell, Confirm, DataTable, HeadCell, Row, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::times_in::TimesIn;
use leptos::prelude::*;

/// The table of tokens.
#[component]
pub fn Tokens(lines: Vec<TokenLine>, action: ServerAction<RevokeToken>) -> impl IntoView {
    let l = locale();
    let head = vec![
        HeadCell::new(td_string!(l, tokens.list.name)),
        HeadCell::new(td_string!(l, tokens.list.allows)),
        HeadCell::new(td_string!(l, tokens.list.used)),
        HeadCell::new(td_string!(l, tokens.list.expires)),
        HeadCell::new(td_string!(l, tokens.list.actions)).hidden(),
    ];
    let empty = lines.is_empty();
    let rows = lines.into_iter().map(|line| view! { <TokenRow line=line action=action/> }).collect_view();
    view! {
        <Section id="tokens" title=td_string!(l, tokens.list.title)>
            {if empty {
                view! { <p class="muted">{td_string!(l, tokens.list.empty)}</p> }.into_any()
            } else {
                view! {
                    <TimesIn/>
                    <DataTable caption=td_string!(l, tokens.list.caption) head=head>{rows}</DataTable>
                }
                .into_any()
            }}
        </Section>
    }
}

#[component]
fn TokenRow(line: TokenLine, action: ServerAction<RevokeToken>) -> impl IntoView {
    let l = locale();
    let plain = line.scopes.iter().map(|scope| scope_words(l, *scope).0.to_owned());
    let allows: Vec<String> = plain.chain(line.proxies.iter().map(|proxy| proxy_words(l, proxy))).collect();
    let allows =
        allows.into_iter().map(|words| view! { <span class="cell-note">{words}</span> }).collect_view();
    let TokenLine { id, name, hint, used, expires, expired, .. } = line;
    let used = used.unwrap_or_else(|| td_string!(l, tokens.list.never_used).to_owned());
    let expires = expires.unwrap_or_else(|| td_string!(l, tokens.list.no_end).to_owned());
    let shown = name.clone();
    view! {
        <Row>
            <Cell main=true label=td_string!(l, tokens.list.name)>
                {shown}
                {expired.then(|| view! { " " <Badge>{td_string!(l, tokens.list.expired)}</Badge> })}
                <span class="cell-note">{format!("{hint}…")}</span>
            </Cell>
            <Cell label=td_string!(l, tokens.list.allows)>{allows}</Cell>
            <Cell label=td_string!(l, tokens.list.used)>{used}</Cell>
            <Cell label=td_string!(l, tokens.list.expires)>{expires}</Cell>
            <Cell actions=true>
                <Revoking id=id name=name action=action/>
            </Cell>
        </Row>
    }
}

#[component]
fn Revoking(id: String, name: String, action: ServerAction<RevokeToken>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id"]);
    let question = td_string!(l, tokens.list.question, name = name.as_str()).to_string();
    view! {
        <Confirm
            id=format!("revoke-{id}")
            label=td_string!(l, tokens.list.revoke)
            title=question
            text=td_string!(l, tokens.list.text).to_owned()
            keep=td_string!(l, tokens.list.keep)
        >
            <PostForm action=action state=state no_summary=true>
                <input type="hidden" name="id" value=id/>
                <Button
                    variant=Variant::Danger
                    pending=action.pending()
                    pending_label=td_string!(l, tokens.list.pending)
                >
                    {td_string!(l, tokens.list.submit)}
                </Button>
            </PostForm>
        </Confirm>
    }
}
