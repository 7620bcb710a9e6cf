//! The form that changes a meeting.

use super::basics::Basics;
use super::fields::{Purpose, kept_key, vendor_of};
use super::more::MoreOptions;
use crate::api::meetings::{Change, ScheduleView};
use crate::components::{Button, ButtonLink, FormActions, Link, Notice, PageHeader, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use leptos_meta::Title;

/// The meeting as it stands, to be changed.
#[component]
pub fn ChangeForm(id: String, view: ScheduleView) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<Change>::new();
    let state = FormState::new(action, &["id", "key"]);
    let connections = view.connections.clone();
    let check = Callback::new(move |typed: Change| {
        vendor_of(&connections, &typed.form.connection)
            .map_or(Ok(()), |vendor| typed.form.read(vendor).map(drop))
    });
    let form = view.form;
    let subject = view.changes.unwrap_or_else(|| form.subject.clone());
    let title = td_string!(l, meetings.form.title_change, subject = subject).to_string();
    let meeting = format!("/meetings/{id}");
    view! {
        <Title text=title.clone()/>
        <PageHeader title=title back=Link::new(meeting.clone(), td_string!(l, meetings.form.back_meeting))/>
        <PostForm action=action state=state check=check>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="key" value=kept_key(&state, view.key)/>
            <div class="stack">
                <Notice>{td_string!(l, meetings.form.notices_once)}</Notice>
                <Basics
                    form=form.clone()
                    connections=view.connections
                    zone=view.zone
                    purpose=Purpose::Change
                    state=state
                />
                <MoreOptions form=form purpose=Purpose::Change state=state/>
            </div>
            <FormActions>
                <Button pending=action.pending() pending_label=td_string!(l, meetings.form.saving)>
                    {td_string!(l, meetings.form.save)}
                </Button>
                <ButtonLink href=meeting variant=Variant::Quiet>
                    {td_string!(l, meetings.form.keep)}
                </ButtonLink>
            </FormActions>
        </PostForm>
    }
}
