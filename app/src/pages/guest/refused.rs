//! Pages that say one thing: what is the matter, and how to go on.

use super::document::{GuestDocument, document};
use super::links::own_link;
use super::view::{GuestPage, MessageView, WayOn};
use crate::components::guest::{GuestButtonLink, GuestInvitation};
use crate::i18n::*;
use crate::language::locale_of;
use leptos::prelude::*;

/// A page that says one thing.
pub fn message_page(view: &MessageView) -> String {
    let way_on =
        view.way_on.as_ref().and_then(|way| Some((own_link(&way.href)?.to_owned(), way.label.clone())));
    let way_on = way_on.map(|(href, label)| view! { <GuestButtonLink href=href>{label}</GuestButtonLink> });
    let body = view! {
        <GuestInvitation subject=view.title.clone()/>
        <p>{view.text.clone()}</p>
        {way_on}
    };
    document(GuestDocument {
        page: &view.page,
        title: view.title.clone(),
        state: "message",
        script: false,
        refresh: None,
        body,
    })
}

/// There is no such page, anywhere in Portico. Status 404.
pub fn unknown_page(page: GuestPage) -> String {
    let l = locale_of(page.language);
    let label = td_string!(l, guest.no_page.way_on).to_owned();
    message_page(&MessageView {
        page,
        title: td_string!(l, guest.no_page.title).to_owned(),
        text: td_string!(l, guest.no_page.text).to_owned(),
        way_on: Some(WayOn { href: "/".to_owned(), label }),
    })
}
