//! Removing an entry at the vendor, and taking one out of Portico's list: each after asking once.

use super::outcome::{NotDone, Vague};
use crate::api::directory::{DropEntry, EntryView, RemoveEntry};
use crate::components::{Button, Confirm, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::directory::words::Part;
use leptos::prelude::*;

/// Both, as far as they apply: what has no number cannot be removed, what is not listed not dropped.
#[component]
pub fn Removal(view: EntryView, part: Part, id: String, removable: bool) -> impl IntoView {
    let l = locale();
    let name = view.line.as_ref().map_or_else(|| id.clone(), |line| line.name.clone());
    let listed = view.line.is_some();
    let connection = view.place.id.clone();
    let droppable = listed.then(|| {
        view! { <Dropping connection=connection.clone() part=part id=id.clone() name=name.clone()/> }
    });
    view! {
        <Section id="remove" title=td_string!(l, directory.entry.remove_section)>
            <div class="stack">
                {removable.then(|| view! {
                    <Removing connection=view.place.id.clone() key_of_form=view.remove_key part=part id=id.clone() name=name.clone()/>
                })}
                {droppable}
            </div>
        </Section>
    }
}

#[component]
fn Removing(connection: String, key_of_form: String, part: Part, id: String, name: String) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<RemoveEntry>::new();
    let state = FormState::new(action, &["connection", "key", "kind", "id"]);
    let (label, title, text, now) = match part {
        Part::Companies => (
            td_string!(l, directory.companies.remove),
            td_string!(l, directory.companies.remove_title, name = name).to_string(),
            td_string!(l, directory.companies.remove_text),
            td_string!(l, directory.companies.remove_now),
        ),
        Part::Departments => (
            td_string!(l, directory.departments.remove),
            td_string!(l, directory.departments.remove_title, name = name).to_string(),
            td_string!(l, directory.departments.remove_text),
            td_string!(l, directory.departments.remove_now),
        ),
        _ => (
            td_string!(l, directory.users.remove),
            td_string!(l, directory.users.remove_title, name = name).to_string(),
            td_string!(l, directory.users.remove_text),
            td_string!(l, directory.users.remove_now),
        ),
    };
    view! {
        <NotDone state=state title=td_string!(l, directory.entry.not_removed)/>
        <Vague state=state part=part/>
        <Confirm
            id="remove-entry"
            label=label
            title=title
            text=text
            keep=td_string!(l, directory.entry.keep)
            variant=Variant::Danger
            icon=icondata::LuTrash2
        >
            <PostForm action=action state=state no_summary=true>
                <NotDone state=state title=td_string!(l, directory.entry.not_removed)/>
                <input type="hidden" name="connection" value=connection/>
                <input type="hidden" name="key" value=state.kept_key(key_of_form)/>
                <input type="hidden" name="kind" value=part.name()/>
                <input type="hidden" name="id" value=id/>
                <Button
                    variant=Variant::Danger
                    pending=action.pending()
                    pending_label=td_string!(l, directory.entry.removing)
                >
                    {now}
                </Button>
            </PostForm>
        </Confirm>
    }
}

#[component]
fn Dropping(connection: String, part: Part, id: String, name: String) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<DropEntry>::new();
    let state = FormState::new(action, &["connection", "kind", "id"]);
    view! {
        <NotDone state=state title=td_string!(l, directory.entry.not_dropped)/>
        <Confirm
            id="drop-entry"
            label=td_string!(l, directory.entry.drop)
            title=td_string!(l, directory.entry.drop_title, name = name).to_string()
            text=td_string!(l, directory.entry.drop_text)
            keep=td_string!(l, directory.entry.keep)
        >
            <PostForm action=action state=state no_summary=true>
                <input type="hidden" name="connection" value=connection/>
                <input type="hidden" name="kind" value=part.name()/>
                <input type="hidden" name="id" value=id/>
                <Button
                    variant=Variant::Danger
                    pending=action.pending()
                    pending_label=td_string!(l, directory.entry.dropping)
                >
                    {td_string!(l, directory.entry.drop_now)}
                </Button>
            </PostForm>
        </Confirm>
    }
}
