//! The last hop by number: a page to open, a number to dial, a PIN to type.

use super::document::{GuestDocument, document};
use super::hand_over::not_linked;
use super::links::{own_link, vendor_link, vendor_text};
use super::view::NumberView;
use crate::components::guest::{GuestCopy, GuestInvitation, GuestLinks};
use crate::i18n::*;
use crate::language::locale_of;
use leptos::prelude::*;
use portico_domain::links::JoinRole;

/// The page after the form was accepted. Its answer must be `no-store`: the PIN is a credential.
pub fn number_page(view: &NumberView) -> String {
    let l = locale_of(view.page.language);
    let back = own_link(&view.page.path).unwrap_or("/").to_owned();
    let page = view.share_address.as_deref();
    let share = page.and_then(|address| vendor_link(address, view.private_network)).map(str::to_owned);
    let unlinked = page.and_then(|address| vendor_text(address, view.private_network));
    let unlinked = unlinked.map(|address| not_linked(l, address));
    let how = match share {
        Some(_) => td_string!(l, guest.number.how),
        None => td_string!(l, guest.number.how_dial),
    };
    let gap = if l == Locale::en { " " } else { "" };
    let asks = view.pin.as_ref().map(|_| format!("{gap}{}", td_string!(l, guest.number.asks_pin)));
    let pin = match &view.pin {
        Some(pin) => take_along(l, "pin", pin_label(l, view.role), pin).into_any(),
        None => view! { <p>{td_string!(l, guest.number.no_pin)}</p> }.into_any(),
    };
    let body = view! {
        <GuestInvitation
            inviter=td_string!(l, guest.hand_over.as_name, name = view.name.as_str()).to_string()
            subject=view.subject.clone()
        />
        <p>{how}{asks}</p>
        <div class="guest-form">
            {take_along(l, "number", td_string!(l, guest.number.number), &view.number)}
            {pin}
        </div>
        <div class="guest-ways">
            {share.map(|href| view! {
                <a
                    class="button button-primary button-big"
                    href=href
                    target="_blank"
                    rel="noopener noreferrer"
                >
                    {td_string!(l, guest.number.open)}
                </a>
            })}
        </div>
        {unlinked}
        <GuestLinks><a href=back>{td_string!(l, guest.hand_over.back)}</a></GuestLinks>
    };
    document(GuestDocument {
        page: &view.page,
        title: td_string!(l, guest.title.hand_over, subject = view.subject.as_str()).to_string(),
        state: "hand-over",
        script: true,
        refresh: None,
        body,
    })
}

fn pin_label(l: Locale, role: JoinRole) -> &'static str {
    match role {
        JoinRole::Host => td_string!(l, guest.number.host_pin),
        _ => td_string!(l, guest.number.pin),
    }
}

/// A field that can be read and marked without script, and copied with it.
fn take_along(l: Locale, id: &str, label: &str, value: &str) -> impl IntoView + use<> {
    let copy = match id {
        "pin" => td_string!(l, guest.number.copy_pin),
        _ => td_string!(l, guest.number.copy_number),
    };
    view! {
        <GuestCopy
            id=id.to_owned()
            label=label.to_owned()
            value=value.to_owned()
            copy_label=copy
            copied_label=td_string!(l, guest.number.copied)
        />
    }
}
