//! The sign-in page.

use super::document::{GuestDocument, document};
use super::view::SignInView;
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
    };
    let wrong = view.refusal.is_some();
    let title =
        if wrong { td_string!(l, session.sign_in.title_wrong) } else { td_string!(l, session.sign_in.title) };
    document(GuestDocument {
        page: &view.page,
        title: title.to_owned(),
        state: "sign-in",
        script: false,
        refresh: None,
        body,
    })
}
