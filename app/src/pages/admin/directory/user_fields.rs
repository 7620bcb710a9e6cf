//! The fields of a user.

use super::words::{department_choices, role_choices, where_it_stands};
use crate::api::directory::EntryLine;
use crate::components::{FieldPair, FieldWidth, PasswordField, SelectField, TextField, TextKind};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::forms::USUAL_USER_ROLE;

/// Name, password, telephone, mail, department and role. A new user needs the first two.
#[component]
pub fn UserFields(
    state: FormState,
    line: EntryLine,
    departments: Vec<(String, String)>,
    new: bool,
) -> impl IntoView {
    let l = locale();
    let optional = (!new).then(|| td_string!(l, directory.optional).to_owned());
    let (mobile, email) = (state.value("mobile", &line.mobile), state.value("email", &line.email));
    let password_hint = match new {
        true => td_string!(l, directory.users.password_hint),
        false => td_string!(l, directory.users.password_change_hint),
    };
    view! {
        <TextField
            name=state.input("name")
            label=td_string!(l, directory.users.name)
            optional=optional.clone()
            value=state.value("name", &line.name)
            error=state.error("name")
            width=FieldWidth::Medium
            maxlength=100
            required=new
        />
        <PasswordField
            name=state.input("user_password")
            label=td_string!(l, directory.users.password)
            optional=optional
            hint=password_hint
            error=state.error("user_password")
            width=FieldWidth::Medium
            autocomplete="new-password"
            required=new
        />
        <FieldPair>
            <TextField
                kind=TextKind::Tel
                name=state.input("mobile")
                label=td_string!(l, directory.users.mobile)
                optional=td_string!(l, directory.optional)
                value=mobile
                error=state.error("mobile")
                maxlength=30
            />
            <TextField
                kind=TextKind::Email
                name=state.input("email")
                label=td_string!(l, directory.users.email)
                optional=td_string!(l, directory.optional)
                value=email
                error=state.error("email")
                maxlength=128
            />
        </FieldPair>
        <PlaceFields state=state line=line departments=departments new=new/>
    }
}

/// Where the user stands and what they may do. Of one who was made elsewhere, both may be left unnamed.
#[component]
fn PlaceFields(
    state: FormState,
    line: EntryLine,
    departments: Vec<(String, String)>,
    new: bool,
) -> impl IntoView {
    let l = locale();
    let unnamed = line.elsewhere && !new;
    let (listed, typed) = where_it_stands(&departments, &line.parent);
    let none = match unnamed {
        true => td_string!(l, directory.users.as_it_is),
        false => td_string!(l, directory.users.top),
    };
    let usual = if unnamed { String::new() } else { USUAL_USER_ROLE.to_string() };
    let role = line.role.map_or(usual, |role| role.to_string());
    let hint = unnamed.then(|| td_string!(l, directory.users.unnamed_hint).to_owned());
    view! {
        <SelectField
            name=state.input("department")
            label=td_string!(l, directory.users.department)
            hint=hint.clone()
            choices=department_choices(none, &departments, "")
            value=state.value("department", &listed)
            error=state.error("department")
            width=FieldWidth::Medium
        />
        <TextField
            name=state.input("department_number")
            label=td_string!(l, directory.users.department_number)
            optional=td_string!(l, directory.optional)
            value=state.value("department_number", &typed)
            error=state.error("department_number")
            inputmode="numeric"
            width=FieldWidth::Short
            maxlength=20
        />
        <SelectField
            name=state.input("role")
            label=td_string!(l, directory.users.role)
            hint=hint
            choices=role_choices(l, unnamed.then(|| td_string!(l, directory.users.as_it_is)))
            value=state.value("role", &role)
            error=state.error("role")
            width=FieldWidth::Medium
        />
    }
}
