//! Making, renaming and moving a department.

use super::entry_form::EntryForm;
use super::words::{department_choices, where_it_stands};
use crate::api::directory::{ChangeDepartment, CreateDepartment, EntryView};
use crate::components::{Choice, FieldWidth, SelectField, TextField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::directory::words::Part;
use leptos::prelude::*;
use portico_domain::forms::PLACE_UNKNOWN;

/// A new department below `parent`, or one whose making is in doubt, tried again.
#[component]
pub fn NewDepartment(view: EntryView, id: String, parent: String) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<CreateDepartment>::new();
    let state = FormState::new(action, &["connection", "key", "instead"]);
    let check = Callback::new(|typed: CreateDepartment| typed.form.read_new().map(drop));
    let again = view.line.is_some();
    let line = view.line.unwrap_or_default();
    let parent = if again { line.parent } else { parent };
    let label = match again {
        true => td_string!(l, directory.departments.again),
        false => td_string!(l, directory.departments.submit),
    };
    view! {
        <EntryForm
            action=action
            state=state
            check=check
            part=Part::Departments
            place=view.place
            key=view.key
            submit=label
            pending=td_string!(l, directory.departments.pending)
        >
            {again.then(|| view! { <input type="hidden" name="instead" value=id/> })}
            <DepartmentFields
                state=state
                name=line.name
                parent=parent
                departments=view.departments
                but=String::new()
            />
        </EntryForm>
    }
}

/// A department that is there, or should be.
#[component]
pub fn ChangeOneDepartment(view: EntryView, id: String) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<ChangeDepartment>::new();
    let state = FormState::new(action, &["connection", "key"]);
    let check = Callback::new(|typed: ChangeDepartment| typed.form.read_change().map(drop));
    // As the API takes it: what somebody else made and we only tried to change stands we do not know where.
    let placed = view.line.as_ref().is_some_and(|line| !(line.elsewhere && line.doubt.is_some()));
    let line = view.line.unwrap_or_default();
    let parent = if placed { line.parent } else { PLACE_UNKNOWN.to_owned() };
    view! {
        <EntryForm
            action=action
            state=state
            check=check
            part=Part::Departments
            place=view.place
            key=view.key
            submit=td_string!(l, directory.departments.save)
            pending=td_string!(l, directory.departments.saving)
        >
            <TextField
                name=state.input("number")
                label=td_string!(l, directory.departments.number)
                value=id.clone()
                error=state.error("number")
                width=FieldWidth::Short
                readonly=true
            />
            <DepartmentFields
                state=state
                name=line.name
                parent=parent
                departments=view.departments
                but=id
            />
        </EntryForm>
    }
}

/// Its name, and what it is under; never itself.
#[component]
fn DepartmentFields(
    state: FormState,
    name: String,
    parent: String,
    departments: Vec<(String, String)>,
    but: String,
) -> impl IntoView {
    let l = locale();
    let (mut listed, mut typed) = where_it_stands(&departments, &parent);
    let mut choices = department_choices(td_string!(l, directory.departments.top), &departments, &but);
    if parent == PLACE_UNKNOWN {
        choices.insert(0, Choice::new(PLACE_UNKNOWN, td_string!(l, directory.departments.choose_parent)));
        listed = parent;
        typed.clear();
    }
    view! {
        <TextField
            name=state.input("name")
            label=td_string!(l, directory.departments.name)
            value=state.value("name", &name)
            error=state.error("name")
            width=FieldWidth::Medium
            maxlength=100
            required=true
        />
        <SelectField
            name=state.input("parent")
            label=td_string!(l, directory.departments.parent)
            choices=choices
            value=state.value("parent", &listed)
            error=state.error("parent")
            width=FieldWidth::Medium
        />
        <TextField
            name=state.input("parent_number")
            label=td_string!(l, directory.departments.parent_number)
            optional=td_string!(l, directory.optional)
            value=state.value("parent_number", &typed)
            error=state.error("parent_number")
            inputmode="numeric"
            width=FieldWidth::Short
            maxlength=20
        />
    }
}
