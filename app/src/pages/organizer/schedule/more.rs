//! The rare options, folded away.

use super::fields::{Purpose, shows_rare, tick};
use super::people::People;
use super::room::Room;
use crate::components::{Fieldset, Fold};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::forms::MeetingForm;

/// People, notices, the room and what participants may do.
#[component]
pub fn MoreOptions(form: MeetingForm, purpose: Purpose, state: FormState) -> impl IntoView {
    let l = locale();
    let open = shows_rare(state, &form);
    view! {
        <Fold summary=td_string!(l, meetings.form.more) note=td_string!(l, meetings.form.more_note) open=open>
            <People form=form.clone() purpose=purpose state=state/>
            <Room form=form.clone() state=state/>
            <Permissions form=form state=state/>
        </Fold>
    }
}

#[component]
fn Permissions(form: MeetingForm, state: FormState) -> impl IntoView {
    let l = locale();
    view! {
        <Fieldset legend=td_string!(l, meetings.form.may)>
            {tick(state, "open_microphone", td_string!(l, meetings.may.open_microphone), &form.open_microphone)}
            {tick(state, "open_camera", td_string!(l, meetings.may.open_camera), &form.open_camera)}
            {tick(state, "share", td_string!(l, meetings.may.share), &form.share)}
            {tick(state, "rename", td_string!(l, meetings.may.rename), &form.rename)}
            {tick(state, "telephone", td_string!(l, meetings.may.telephone), &form.telephone)}
            {tick(state, "public_chat", td_string!(l, meetings.may.public_chat), &form.public_chat)}
            {tick(state, "private_chat", td_string!(l, meetings.may.private_chat), &form.private_chat)}
            {tick(state, "chat_pictures", td_string!(l, meetings.may.chat_pictures), &form.chat_pictures)}
            {tick(state, "chat_links", td_string!(l, meetings.may.chat_links), &form.chat_links)}
            {tick(state, "save_whiteboard", td_string!(l, meetings.may.save_whiteboard), &form.save_whiteboard)}
            {tick(state, "local_recording", td_string!(l, meetings.may.local_recording), &form.local_recording)}
        </Fieldset>
    }
}
