//! The room as it is now, and what can be done about its recording.

use super::buttons::{Start, Stop};
use super::feed::{Heard, follow};
use super::{RecorderPart, silent};
use crate::api::control::{RecorderNow, RoomNow, RoomPanel};
use crate::components::{CopyField, Notice, Tone};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// What is heard of the room, kept fresh.
#[component]
pub fn Panel(
    id: String,
    subject: String,
    panel: RoomPanel,
    part: RecorderPart,
    start: FormState,
    stop: FormState,
) -> impl IntoView {
    let l = locale();
    let heard = follow(id.clone(), panel.now);
    // Each part is drawn anew only when it differs, so that nobody loses a button while people come and go.
    let room = Memo::new(move |_| heard.with(|heard| room_sentence(l, heard)));
    let recording = Memo::new(move |_| {
        heard.with(|heard| heard.now.as_ref().map(|now| recorder_sentence(l, now.recorder)))
    });
    let failed = Memo::new(move |_| heard.with(|heard| heard.now.as_ref()?.failed_reason.clone()));
    let failing = Memo::new(move |_| heard.with(|heard| heard.failing.clone()));
    let can = Memo::new(move |_| heard.with(|heard| Can::of(heard.now.as_ref()?)));
    let live = Memo::new(move |_| {
        heard.with(|heard| heard.now.as_ref().filter(|now| now.live).map(|now| now.stream.clone()))
    });
    let (id, subject, key) = (StoredValue::new(id), StoredValue::new(subject), StoredValue::new(panel.key));
    view! {
        <div class="stack" aria-live="polite">
            <p>{room}</p>
            {move || recording.get().map(|text| view! { <p>{text}</p> })}
            {move || failed.get().map(|reason| view! { <Failed reason=reason/> })}
            {move || failing.get().map(|refusal| silent(l, &refusal))}
        </div>
        {move || can.get().map(|can| match can {
            Can::Start => view! {
                <Start id=id.get_value() key=key.get_value() action=part.start state=start/>
            }
            .into_any(),
            Can::Stop | Can::StopTheirs => view! {
                <Stop
                    id=id.get_value()
                    subject=subject.get_value()
                    key=key.get_value()
                    theirs={can == Can::StopTheirs}
                    action=part.stop
                    state=stop
                />
            }
            .into_any(),
        })}
        {move || live.get().map(|stream| view! { <Stream address=stream/> })}
    }
}

/// What the viewer can do about the recording now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Can {
    Start,
    Stop,
    /// Somebody else's.
    StopTheirs,
}

impl Can {
    fn of(now: &RoomNow) -> Option<Self> {
        if !now.may_edit {
            return None;
        }
        match now.recorder {
            RecorderNow::Nobody => now.started.then_some(Can::Start),
            RecorderNow::Portico => Some(Can::Stop),
            RecorderNow::SomeoneElse => Some(Can::StopTheirs),
            RecorderNow::Unconfirmed => None,
        }
    }
}

fn room_sentence(l: Locale, heard: &Heard) -> String {
    let Some(now) = &heard.now else { return td_string!(l, control.not_its_time).to_owned() };
    if !now.started {
        return td_string!(l, control.not_begun).to_owned();
    }
    let count = now.participants;
    let present = td_string!(l, control.running, count = count).to_string();
    if now.locked { format!("{present} {}", td_string!(l, control.locked)) } else { present }
}

fn recorder_sentence(l: Locale, recorder: RecorderNow) -> &'static str {
    match recorder {
        RecorderNow::Nobody => td_string!(l, control.recorder.nobody),
        RecorderNow::Portico => td_string!(l, control.recorder.portico),
        RecorderNow::SomeoneElse => td_string!(l, control.recorder.someone_else),
        RecorderNow::Unconfirmed => td_string!(l, control.recorder.unconfirmed),
    }
}

#[component]
fn Failed(reason: String) -> impl IntoView {
    let l = locale();
    view! {
        <Notice tone=Tone::Warning title=td_string!(l, control.failed)>
            <p>{td_string!(l, control.failed_reason, reason = reason).to_string()}</p>
        </Notice>
    }
}

/// That it is streamed everyone may know; where, only who may edit.
#[component]
fn Stream(address: Option<String>) -> impl IntoView {
    let l = locale();
    match address {
        None => view! { <p>{td_string!(l, control.live)}</p> }.into_any(),
        Some(address) => view! {
            <CopyField
                id="live-address"
                label=td_string!(l, control.live_address)
                value=address
                copy_label=td_string!(l, control.copy)
                copied_label=td_string!(l, control.copied)
            />
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(recorder: RecorderNow) -> RoomNow {
        RoomNow {
            started: true,
            locked: true,
            participants: 3,
            recorder,
            failed_reason: None,
            live: false,
            stream: None,
            may_edit: true,
        }
    }

    #[test]
    fn only_what_helps_now_can_be_pressed() {
        assert_eq!(Can::of(&room(RecorderNow::Nobody)), Some(Can::Start));
        assert_eq!(Can::of(&room(RecorderNow::Portico)), Some(Can::Stop));
        assert_eq!(Can::of(&room(RecorderNow::SomeoneElse)), Some(Can::StopTheirs));
        assert_eq!(Can::of(&room(RecorderNow::Unconfirmed)), None);
        let empty = RoomNow { started: false, ..room(RecorderNow::Nobody) };
        assert_eq!(Can::of(&empty), None);
        let watched = RoomNow { may_edit: false, ..room(RecorderNow::Nobody) };
        assert_eq!(Can::of(&watched), None);
    }

    #[test]
    fn the_room_in_one_sentence() {
        let heard = |now| Heard { now, failing: None };
        let full = room_sentence(Locale::en, &heard(Some(room(RecorderNow::Nobody))));
        assert_eq!(full, "The room is open, 3 inside. It is locked: nobody else can enter.");
        let empty = RoomNow { started: false, ..room(RecorderNow::Nobody) };
        assert_eq!(
            room_sentence(Locale::zh_CN, &heard(Some(empty))),
            "会议室还没有人开启。有人开启后即可录制。"
        );
        assert!(room_sentence(Locale::en, &heard(None)).contains("10 minutes"));
    }
}
