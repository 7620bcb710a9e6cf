//! Scheduling a meeting, and changing one: the same form.

mod basics;
mod booking;
mod broadcast;
mod change;
mod fields;
mod find_people;
mod invite;
mod keep_duration;
mod kept;
mod meanwhile;
mod more;
mod own;
mod password;
mod people;
mod place;
mod room;
mod schedule_form;
mod series;

use super::refused::RefusedState;
use crate::api::Refused;
use crate::api::meetings::{ScheduleView, edit_form, schedule_form as read_form};
use crate::components::{Link, Loading, PageHeader};
use crate::i18n::*;
use crate::language::locale;
use change::ChangeForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use schedule_form::ScheduleForm;

type Form = Resource<Result<ScheduleView, Refused>>;

/// A new meeting, empty or like another (`?like=ID`), at a connection of one's choice
/// (`?connection=ID`).
pub struct SchedulePage {
    like: Memo<String>,
    form: Form,
}

impl SchedulePage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let address = use_query_map();
        let said = move |name| address.with(|query| query.get(name).unwrap_or_default());
        let like = Memo::new(move |_| said("like"));
        let connection = Memo::new(move |_| said("connection"));
        let asked = move || (like.get(), connection.get());
        Self { like, form: Resource::new(asked, |(like, connection)| read_form(like, connection)) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let title = td_string!(l, meetings.form.title);
        let SchedulePage { like, form } = this;
        let kept = RwSignal::new(None);
        view! {
            <Title text=title/>
            <PageHeader title=title back=Link::new("/meetings", td_string!(l, meetings.form.back_meetings))/>
            <Transition fallback=move || {
                view! { <Loading label=td_string!(l, meetings.loading_form) rows=6/> }
            }>
                {move || Suspend::new(async move {
                    match form.await {
                        Ok(view) => {
                            view! { <ScheduleForm view=view like=like.get_untracked() kept=kept/> }.into_any()
                        }
                        Err(Refused(refusal)) => view! { <RefusedState refusal=refusal/> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

/// An existing meeting.
pub struct EditPage {
    id: Memo<String>,
    form: Form,
}

impl EditPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let address = use_params_map();
        let id = Memo::new(move |_| address.with(|params| params.get("id").unwrap_or_default()));
        Self { id, form: Resource::new(move || id.get(), edit_form) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let EditPage { id, form } = this;
        view! {
            <Transition fallback=move || {
                view! { <Loading label=td_string!(l, meetings.loading_form) rows=6/> }
            }>
                {move || Suspend::new(async move {
                    match form.await {
                        Ok(view) => view! { <ChangeForm id=id.get_untracked() view=view/> }.into_any(),
                        Err(Refused(refusal)) => view! {
                            <Title text=td_string!(l, meetings.form.not_changeable)/>
                            <PageHeader title=td_string!(l, meetings.form.not_changeable)/>
                            <RefusedState refusal=refusal/>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}
