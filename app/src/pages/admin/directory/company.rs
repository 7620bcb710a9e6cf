//! Making and renaming a company.

use super::entry_form::EntryForm;
use crate::api::directory::{ChangeCompany, CreateCompany, EntryLine, EntryView};
use crate::components::{FieldWidth, PasswordField, TextField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::directory::words::Part;
use leptos::prelude::*;

/// A new company with its administrator, or one whose making is in doubt, tried again.
#[component]
pub fn NewCompany(view: EntryView) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<CreateCompany>::new();
    let state = FormState::new(action, &["connection", "key", "admin_password"]);
    let check = Callback::new(|typed: CreateCompany| typed.form.read_new(&typed.admin_password).map(drop));
    let again = view.line.is_some();
    let line = view.line.unwrap_or_default();
    let label = match again {
        true => td_string!(l, directory.companies.again),
        false => td_string!(l, directory.companies.submit),
    };
    view! {
        <EntryForm
            action=action
            state=state
            check=check
            part=Part::Companies
            place=view.place
            key=view.key
            submit=label
            pending=td_string!(l, directory.companies.pending)
        >
            <CompanyFields state=state line=line/>
            <PasswordField
                name=state.input("admin_password")
                label=td_string!(l, directory.companies.admin_password)
                hint=td_string!(l, directory.companies.password_hint)
                error=state.error("admin_password")
                width=FieldWidth::Medium
                autocomplete="new-password"
                required=true
            />
        </EntryForm>
    }
}

#[component]
fn CompanyFields(state: FormState, line: EntryLine) -> impl IntoView {
    let l = locale();
    view! {
        <TextField
            name=state.input("guid")
            label=td_string!(l, directory.companies.guid)
            hint=td_string!(l, directory.companies.guid_hint)
            value=state.value("guid", &line.id)
            error=state.error("guid")
            width=FieldWidth::Medium
            maxlength=128
            required=true
        />
        <Name state=state name=line.name/>
        <TextField
            name=state.input("admin")
            label=td_string!(l, directory.companies.admin)
            value=state.value("admin", &line.admin)
            error=state.error("admin")
            width=FieldWidth::Medium
            maxlength=128
            required=true
        />
        <TextField
            name=state.input("admin_name")
            label=td_string!(l, directory.companies.admin_name)
            value=state.value("admin_name", &line.admin_name)
            error=state.error("admin_name")
            width=FieldWidth::Medium
            maxlength=100
            required=true
        />
    }
}

#[component]
fn Name(state: FormState, name: String) -> impl IntoView {
    let l = locale();
    view! {
        <TextField
            name=state.input("name")
            label=td_string!(l, directory.companies.name)
            value=state.value("name", &name)
            error=state.error("name")
            width=FieldWidth::Medium
            maxlength=100
            required=true
        />
    }
}

/// A company that is there, or should be.
#[component]
pub fn ChangeOneCompany(view: EntryView, id: String) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<ChangeCompany>::new();
    let state = FormState::new(action, &["connection", "key"]);
    let check = Callback::new(|typed: ChangeCompany| typed.form.read_change().map(drop));
    let line = view.line.unwrap_or_default();
    view! {
        <p class="muted">{td_string!(l, directory.companies.name_only)}</p>
        <EntryForm
            action=action
            state=state
            check=check
            part=Part::Companies
            place=view.place
            key=view.key
            submit=td_string!(l, directory.companies.save)
            pending=td_string!(l, directory.companies.saving)
        >
            <TextField
                name=state.input("guid")
                label=td_string!(l, directory.companies.guid)
                value=id
                error=state.error("guid")
                width=FieldWidth::Medium
                readonly=true
            />
            <Name state=state name=line.name/>
        </EntryForm>
    }
}
