//! The queue before the last hop: which place, and when it is one's turn.

use super::document::{GuestDocument, document};
use super::hand_over::not_linked;
use super::links::{own_link, vendor_link, vendor_text};
use super::view::QueueView;
use super::waiting::left_text;
use crate::components::guest::{Countdown, GuestAction, GuestButton, GuestInvitation, GuestNotice};
use crate::i18n::*;
use crate::language::locale_of;
use leptos::prelude::*;

/// The page of somebody in the queue. The script goes on by itself when it is time; without it there is a
/// button, and pressing it too early costs nothing.
pub fn queue_page(view: &QueueView) -> String {
    let l = locale_of(view.page.language);
    let action = own_link(&view.action).unwrap_or("/").to_owned();
    let zone = view.zone.split(',').next().unwrap_or_default();
    let turn = td_string!(l, guest.queue.turn, clock = view.clock.as_str(), zone = zone).to_string();
    let page = view.public_url.as_deref();
    let unlinked = page.and_then(|address| vendor_text(address, view.private_network));
    let unlinked = unlinked.map(|address| not_linked(l, address));
    let browser = page.and_then(|address| vendor_link(address, view.private_network)).map(|href| {
        let href = href.to_owned();
        view! {
            <div class="guest-ways">
                <a
                    class="button button-secondary button-big"
                    href=href
                    target="_blank"
                    rel="noopener noreferrer"
                    data-queue-browser=""
                >
                    {td_string!(l, guest.queue.browser)}
                </a>
            </div>
        }
    });
    let body = view! {
        <GuestInvitation
            inviter=td_string!(l, guest.hand_over.as_name, name = view.name.as_str()).to_string()
            subject=view.subject.clone()
        />
        <GuestNotice title=td_string!(l, guest.queue.title) text=before_text(l, view.before)>
            <p>{turn}</p>
        </GuestNotice>
        <form
            class="guest-form"
            method="post"
            action=action
            data-queue=""
            data-place=view.before
            data-wait=view.wait
        >
            <input type="hidden" name="name" value=view.name.clone()/>
            <input type="hidden" name="ticket" value=view.ticket.clone()/>
            <Countdown
                opens=view.turn.clone()
                label=td_string!(l, guest.queue.label)
                value=wait_text(l, view.wait)
                left=view.wait
            />
            <GuestAction note=td_string!(l, guest.queue.note)>
                <GuestButton>{td_string!(l, guest.queue.go)}</GuestButton>
            </GuestAction>
            <p
                class="visually-hidden"
                role="status"
                data-say=""
                data-five=td_string!(l, guest.queue.five_minutes)
                data-one=td_string!(l, guest.queue.one_minute)
            ></p>
        </form>
        {browser}
        {unlinked}
    };
    document(GuestDocument {
        page: &view.page,
        title: td_string!(l, guest.title.queue, subject = view.subject.as_str()).to_string(),
        state: "queued",
        script: true,
        refresh: None,
        body,
    })
}

fn before_text(l: Locale, before: i64) -> String {
    match before {
        ..=0 => td_string!(l, guest.queue.next).to_owned(),
        1 => td_string!(l, guest.queue.one_before).to_owned(),
        many => td_string!(l, guest.queue.many_before, count = many).to_string(),
    }
}

/// How long still: "45 s", and from a minute on as everywhere.
fn wait_text(l: Locale, seconds: i64) -> String {
    match seconds {
        ..60 => td_string!(l, guest.queue.seconds, seconds = seconds).to_string(),
        more => left_text(l, more),
    }
}
