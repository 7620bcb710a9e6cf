//! The links side by side.

use super::actions::Acts;
use crate::api::links::LinkLine;
use crate::components::{
    BadgeState, Button, Cell, Confirm, CopyField, DataTable, HeadCell, Row, StateBadge, Variant,
};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting_words::role_word;
use leptos::prelude::*;

/// One row for each link, the revoked ones included: they say what became of them.
#[component]
pub fn LinkTable(
    meeting: String,
    links: Vec<LinkLine>,
    may_revoke: bool,
    acts: Acts,
    state: FormState,
) -> impl IntoView {
    let l = locale();
    let head = vec![
        HeadCell::new(td_string!(l, meetings.links.link)),
        HeadCell::new(td_string!(l, meetings.links.address)),
        HeadCell::new(td_string!(l, meetings.links.rules)),
        HeadCell::new(td_string!(l, meetings.links.used)).end(),
        HeadCell::new(td_string!(l, meetings.links.state)),
        HeadCell::new(td_string!(l, meetings.links.actions)).hidden(),
    ];
    let rows = links
        .into_iter()
        .map(|link| {
            let may_revoke = may_revoke && !link.revoked;
            view! { <LinkRow meeting=meeting.clone() link=link may_revoke=may_revoke acts=acts state=state/> }
        })
        .collect_view();
    view! { <DataTable caption=td_string!(l, meetings.links.caption) head=head>{rows}</DataTable> }
}

#[component]
fn LinkRow(meeting: String, link: LinkLine, may_revoke: bool, acts: Acts, state: FormState) -> impl IntoView {
    let l = locale();
    let role = role_word(l, link.role);
    let labelled = !link.label.is_empty();
    let name = if labelled { link.label.clone() } else { role.to_owned() };
    let (badge, word) = standing(l, &link);
    let (rules, uses) = (rules(l, &link), uses(l, &link));
    let id = link.id.clone();
    let (address_name, revoke_name) = (name.clone(), name.clone());
    let page = format!("/meetings/{meeting}/links/{}", link.id);
    let address_page = page.clone();
    let personal = link.personal.then(|| format!(" · {}", td_string!(l, meetings.links.personal)));
    view! {
        <Row>
            <Cell main=true>
                <a href=page>{name}</a>
                {labelled.then(|| view! { <span class="cell-note">{role}{personal}</span> })}
            </Cell>
            <Cell label=td_string!(l, meetings.links.address)>
                <Address page=address_page link=link name=address_name/>
            </Cell>
            <Cell label=td_string!(l, meetings.links.rules)><div>{rules}</div></Cell>
            <Cell label=td_string!(l, meetings.links.used) end=true>{uses}</Cell>
            <Cell label=td_string!(l, meetings.links.state)><StateBadge state=badge label=word/></Cell>
            <Cell label=td_string!(l, meetings.links.actions) actions=true>
                {may_revoke.then(|| view! { <Revoke meeting=meeting link=id name=revoke_name acts=acts state=state/> })}
            </Cell>
        </Row>
    }
}

#[component]
fn Address(page: String, link: LinkLine, name: String) -> impl IntoView {
    let l = locale();
    match link.address {
        Some(address) => view! {
            <CopyField
                id=format!("link-{}", link.id)
                label=td_string!(l, meetings.links.address_of, label = name.clone()).to_string()
                hide_label=true
                value=address
                copy_label=td_string!(l, meetings.links.copy)
                copied_label=td_string!(l, meetings.links.copied)
            />
            <a class="cell-note" href=page>{td_string!(l, meetings.links.details, label = name).to_string()}</a>
        }
        .into_any(),
        None => {
            let why = if link.revoked {
                td_string!(l, meetings.links.gone)
            } else {
                td_string!(l, meetings.links.hidden)
            };
            view! { <span class="muted">{why}</span> }.into_any()
        }
    }
}

/// Passcode, from when, until when: one line each.
fn rules(l: Locale, link: &LinkLine) -> impl IntoView + use<> {
    let passcode = if link.has_passcode {
        td_string!(l, meetings.links.passcode)
    } else {
        td_string!(l, meetings.links.no_passcode)
    };
    let opens = match link.early_minutes {
        0 => td_string!(l, meetings.links.opens_start).to_owned(),
        minutes => td_string!(l, meetings.links.opens, minutes = minutes).to_string(),
    };
    let expires =
        link.expires.clone().map(|at| td_string!(l, meetings.links.expires, expires = at).to_string());
    [Some(opens), Some(passcode.to_owned()), expires]
        .into_iter()
        .flatten()
        .map(|line| view! { <span class="cell-note">{line}</span> })
        .collect_view()
}

fn uses(l: Locale, link: &LinkLine) -> String {
    match link.most_uses {
        Some(most) => td_string!(l, meetings.links.of_most, uses = link.uses, most = most).to_string(),
        None => link.uses.to_string(),
    }
}

/// Whether the link still works, and if not, why.
fn standing(l: Locale, link: &LinkLine) -> (BadgeState, &'static str) {
    if link.revoked {
        (BadgeState::Cancelled, td_string!(l, meetings.links.revoked))
    } else if link.expired {
        (BadgeState::Ended, td_string!(l, meetings.links.expired))
    } else if link.most_uses.is_some_and(|most| link.uses >= most) {
        (BadgeState::Ended, td_string!(l, meetings.links.used_up))
    } else {
        (BadgeState::Ok, td_string!(l, meetings.links.in_force))
    }
}

#[component]
fn Revoke(meeting: String, link: String, name: String, acts: Acts, state: FormState) -> impl IntoView {
    let l = locale();
    let panel = format!("revoke-{link}");
    view! {
        <Confirm
            id=panel
            label=td_string!(l, meetings.links.revoke)
            title=td_string!(l, meetings.links.revoke_title, label = name).to_string()
            text=td_string!(l, meetings.links.revoke_text)
            keep=td_string!(l, meetings.links.revoke_keep)
        >
            <PostForm action=acts.revoke_link state=state no_summary=true>
                <input type="hidden" name="meeting" value=meeting/>
                <input type="hidden" name="link" value=link/>
                <Button
                    variant=Variant::Danger
                    pending=acts.revoke_link.pending()
                    pending_label=td_string!(l, meetings.links.revoking)
                >
                    {td_string!(l, meetings.links.revoke_now)}
                </Button>
            </PostForm>
        </Confirm>
    }
}
