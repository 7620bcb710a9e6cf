//! The address of a link, its QR code, and what it lets in.

use crate::api::links::{LinkLine, LinkView};
use crate::components::{CopyField, Fact, Facts, Section};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting_words::role_word;
use leptos::prelude::*;

#[component]
pub fn LinkFacts(view: LinkView, name: String) -> impl IntoView {
    let l = locale();
    let link = view.link;
    let qr = format!("/meetings/{}/links/{}/qr.svg", view.meeting, link.id);
    let address = match link.address.clone() {
        None => view! { <p class="muted">{td_string!(l, links.gone)}</p> }.into_any(),
        Some(address) => view! {
            <CopyField
                id="address"
                label=td_string!(l, links.address)
                value=address
                copy_label=td_string!(l, links.copy)
                copied_label=td_string!(l, links.copied)
            />
            <QrCode address=qr name=name/>
        }
        .into_any(),
    };
    view! {
        <div class="stack">{address}</div>
        <Section id="facts" title=td_string!(l, links.facts)>
            <Rules link=link/>
        </Section>
    }
}

/// Shown as it is scanned, to be printed, to be kept.
#[component]
fn QrCode(address: String, name: String) -> impl IntoView {
    let l = locale();
    let file = format!("{name}.svg");
    view! {
        <img class="picture" src=address.clone() alt=td_string!(l, links.qr.alt) width="192" height="192"/>
        <div class="row">
            <a class=QUIET href=address.clone() rel="external" target="_blank">{td_string!(l, links.qr.open)}</a>
            <a class=QUIET href=address rel="external" download=file>{td_string!(l, links.qr.download)}</a>
        </div>
    }
}

const QUIET: &str = "button button-secondary";

/// Who gets in when.
#[component]
fn Rules(link: LinkLine) -> impl IntoView {
    let l = locale();
    let opens = match link.early_minutes {
        0 => td_string!(l, meetings.links.opens_start).to_owned(),
        minutes => td_string!(l, meetings.links.opens, minutes = minutes).to_string(),
    };
    let passcode = if link.has_passcode {
        td_string!(l, meetings.links.passcode)
    } else {
        td_string!(l, meetings.links.no_passcode)
    };
    let used = match link.most_uses {
        Some(most) => td_string!(l, meetings.links.of_most, uses = link.uses, most = most).to_string(),
        None => link.uses.to_string(),
    };
    view! {
        <Facts>
            <Fact label=td_string!(l, links.role)>{role_word(l, link.role)}</Fact>
            <Fact label=td_string!(l, links.opens)>{opens}</Fact>
            <Fact label=td_string!(l, links.passcode)>{passcode}</Fact>
            <Fact label=td_string!(l, links.expires)>
                {link.expires.unwrap_or_else(|| td_string!(l, links.never).to_owned())}
            </Fact>
            <Fact label=td_string!(l, links.used)>{used}</Fact>
        </Facts>
    }
}
