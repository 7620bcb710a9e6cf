//! The links of a recording side by side.

use crate::api::recording_links::{RecordingLinkLine, RevokeRecordingLink};
use crate::components::{
    BadgeState, Button, Cell, Confirm, CopyField, DataTable, HeadCell, Row, StateBadge, Variant,
};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// One row for each link, the revoked ones included: they say what became of them.
#[component]
pub fn LinkTable(
    recording: String,
    links: Vec<RecordingLinkLine>,
    action: ServerAction<RevokeRecordingLink>,
    state: FormState,
) -> impl IntoView {
    let l = locale();
    let head = vec![
        HeadCell::new(td_string!(l, recordings.share.link)),
        HeadCell::new(td_string!(l, recordings.share.address)),
        HeadCell::new(td_string!(l, recordings.share.rules)),
        HeadCell::new(td_string!(l, recordings.share.state)),
        HeadCell::new(td_string!(l, recordings.share.actions)).hidden(),
    ];
    let rows = links
        .into_iter()
        .map(|link| view! { <LinkRow recording=recording.clone() link=link action=action state=state/> })
        .collect_view();
    view! { <DataTable caption=td_string!(l, recordings.share.caption) head=head>{rows}</DataTable> }
}

#[component]
fn LinkRow(
    recording: String,
    link: RecordingLinkLine,
    action: ServerAction<RevokeRecordingLink>,
    state: FormState,
) -> impl IntoView {
    let l = locale();
    let name = match link.label.as_str() {
        "" => td_string!(l, recordings.share.unnamed, created = link.created.as_str()).to_string(),
        label => label.to_owned(),
    };
    let shown = name.clone();
    let (badge, word) = standing(l, &link);
    let rules = rules(l, &link);
    let revoke = (!link.revoked).then(|| {
        let (link, name) = (link.id.clone(), name.clone());
        view! { <Revoke recording=recording link=link name=name action=action state=state/> }
    });
    view! {
        <Row>
            <Cell main=true>{shown}</Cell>
            <Cell label=td_string!(l, recordings.share.address)><Address link=link name=name/></Cell>
            <Cell label=td_string!(l, recordings.share.rules)><div>{rules}</div></Cell>
            <Cell label=td_string!(l, recordings.share.state)><StateBadge state=badge label=word/></Cell>
            <Cell label=td_string!(l, recordings.share.actions) actions=true>{revoke}</Cell>
        </Row>
    }
}

#[component]
fn Address(link: RecordingLinkLine, name: String) -> impl IntoView {
    let l = locale();
    match link.address {
        Some(address) => view! {
            <CopyField
                id=format!("link-{}", link.id)
                label=td_string!(l, recordings.share.address_of, label = name).to_string()
                hide_label=true
                value=address
                copy_label=td_string!(l, recordings.share.copy)
                copied_label=td_string!(l, recordings.share.copied)
            />
        }
        .into_any(),
        None => view! { <span class="muted">{td_string!(l, recordings.share.gone)}</span> }.into_any(),
    }
}

/// Until when, with what, to what end: one line each.
fn rules(l: Locale, link: &RecordingLinkLine) -> impl IntoView + use<> {
    let expires = td_string!(l, recordings.share.until, expires = link.expires.as_str()).to_string();
    let passcode = if link.has_passcode {
        td_string!(l, recordings.share.passcode)
    } else {
        td_string!(l, recordings.share.no_passcode)
    };
    let download = link.may_download.then(|| td_string!(l, recordings.share.downloadable).to_owned());
    let page = link.on_join_page.then(|| td_string!(l, recordings.share.on_page).to_owned());
    [Some(expires), Some(passcode.to_owned()), download, page]
        .into_iter()
        .flatten()
        .map(|line| view! { <span class="cell-note">{line}</span> })
        .collect_view()
}

/// Whether the link still works, and if not, why.
fn standing(l: Locale, link: &RecordingLinkLine) -> (BadgeState, &'static str) {
    if link.revoked {
        (BadgeState::Cancelled, td_string!(l, recordings.share.revoked))
    } else if link.expired {
        (BadgeState::Ended, td_string!(l, recordings.share.expired))
    } else {
        (BadgeState::Ok, td_string!(l, recordings.share.in_force))
    }
}

#[component]
fn Revoke(
    recording: String,
    link: String,
    name: String,
    action: ServerAction<RevokeRecordingLink>,
    state: FormState,
) -> impl IntoView {
    let l = locale();
    view! {
        <Confirm
            id=format!("revoke-{link}")
            label=td_string!(l, recordings.share.revoke)
            title=td_string!(l, recordings.share.revoke_title, label = name).to_string()
            text=td_string!(l, recordings.share.revoke_text)
            keep=td_string!(l, recordings.share.revoke_keep)
        >
            <PostForm action=action state=state no_summary=true>
                <input type="hidden" name="recording" value=recording/>
                <input type="hidden" name="link" value=link/>
                <Button
                    variant=Variant::Danger
                    pending=action.pending()
                    pending_label=td_string!(l, recordings.share.revoking)
                >
                    {td_string!(l, recordings.share.revoke_now)}
                </Button>
            </PostForm>
        </Confirm>
    }
}
