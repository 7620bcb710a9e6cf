//! The last hop: into the client, into the browser, by telephone.

use super::document::{GuestDocument, document};
use super::links::{client_link, dial_link, own_link, vendor_link, vendor_text};
use super::view::{HandOverView, Phone};
use crate::components::guest::{GuestInvitation, GuestLinks, GuestNotice, GuestTone};
use crate::i18n::*;
use crate::language::locale_of;
use leptos::prelude::*;

/// The page after the form was accepted. Its answer must be `no-store`: the link is a credential.
pub fn hand_over_page(view: &HandOverView) -> String {
    let l = locale_of(view.page.language);
    let client = view.crmt.as_deref().and_then(client_link).map(str::to_owned);
    let public = view.public_url.as_deref();
    let web = public.and_then(|address| vendor_link(address, view.private_network)).map(str::to_owned);
    let unlinked = public.and_then(|address| vendor_text(address, view.private_network));
    let unlinked = unlinked.map(|address| not_linked(l, address));
    let back = own_link(&view.page.path).unwrap_or("/").to_owned();
    let broken = client.is_none().then(|| {
        view! {
            <GuestNotice
                tone=GuestTone::Danger
                title=td_string!(l, guest.hand_over.broken_title)
                text=td_string!(l, guest.hand_over.broken_text)
            />
        }
    });
    let only_web = client.is_none();
    // Last, so that nothing moves when it unfolds.
    let help = client.is_some().then(|| help(l, view));
    // Where there is help, they stand in it.
    let reachable = view.phone.is_some() || !view.dial_in.is_empty();
    let numbers = (client.is_none() && reachable).then(|| numbers(l, view));
    let body = view! {
        <GuestInvitation
            inviter=td_string!(l, guest.hand_over.as_name, name = view.name.as_str()).to_string()
            subject=view.subject.clone()
        />
        {broken}
        <div class="guest-ways">
            {client.map(|href| view! {
                <a class="button button-primary button-big" href=href rel="noreferrer" data-launch="">
                    {td_string!(l, guest.hand_over.open)}
                </a>
            })}
            {web.map(|href| view! {
                <a
                    class=if only_web { "button button-primary button-big" } else { "button button-secondary button-big" }
                    href=href
                    target="_blank"
                    rel="noopener noreferrer"
                >
                    {td_string!(l, guest.hand_over.browser)}
                </a>
            })}
        </div>
        {unlinked}
        {numbers.map(|numbers| view! { <ul>{numbers}</ul> })}
        <GuestLinks><a href=back>{td_string!(l, guest.hand_over.back)}</a></GuestLinks>
        {help}
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

/// The vendor's page where it may not be linked: whoever trusts it can type it.
pub(super) fn not_linked(l: Locale, address: &str) -> impl IntoView + use<> {
    view! {
        <p class="guest-note">{td_string!(l, guest.hand_over.not_linked, address = address).to_string()}</p>
    }
}

/// The numbers to call in by, each an item of a list, the meeting's own first.
fn numbers(l: Locale, view: &HandOverView) -> impl IntoView + use<> {
    let own = view.phone.as_ref().map(|Phone { number, pin }| {
        let label = match pin {
            Some(pin) => td_string!(l, guest.hand_over.phone_pin, number = number, pin = pin).to_string(),
            None => td_string!(l, guest.hand_over.phone, number = number).to_string(),
        };
        item(number, label)
    });
    let pieces =
        view.dial_in.split([',', '，', ';', '；', '、']).map(str::trim).filter(|piece| !piece.is_empty());
    let numbers = pieces.map(|number| {
        let label = td_string!(l, guest.hand_over.phone, number = number).to_string();
        item(number, label)
    });
    own.into_iter().chain(numbers).collect_view()
}

fn item(number: &str, label: String) -> AnyView {
    match dial_link(number) {
        Some(href) => view! { <li><a href=href>{label}</a></li> }.into_any(),
        None => view! { <li>{label}</li> }.into_any(),
    }
}

/// What to do when nothing opens. The script unfolds it, and says so, if the page is still looked at.
fn help(l: Locale, view: &HandOverView) -> impl IntoView + use<> {
    let numbers = numbers(l, view);
    let client = view.client_url.as_deref();
    let install = client.and_then(|address| vendor_link(address, view.private_network)).map(|href| {
        let href = href.to_owned();
        view! {
            " "
            <a href=href target="_blank" rel="noopener noreferrer">{td_string!(l, guest.hand_over.get_client)}</a>
        }
    });
    view! {
        <p class="guest-note" role="status" data-nothing=td_string!(l, guest.hand_over.not_opened)></p>
        <details class="guest-help">
            <summary>{td_string!(l, guest.hand_over.nothing)}</summary>
            <ul>
                <li>{td_string!(l, guest.hand_over.allow)}</li>
                <li>{td_string!(l, guest.hand_over.install)}{install}</li>
                {numbers}
            </ul>
        </details>
    }
}
