//! What is known of the meeting.

use super::own_facts::{booking, broadcast, password_word};
use super::room_rules::{participants, room};
use crate::api::meetings::MeetingView;
use crate::components::{CopyField, Fact, Facts, Icon, IconSize};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting_words::period_word;
use leptos::prelude::*;
use portico_domain::connections::may_be_linked;
use portico_domain::meetings::VendorOptions;

/// Names and values; what is not known is left out or said to be so.
#[component]
pub fn MeetingFacts(view: MeetingView) -> impl IntoView {
    let l = locale();
    let repeats = repetition(l, &view);
    let line = view.line;
    let owner = view.owner_name.unwrap_or_else(|| td_string!(l, meetings.one.elsewhere).to_owned());
    let number = line.number.unwrap_or_else(|| td_string!(l, meetings.one.number_none).to_owned());
    let options = view.options.map(|options| match options {
        VendorOptions::Cloudroom(options) => {
            let (rules, may) = (room(l, &options.attributes), participants(l, &options.permission));
            view! {
                <Fact label=td_string!(l, meetings.one.room)><Lines lines=rules/></Fact>
                <Fact label=td_string!(l, meetings.one.participants)>{may}</Fact>
            }
            .into_any()
        }
        VendorOptions::Vmr(options) => own(booking(l, &options)).into_any(),
        VendorOptions::Webapi(options) => own(broadcast(l, &options)).into_any(),
    });
    let password = password_word(l, line.vendor);
    view! {
        <Facts>
            <Fact label=td_string!(l, meetings.one.when)>
                <time datetime=line.machine>{line.when}</time>
                <span class="cell-note">{view.zone}</span>
            </Fact>
            {repeats.map(|text| view! { <Fact label=td_string!(l, meetings.one.repeats)>{text}</Fact> })}
            <Fact label=td_string!(l, meetings.one.number)>{number}</Fact>
            {(!line.host_name.is_empty()).then(|| view! {
                <Fact label=td_string!(l, meetings.one.host)>{line.host_name}</Fact>
            })}
            <Fact label=td_string!(l, meetings.one.connection)>{line.connection_name}</Fact>
            <Fact label=td_string!(l, meetings.one.owner)>{owner}</Fact>
            {view.password.map(|text| view! { <Password label=password text=text/> })}
            {view.dial_in.map(|text| view! { <Fact label=td_string!(l, meetings.one.dial_in)>{text}</Fact> })}
            {view.public_url.map(|address| view! {
                <PublicPage address=address private_network=view.private_network/>
            })}
            {options}
        </Facts>
    }
}

/// "Every week, last day 24 December".
fn repetition(l: Locale, view: &MeetingView) -> Option<String> {
    let period = period_word(l, view.line.repeats?);
    Some(match view.until.clone() {
        Some(until) => td_string!(l, meetings.one.until, period = period, until = until).to_string(),
        None => td_string!(l, meetings.one.no_end, period = period).to_string(),
    })
}

/// What only this vendor's meetings have.
fn own(facts: Vec<(&'static str, String)>) -> impl IntoView + use<> {
    facts.into_iter().map(|(label, value)| view! { <Fact label=label>{value}</Fact> }).collect_view()
}

#[component]
fn Password(label: &'static str, text: String) -> impl IntoView {
    let l = locale();
    view! {
        <Fact label=label>
            <CopyField
                id="meeting-password"
                label=label
                hide_label=true
                value=text
                copy_label=td_string!(l, meetings.one.copy_password)
                copied_label=td_string!(l, meetings.one.copied)
            />
        </Fact>
    }
}

#[component]
fn PublicPage(address: String, private_network: bool) -> impl IntoView {
    let l = locale();
    if !may_be_linked(&address, private_network) {
        return view! { <Fact label=td_string!(l, meetings.one.public_url)>{address}</Fact> }.into_any();
    }
    let href = address.clone();
    view! {
        <Fact label=td_string!(l, meetings.one.public_url)>
            <a href=href target="_blank" rel="noopener noreferrer">
                {address}
                " "
                <Icon icon=icondata::LuExternalLink size=IconSize::Small/>
                <span class="visually-hidden">{td_string!(l, meetings.one.new_tab)}</span>
            </a>
        </Fact>
    }
    .into_any()
}

#[component]
fn Lines(lines: Vec<String>) -> impl IntoView {
    view! { <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }
}
