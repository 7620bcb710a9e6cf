//! Starting and stopping the recording. Both are forms, so they work without script.

use crate::api::control::{StartRecording, StopRecording};
use crate::components::{Button, Confirm, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// Starts it at once: it can be stopped again.
#[component]
pub fn Start(
    id: String,
    key: String,
    action: ServerAction<StartRecording>,
    state: FormState,
) -> impl IntoView {
    let l = locale();
    view! {
        <PostForm action=action state=state no_summary=true>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="key" value=state.kept_key(key)/>
            <Button
                variant=Variant::Secondary
                icon=icondata::LuCircleDot
                pending=action.pending()
                pending_label=td_string!(l, control.starting)
            >
                {td_string!(l, control.start)}
            </Button>
        </PostForm>
    }
}

/// Stopping cannot be taken back, and it stops the recording for whoever started it.
#[component]
pub fn Stop(
    id: String,
    /// Of the meeting.
    subject: String,
    key: String,
    theirs: bool,
    action: ServerAction<StopRecording>,
    state: FormState,
) -> impl IntoView {
    let l = locale();
    let text = if theirs { td_string!(l, control.stop_theirs) } else { td_string!(l, control.stop_text) };
    view! {
        <Confirm
            id="stop-recording"
            label=td_string!(l, control.stop)
            title=td_string!(l, control.stop_title, subject = subject.as_str()).to_string()
            text=text.to_owned()
            keep=td_string!(l, control.stop_keep)
            variant=Variant::Secondary
            icon=icondata::LuCircleStop
        >
            <PostForm action=action state=state no_summary=true>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="key" value=state.kept_key(key)/>
                <Button
                    variant=Variant::Danger
                    pending=action.pending()
                    pending_label=td_string!(l, control.stopping)
                >
                    {td_string!(l, control.stop_now)}
                </Button>
            </PostForm>
        </Confirm>
    }
}
