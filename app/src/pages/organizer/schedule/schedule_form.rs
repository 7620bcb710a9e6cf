//! The form that schedules.

use super::basics::Basics;
use super::fields::{Purpose, vendor_of};
use super::kept::Kept;
use super::own::{Aids, OwnFields};
use super::place::Place;
use crate::api::meetings::{Schedule, ScheduleView};
use crate::components::{Button, ButtonLink, EmptyState, FormActions, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;

/// The form, or what has to be done before there can be one.
#[component]
pub fn ScheduleForm(
    view: ScheduleView,
    /// The meeting to copy, or empty.
    like: String,
    kept: RwSignal<Option<Kept>>,
) -> impl IntoView {
    match vendor_of(&view.connections, &view.form.connection) {
        None => view! { <NoConnection/> }.into_any(),
        Some(vendor) => view! { <Filled view=view vendor=vendor like=like kept=kept/> }.into_any(),
    }
}

#[component]
fn Filled(view: ScheduleView, vendor: Vendor, like: String, kept: RwSignal<Option<Kept>>) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<Schedule>::new();
    let state = FormState::new(action, &["key"]);
    let check = Callback::new(move |typed: Schedule| typed.form.read(vendor).map(drop));
    let current = view.form.connection.clone();
    let form = match kept.get_untracked() {
        Some(kept) => kept.fill(view.form),
        None => view.form,
    };
    let aids = Aids { rooms: view.rooms, invited: view.invited };
    view! {
        <PostForm action=action state=state check=check>
            <input type="hidden" name="key" value=state.kept_key(view.key)/>
            <div class="stack">
                <Place connections=view.connections current=current like=like state=state kept=kept/>
                <Basics
                    form=form.clone()
                    vendor=vendor
                    zone=view.zone
                    repeats_in=view.repeats_in
                    purpose=Purpose::Schedule
                    state=state
                />
                <OwnFields vendor=vendor form=form aids=aids purpose=Purpose::Schedule state=state/>
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
