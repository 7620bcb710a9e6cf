//! What a join page says in the place of its form, or above it.

use super::links::own_link;
use super::moment::with_moment;
use super::view::{JoinState, JoinView, Watch};
use crate::components::guest::{GuestButtonLink, GuestInvitation, GuestNotice, GuestTone};
use crate::i18n::*;
use leptos::prelude::*;

/// The state in words; nothing while one can simply go in or wait.
pub fn notice(l: Locale, view: &JoinView) -> Option<AnyView> {
    let (title, text) = words(l, &view.state)?;
    let Some(_) = &view.meeting else {
        // Without a meeting the message is the page's heading.
        return Some(view! { <GuestInvitation subject=title/><p>{text}</p> }.into_any());
    };
    let tone = match view.state {
        JoinState::Cancelled | JoinState::Revoked | JoinState::Expired { .. } | JoinState::UsedUp => {
            GuestTone::Danger
        }
        _ => GuestTone::Info,
    };
    let notice = view! { <GuestNotice tone=tone title=title><p>{text}</p></GuestNotice> };
    Some(view! { {notice}{recordings(l, &view.state)}{again(l, view)} }.into_any())
}

fn words(l: Locale, state: &JoinState) -> Option<(String, AnyView)> {
    let own = |title: &str, text: &str| Some((title.to_owned(), text.to_owned().into_any()));
    match state {
        JoinState::Open(_) | JoinState::TooEarly { .. } => None,
        JoinState::NotBegun { for_host: true, .. } => {
            own(td_string!(l, guest.not_begun.host_title), td_string!(l, guest.not_begun.host_text))
        }
        JoinState::NotBegun { for_host: false, .. } => {
            own(td_string!(l, guest.not_begun.title), td_string!(l, guest.not_begun.text))
        }
        JoinState::VendorSilent { vendor, age, .. } => Some((
            td_string!(l, guest.silent.title, vendor = vendor.as_str()).to_string(),
            td_string!(l, guest.silent.text, age = age.as_str()).to_string().into_any(),
        )),
        JoinState::Unconfirmed => {
            own(td_string!(l, guest.unconfirmed.title), td_string!(l, guest.unconfirmed.text))
        }
        JoinState::UsedUp => own(td_string!(l, guest.used_up.title), td_string!(l, guest.used_up.text)),
        JoinState::Ended { at, recordings } => {
            let after = if recordings.is_empty() {
                td_string!(l, guest.ended.not_recorded)
            } else {
                td_string!(l, guest.ended.recorded)
            };
            let text =
                with_moment(l, at, |at| td_string!(l, guest.ended.text, at = at, after = after).to_string());
            Some((td_string!(l, guest.ended.title).to_owned(), text))
        }
        JoinState::Cancelled => {
            own(td_string!(l, guest.cancelled.title), td_string!(l, guest.cancelled.text))
        }
        JoinState::Revoked => own(td_string!(l, guest.revoked.title), td_string!(l, guest.revoked.text)),
        JoinState::Expired { at } => Some((
            td_string!(l, guest.expired.title).to_owned(),
            with_moment(l, at, |at| td_string!(l, guest.expired.text, at = at).to_string()),
        )),
        JoinState::Unknown => own(td_string!(l, guest.unknown.title), td_string!(l, guest.unknown.text)),
    }
}

/// The way to what was recorded; where there are several, each by its name.
fn recordings(l: Locale, state: &JoinState) -> Option<impl IntoView + use<>> {
    let JoinState::Ended { recordings, .. } = state else {
        return None;
    };
    let several = recordings.len() > 1;
    let watch = |one: &Watch| {
        let path = own_link(&one.path)?.to_owned();
        let words = match several {
            false => td_string!(l, guest.ended.watch).to_owned(),
            true => td_string!(l, guest.ended.watch_one, title = one.title.as_str()).to_string(),
        };
        Some(view! { <GuestButtonLink href=path>{words}</GuestButtonLink> })
    };
    Some(recordings.iter().filter_map(watch).collect_view())
}

/// Without script nobody looks again by themselves.
fn again(l: Locale, view: &JoinView) -> Option<impl IntoView + use<>> {
    matches!(view.state, JoinState::Unconfirmed).then(|| {
        let path = view.page.path.clone();
        view! { <noscript><a href=path>{td_string!(l, guest.refresh)}</a></noscript> }
    })
}
