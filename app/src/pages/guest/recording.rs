//! A shared recording, played by the browser itself.

use super::document::{GuestDocument, document, wide_document};
use super::join::error;
use super::links::own_link;
use super::moment::with_moment;
use super::view::{RecordingState, RecordingView, SharedRecording};
use crate::components::guest::*;
use crate::i18n::*;
use crate::language::{locale_of, refusal_text};
use leptos::prelude::*;
use portico_domain::refusals::Refusal;

/// The page of a shared recording in any of its states.
pub fn recording_page(view: &RecordingView) -> String {
    let l = locale_of(view.page.language);
    let (title, body) = match &view.state {
        RecordingState::Open { recording, play, download } => {
            (recording.title.clone(), player(l, recording, play, download.as_deref()))
        }
        RecordingState::Guarded { recording, action, refusal } => {
            let subject = recording.title.as_str();
            let title = match refusal {
                Some(_) => td_string!(l, guest.title.wrong, subject = subject).to_string(),
                None => subject.to_owned(),
            };
            (title, guarded(l, recording, action, refusal.as_deref()))
        }
        state => {
            let (title, text) = words(l, state);
            (title.clone(), view! { <GuestInvitation subject=title/><p>{text}</p> }.into_any())
        }
    };
    let open = matches!(view.state, RecordingState::Open { .. });
    let timed = open || matches!(view.state, RecordingState::Guarded { .. } | RecordingState::Expired { .. });
    let whole = GuestDocument {
        page: &view.page,
        title,
        state: view.state.name(),
        script: timed,
        refresh: None,
        body,
    };
    if open { wide_document(whole) } else { document(whole) }
}

/// Title and time: what one is about to watch.
fn about(l: Locale, recording: &SharedRecording) -> impl IntoView + use<> {
    let when = recording.when.clone();
    let hours = match &when.end_time {
        Some(end) => format!("{}–{end}", when.start_time),
        None => when.start_time.clone(),
    };
    let zone = when.zone.split(',').next().unwrap_or_default();
    let original =
        td_string!(l, guest.original, day = when.day.as_str(), hours = hours.as_str(), zone = zone)
            .to_string();
    let length = td_string!(l, guest.recording.length, length = recording.length.as_str()).to_string();
    view! {
        <GuestInvitation inviter=td_string!(l, guest.recording.of).to_owned() subject=recording.title.clone()/>
        <WhenBlock
            label=td_string!(l, guest.recording.when)
            start=when.start
            end=when.end
            day=when.day
            start_time=when.start_time
            end_time=when.end_time
            zone=when.zone
            original=original
            repeats=length
        />
    }
}

fn player(l: Locale, recording: &SharedRecording, play: &str, download: Option<&str>) -> AnyView {
    let label = td_string!(l, guest.recording.video_of, title = recording.title.as_str()).to_string();
    let download = download.and_then(own_link).map(|path| {
        let path = path.to_owned();
        view! { <GuestLinks><a href=path download="">{td_string!(l, guest.recording.download)}</a></GuestLinks> }
    });
    let broken = view! {
        <GuestNotice
            title=td_string!(l, guest.recording.broken.title)
            text=td_string!(l, guest.recording.broken.text).to_owned()
        />
    };
    let until =
        with_moment(l, &recording.until, |at| td_string!(l, guest.recording.until, at = at).to_string());
    view! {
        {about(l, recording)}
        <video
            class="player"
            controls
            preload="metadata"
            src=own_link(play).unwrap_or_default().to_owned()
            aria-label=label
        >
            {td_string!(l, guest.recording.no_video)}
        </video>
        <div role="status"><div hidden data-broken="">{broken}</div></div>
        <p class="guest-note">{until}</p>
        {download}
    }
    .into_any()
}

fn guarded(l: Locale, recording: &SharedRecording, action: &str, refusal: Option<&Refusal>) -> AnyView {
    let wrong = refusal.and_then(|refusal| error(l, refusal, "passcode"));
    let general = refusal
        .filter(|_| wrong.is_none())
        .map(|refusal| view! { <GuestNotice tone=GuestTone::Danger title=refusal_text(l, refusal)/> });
    let autofocus = wrong.is_some();
    view! {
        {about(l, recording)}
        {general}
        <form class="guest-form" method="post" action=action.to_owned() novalidate>
            <PasscodeField label=td_string!(l, guest.passcode) error=wrong autofocus=autofocus/>
            <GuestAction note=td_string!(l, guest.recording.passcode_note)>
                <GuestButton>{td_string!(l, guest.ended.watch)}</GuestButton>
            </GuestAction>
        </form>
    }
    .into_any()
}

/// Why there is nothing to watch.
fn words(l: Locale, state: &RecordingState) -> (String, AnyView) {
    let own = |title: &str, text: &str| (title.to_owned(), text.to_owned().into_any());
    match state {
        RecordingState::Revoked => {
            own(td_string!(l, guest.revoked.title), td_string!(l, guest.recording.revoked))
        }
        RecordingState::Expired { at } => (
            td_string!(l, guest.expired.title).to_owned(),
            with_moment(l, at, |at| td_string!(l, guest.expired.text, at = at).to_string()),
        ),
        RecordingState::Deleted => {
            own(td_string!(l, guest.recording.deleted.title), td_string!(l, guest.recording.deleted.text))
        }
        RecordingState::Open { .. } | RecordingState::Guarded { .. } | RecordingState::Unknown => {
            own(td_string!(l, guest.recording.unknown.title), td_string!(l, guest.recording.unknown.text))
        }
    }
}
