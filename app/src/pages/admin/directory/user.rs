//! Making and changing a user.

use super::entry_form::EntryForm;
use super::user_fields::UserFields;
use crate::api::directory::{ChangeUser, CreateUser, EntryLine, EntryView};
use crate::components::{FieldWidth, TextField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::directory::words::Part;
use leptos::prelude::*;

/// A new user, or one whose making is in doubt, tried again.
#[component]
pub fn NewUser(view: EntryView) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<CreateUser>::new();
    let state = FormState::new(action, &["connection", "key", "user_password"]);
    let check = Callback::new(|typed: CreateUser| typed.form.read_new(&typed.user_password).map(drop));
    let again = view.line.is_some();
    let line = view.line.unwrap_or_default();
    let label =
        if again { td_string!(l, directory.users.again) } else { td_string!(l, directory.users.submit) };
    view! {
        <EntryForm
            action=action
            state=state
            check=check
            part=Part::Users
            place=view.place
            key=view.key
            submit=label
            pending=td_string!(l, directory.users.pending)
        >
            <TextField
                name=state.input("account")
                label=td_string!(l, directory.users.account)
                hint=td_string!(l, directory.users.account_hint)
                value=state.value("account", &line.id)
                error=state.error("account")
                width=FieldWidth::Medium
                maxlength=128
                required=true
            />
            <UserFields state=state line=line departments=view.departments new=true/>
        </EntryForm>
    }
}

/// A user who is there, or should be.
#[component]
pub fn ChangeOneUser(view: EntryView, id: String) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<ChangeUser>::new();
    let state = FormState::new(action, &["connection", "key", "user_password"]);
    let check = Callback::new(|typed: ChangeUser| typed.form.read_change(&typed.user_password).map(drop));
    let line = view.line.unwrap_or_else(|| EntryLine { elsewhere: true, ..EntryLine::default() });
    view! {
        <EntryForm
            action=action
            state=state
            check=check
            part=Part::Users
            place=view.place
            key=view.key
            submit=td_string!(l, directory.users.save)
            pending=td_string!(l, directory.users.saving)
        >
            <TextField
                name=state.input("account")
                label=td_string!(l, directory.users.account)
                value=id
                error=state.error("account")
                width=FieldWidth::Medium
                readonly=true
            />
            <UserFields state=state line=line departments=view.departments new=false/>
        </EntryForm>
    }
}
