//! The page behind a one-time link: whoever was invited chooses a password.

use super::document::{GuestDocument, document};
use super::refused::message_page;
use super::set_up::{password_fields, summary};
use super::view::{GuestPage, InviteView, MessageView, WayOn};
use crate::components::guest::*;
use crate::i18n::*;
use crate::language::{locale_of, refusal_text};
use leptos::prelude::*;
use portico_domain::refusals::Refusal;

/// The form. After a refusal the passwords are typed again.
pub fn invite_page(view: &InviteView) -> String {
    let l = locale_of(view.page.language);
    let title = if view.refusal.is_some() {
        td_string!(l, people.accept.title_wrong)
    } else {
        td_string!(l, people.accept.title)
    };
    let greeting = td_string!(l, people.accept.greeting, name = view.name.as_str()).to_string();
    let text = td_string!(l, people.accept.text, account = view.account.as_str()).to_string();
    let body = view! {
        <GuestInvitation inviter=Some(greeting) subject=td_string!(l, people.accept.title)/>
        <p>{text}</p>
        {view.refusal.as_ref().map(|refusal| summary(l, refusal))}
        <form class="guest-form" method="post" action=view.action.clone() novalidate>
            // For password managers: the account stands in the text above.
            <input type="text" name="account" value=view.account.clone() autocomplete="username" readonly hidden/>
            {password_fields(l, view.refusal.as_ref())}
            <GuestAction><GuestButton>{td_string!(l, people.accept.submit)}</GuestButton></GuestAction>
        </form>
    };
    document(GuestDocument {
        page: &view.page,
        title: title.to_owned(),
        state: "invite",
        script: true,
        refresh: None,
        body,
    })
}

/// Someone has chosen a password with this link. Status 410.
pub fn invite_used_page(page: GuestPage) -> String {
    let l = locale_of(page.language);
    let way_on = WayOn { href: "/sign-in".to_owned(), label: td_string!(l, people.accept.way_on).to_owned() };
    let (title, text) = (td_string!(l, people.accept.used_title), td_string!(l, people.accept.used_text));
    message(page, title, text.to_owned(), Some(way_on))
}

/// The link is too old. Status 410.
pub fn invite_expired_page(page: GuestPage) -> String {
    let l = locale_of(page.language);
    let (title, text) =
        (td_string!(l, people.accept.expired_title), td_string!(l, people.accept.expired_text));
    message(page, title, text.to_owned(), None)
}

/// There is no such link. Status 404.
pub fn invite_unknown_page(page: GuestPage) -> String {
    let l = locale_of(page.language);
    let (title, text) =
        (td_string!(l, people.accept.unknown_title), td_string!(l, people.accept.unknown_text));
    message(page, title, text.to_owned(), None)
}

/// The link could not even be looked at.
pub fn invite_refused_page(page: GuestPage, refusal: &Refusal) -> String {
    let l = locale_of(page.language);
    message(page, td_string!(l, people.accept.trouble_title), refusal_text(l, refusal), None)
}

fn message(page: GuestPage, title: &str, text: String, way_on: Option<WayOn>) -> String {
    message_page(&MessageView { page, title: title.to_owned(), text, way_on })
}
