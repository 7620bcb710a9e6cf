//! The first set-up: who the first administrator is.

use super::document::{GuestDocument, document};
use super::refused::message_page;
use super::view::{GuestPage, MessageView, SetUpView, WayOn};
use crate::components::Icon;
use crate::components::guest::*;
use crate::i18n::*;
use crate::language::{field_text, locale_of, refusal_text};
use leptos::prelude::*;
use portico_domain::forms::SHORTEST_PASSWORD;
use portico_domain::refusals::Refusal;

/// The first set-up. After a refusal everything is kept but the passwords.
pub fn set_up_page(view: &SetUpView) -> String {
    let l = locale_of(view.page.language);
    let wrong = view.refusal.is_some();
    let body = view! {
        <GuestInvitation subject=td_string!(l, session.set_up.title)/>
        <p>{td_string!(l, session.set_up.text)}</p>
        {view.refusal.as_ref().map(|refusal| summary(l, refusal))}
        <form class="guest-form" method="post" action=view.action.clone() novalidate>
            {fields(l, view)}
            <GuestAction><GuestButton>{td_string!(l, session.set_up.submit)}</GuestButton></GuestAction>
        </form>
    };
    let title =
        if wrong { td_string!(l, session.set_up.title_wrong) } else { td_string!(l, session.set_up.title) };
    document(GuestDocument {
        page: &view.page,
        title: title.to_owned(),
        state: "set-up",
        script: true,
        refresh: None,
        body,
    })
}

/// What is wrong with a field, in words.
fn error(l: Locale, refusal: Option<&Refusal>, field: &str) -> Option<String> {
    let refusal = refusal?;
    refusal.for_field(field).map(|rule| field_text(l, refusal, rule))
}

fn fields(l: Locale, view: &SetUpView) -> impl IntoView + use<> {
    let error = |field: &str| error(l, view.refusal.as_ref(), field);
    view! {
        <GuestField
            name=input("account")
            label=td_string!(l, session.set_up.account)
            value=view.account.clone()
            hint=td_string!(l, session.set_up.account_hint).to_owned()
            error=error("account")
            required=true
            autocomplete="username"
            autocapitalize="none"
            maxlength=100
        />
        <GuestField
            name=input("name")
            label=td_string!(l, session.set_up.name)
            value=view.name.clone()
            hint=td_string!(l, session.set_up.name_hint).to_owned()
            error=error("name")
            required=true
            autocomplete="name"
            maxlength=60
        />
        {password_fields(l, view.refusal.as_ref())}
    }
}

/// A new password, twice.
pub(super) fn password_fields(l: Locale, refusal: Option<&Refusal>) -> impl IntoView + use<> {
    let least = td_string!(l, session.set_up.password_hint, least = SHORTEST_PASSWORD).to_string();
    view! {
        <GuestField
            name=input("password")
            label=td_string!(l, session.set_up.password)
            kind="password"
            hint=least
            error=error(l, refusal, "password")
            required=true
            autocomplete="new-password"
        />
        <GuestField
            name=input("again")
            label=td_string!(l, session.set_up.again)
            kind="password"
            error=error(l, refusal, "again")
            required=true
            autocomplete="new-password"
        />
    }
}

/// The name and id of the input for a field: passwords stand beside the form's own fields.
fn input(field: &str) -> String {
    match field {
        "password" | "again" => field.to_owned(),
        _ => format!("form[{field}]"),
    }
}

fn label(l: Locale, field: &str) -> &'static str {
    match field {
        "account" => td_string!(l, session.set_up.account),
        "name" => td_string!(l, session.set_up.name),
        "again" => td_string!(l, session.set_up.again),
        _ => td_string!(l, session.set_up.password),
    }
}

/// What is wrong, in one place, with links to the fields.
pub(super) fn summary(l: Locale, refusal: &Refusal) -> impl IntoView + use<> {
    let lines = refusal
        .fields
        .iter()
        .map(|field| {
            let href = format!("#{}", input(&field.field));
            let (name, text) = (label(l, &field.field), field_text(l, refusal, &field.rule));
            let line =
                td_string!(l, session.set_up.wrong_field, field = name, text = text.as_str()).to_string();
            view! { <li><a href=href>{line}</a></li> }
        })
        .collect_view();
    let general = refusal.fields.is_empty().then(|| view! { <p>{refusal_text(l, refusal)}</p> });
    view! {
        <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title">
            <Icon icon=icondata::LuCircleAlert/>
            <div>
                <h2 id="error-summary-title">{td_string!(l, refusals.title)}</h2>
                {general}
                <ul>{lines}</ul>
            </div>
        </div>
    }
}

/// It worked: the first administrator exists and is signed in.
pub fn set_up_done_page(page: GuestPage) -> String {
    let l = locale_of(page.language);
    let way_on = WayOn { href: "/".to_owned(), label: td_string!(l, session.done.way_on).to_owned() };
    message(page, td_string!(l, session.done.title), td_string!(l, session.done.text), Some(way_on))
}

/// Someone has already set Portico up. Status 410.
pub fn set_up_closed_page(page: GuestPage) -> String {
    let l = locale_of(page.language);
    let way_on =
        WayOn { href: "/sign-in".to_owned(), label: td_string!(l, session.closed.way_on).to_owned() };
    message(page, td_string!(l, session.closed.title), td_string!(l, session.closed.text), Some(way_on))
}

/// The one-time link was used or is too old. Status 410.
pub fn set_up_expired_page(page: GuestPage) -> String {
    let l = locale_of(page.language);
    message(page, td_string!(l, session.expired.title), td_string!(l, session.expired.text), None)
}

fn message(page: GuestPage, title: &str, text: &str, way_on: Option<WayOn>) -> String {
    message_page(&MessageView { page, title: title.to_owned(), text: text.to_owned(), way_on })
}
