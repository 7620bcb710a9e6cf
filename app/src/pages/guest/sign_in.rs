//! The sign-in page.

use super::document::{GuestDocument, document};
use super::links::{own_link, web_link};
use super::view::{LeavingView, SignInView, SignInWay};
use crate::components::guest::*;
use crate::i18n::*;
use crate::language::{locale_of, refusal_text};
use leptos::prelude::*;

/// The sign-in page. After a refusal the account is kept, the password is not.
pub fn sign_in_page(view: &SignInView) -> String {
    let l = locale_of(view.page.language);
    let refusal = view.refusal.as_ref().map(|refusal| {
        view! { <GuestNotice tone=GuestTone::Danger title=refusal_text(l, refusal)/> }
    });
    let again = !view.account.is_empty();
    let body = view! {
        <GuestInvitation subject=td_string!(l, session.sign_in.title)/>
        {refusal}
        <form class="guest-form" method="post" action="/sign-in" novalidate>
            <input type="hidden" name="next" value=view.next.clone()/>
            <GuestField
                name="account"
                label=td_string!(l, session.sign_in.account)
                value=view.account.clone()
                required=true
                autocomplete="username"
                autocapitalize="none"
                autofocus=!again
            />
            <GuestField
                name="password"
                label=td_string!(l, session.sign_in.password)
                kind="password"
                required=true
                autocomplete="current-password"
                autofocus=again
            />
            <GuestAction note=td_string!(l, session.sign_in.forgotten)>
                <GuestButton>{td_string!(l, session.sign_in.submit)}</GuestButton>
            </GuestAction>
        </form>
        {ways(l, &view.ways, &view.next)}
    };
    let wrong = view.refusal.is_some();
    let title =
        if wrong { td_string!(l, session.sign_in.title_wrong) } else { td_string!(l, session.sign_in.title) };
    document(GuestDocument {
        page: &view.page,
        title: title.to_owned(),
        state: "sign-in",
        script: true,
        refresh: None,
        body,
    })
}

/// A button for each identity provider.
fn ways(l: Locale, ways: &[SignInWay], next: &str) -> Option<impl IntoView + use<>> {
    let button = |way: &SignInWay| {
        let action = own_link(&way.action)?.to_owned();
        let label = td_string!(l, session.sign_in.with, provider = way.label.as_str()).to_string();
        Some(view! {
            <form method="post" action=action>
                <input type="hidden" name="next" value=next.to_owned()/>
                <button class="button button-secondary button-wide" type="submit">{label}</button>
            </form>
        })
    };
    let buttons: Vec<_> = ways.iter().filter_map(button).collect();
    (!buttons.is_empty()).then(|| {
        view! {
            <section class="guest-ways" aria-label=td_string!(l, session.sign_in.ways)>{buttons}</section>
        }
    })
}

/// The way to an identity provider, for browsers that do not go on by themselves.
pub fn leaving_page(view: &LeavingView) -> String {
    let l = locale_of(view.page.language);
    let provider = view.provider.as_str();
    let title = td_string!(l, session.sign_in.leaving, provider = provider).to_string();
    let onward = td_string!(l, session.sign_in.onward, provider = provider).to_string();
    let link = web_link(&view.address)
        .map(|address| view! { <GuestButtonLink href=address.to_owned()>{onward}</GuestButtonLink> });
    let body = view! {
        <GuestInvitation subject=title.clone()/>
        <p>{td_string!(l, session.sign_in.leaving_text)}</p>
        {link}
    };
    document(GuestDocument { page: &view.page, title, state: "leaving", script: false, refresh: None, body })
}
