//! The form that schedules.

use super::basics::Basics;
use super::fields::{Purpose, kept_key, vendor_of};
use super::more::MoreOptions;
use crate::api::meetings::{Schedule, ScheduleView};
use crate::components::{Button, ButtonLink, EmptyState, FormActions, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use leptos::prelude::*;

/// The form, or what has to be done before there can be one.
#[component]
pub fn ScheduleForm(view: ScheduleView) -> impl IntoView {
    if view.connections.is_empty() {
        view! { <NoConnection/> }.into_any()
    } else {
        view! { <Filled view=view/> }.into_any()
    }
}

#[component]
fn Filled(view: ScheduleView) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<Schedule>::new();
    let state = FormState::new(action, &["key"]);
    let connections = view.connections.clone();
    let check = Callback::new(move |typed: Schedule| {
        vendor_of(&connections, &typed.form.connection)
            .map_or(Ok(()), |vendor| typed.form.read(vendor).map(drop))
    });
    let form = view.form;
    view! {
        <PostForm action=action state=state check=check>
            <input type="hidden" name="key" value=kept_key(&state, view.key)/>
            <div class="stack">
                <Basics
                    form=form.clone()
                    connections=view.connections
                    zone=view.zone
                    purpose=Purpose::Schedule
                    state=state
                />
                <MoreOptions form=form purpose=Purpose::Schedule state=state/>
            </div>
            <FormActions>
                <Button
                    icon=icondata::LuCalendarPlus
                    pending=action.pending()
                    pending_label=td_string!(l, meetings.form.submitting)
                >
                    {td_string!(l, meetings.form.submit)}
                </Button>
                <ButtonLink href="/meetings" variant=Variant::Quiet>
                    {td_string!(l, meetings.form.cancel)}
                </ButtonLink>
            </FormActions>
        </PostForm>
    }
}

#[component]
fn NoConnection() -> impl IntoView {
    let l = locale();
    let viewer = use_context::<Page>().and_then(|page| page.viewer);
    if viewer.is_some_and(|viewer| viewer.may_administer()) {
        view! {
            <EmptyState
                icon=icondata::LuPlug
                title=td_string!(l, meetings.blank.no_connection)
                text=td_string!(l, meetings.blank.no_connection_text)
            >
                <ButtonLink href="/connections/new">
                    {td_string!(l, meetings.empty.add_connection)}
                </ButtonLink>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <EmptyState
                icon=icondata::LuPlug
                title=td_string!(l, meetings.blank.ask)
                text=td_string!(l, meetings.blank.ask_text)
            />
        }
        .into_any()
    }
}
