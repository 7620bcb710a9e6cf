//! The check of a device before a meeting: connection, camera, microphone, all of it in the browser.

use super::document::{GuestDocument, document};
use super::links::own_link;
use super::view::CheckView;
use crate::components::guest::{GuestInvitation, GuestLinks, GuestNotice, GuestTone};
use crate::i18n::*;
use crate::language::locale_of;
use leptos::prelude::*;

/// Where the script puts a number into a text.
const NUMBER: &str = "%";

/// The page of the check. `devices.js` does it; without script the page says what it would do. Its answer must
/// allow camera and microphone.
pub fn check_page(view: &CheckView) -> String {
    let l = locale_of(view.page.language);
    let back = view.back.as_deref().and_then(own_link).map(str::to_owned);
    let body = view! {
        <GuestInvitation subject=td_string!(l, guest.check.title)/>
        <p>{td_string!(l, guest.check.text)}</p>
        <noscript>
            <GuestNotice
                tone=GuestTone::Info
                title=td_string!(l, guest.check.no_script_title)
                text=td_string!(l, guest.check.no_script_text)
            />
        </noscript>
        {parts(l)}
        {back.map(|href| view! {
            <GuestLinks><a href=href>{td_string!(l, guest.hand_over.back)}</a></GuestLinks>
        })}
    };
    document(GuestDocument {
        page: &view.page,
        title: td_string!(l, guest.check.title).to_owned(),
        state: "check",
        script: true,
        refresh: None,
        body,
    })
}

/// The three parts and their one button, hidden until the script runs.
fn parts(l: Locale) -> impl IntoView {
    view! {
        <div class="guest-form" hidden data-check="">
            <section class="guest-part" aria-labelledby="network-title">
                <h2 id="network-title">{td_string!(l, guest.check.network.title)}</h2>
                {network(l)}
            </section>
            <section class="guest-part" aria-labelledby="camera-title">
                <h2 id="camera-title">{td_string!(l, guest.check.camera.title)}</h2>
                <video
                    class="player"
                    muted
                    playsinline
                    hidden
                    data-picture=""
                    aria-label=td_string!(l, guest.check.camera.picture)
                ></video>
                {choice("camera", td_string!(l, guest.check.camera.choice))}
                {camera(l)}
            </section>
            <section class="guest-part" aria-labelledby="microphone-title">
                <h2 id="microphone-title">{td_string!(l, guest.check.microphone.title)}</h2>
                <div class="field" hidden data-level="">
                    <label class="field-label" for="level">{td_string!(l, guest.check.microphone.level)}</label>
                    <meter class="guest-level" id="level" min="0" max="1" value="0"></meter>
                </div>
                {choice("microphone", td_string!(l, guest.check.microphone.choice))}
                {microphone(l)}
            </section>
            <button class="button button-primary button-big" type="button" data-start="">
                {td_string!(l, guest.check.start)}
            </button>
            <button class="button button-secondary button-big" type="button" hidden data-stop="">
                {td_string!(l, guest.check.stop)}
            </button>
        </div>
    }
}

/// Which device of several; filled by the script.
fn choice(part: &'static str, label: &'static str) -> impl IntoView {
    view! {
        <div class="field" hidden>
            <label class="field-label" for=part>{label}</label>
            <select class="input" id=part data-choice=part></select>
        </div>
    }
}

fn network(l: Locale) -> impl IntoView {
    view! {
        <p
            role="status"
            data-said="network"
            data-ready=td_string!(l, guest.check.network.ready)
            data-asking=td_string!(l, guest.check.network.asking)
            data-good=td_string!(l, guest.check.network.good, milliseconds = NUMBER).to_string()
            data-slow=td_string!(l, guest.check.network.slow, milliseconds = NUMBER).to_string()
            data-silent=td_string!(l, guest.check.network.silent)
            data-offline=td_string!(l, guest.check.network.offline)
        ></p>
    }
}

fn camera(l: Locale) -> impl IntoView {
    view! {
        <p
            role="status"
            data-said="camera"
            data-ready=td_string!(l, guest.check.camera.ready)
            data-asking=td_string!(l, guest.check.asking)
            data-good=td_string!(l, guest.check.camera.good)
            data-denied=td_string!(l, guest.check.camera.denied)
            data-missing=td_string!(l, guest.check.camera.missing)
            data-busy=td_string!(l, guest.check.camera.busy)
            data-gone=td_string!(l, guest.check.camera.gone)
            data-insecure=td_string!(l, guest.check.insecure)
            data-stopped=td_string!(l, guest.check.camera.stopped)
        ></p>
    }
}

fn microphone(l: Locale) -> impl IntoView {
    view! {
        <p
            role="status"
            data-said="microphone"
            data-ready=td_string!(l, guest.check.microphone.ready)
            data-asking=td_string!(l, guest.check.asking)
            data-quiet=td_string!(l, guest.check.microphone.quiet)
            data-good=td_string!(l, guest.check.microphone.good)
            data-denied=td_string!(l, guest.check.microphone.denied)
            data-missing=td_string!(l, guest.check.microphone.missing)
            data-busy=td_string!(l, guest.check.microphone.busy)
            data-gone=td_string!(l, guest.check.microphone.gone)
            data-insecure=td_string!(l, guest.check.insecure)
            data-stopped=td_string!(l, guest.check.microphone.stopped)
        ></p>
    }
}
