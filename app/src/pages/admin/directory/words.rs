//! Words and choices for users, departments and companies.

use crate::api::directory::{Doubt, EntryLine};
use crate::components::{Badge, BadgeState, Choice, StateBadge};
use crate::i18n::*;
use leptos::prelude::*;
use portico_domain::forms::USER_ROLES;

/// `roleType` in words.
pub fn role_word(l: Locale, role: u8) -> &'static str {
    match role {
        1 => td_string!(l, directory.role.administrator),
        2 => td_string!(l, directory.role.scheduler),
        3 => td_string!(l, directory.role.ordinary),
        4 => td_string!(l, directory.role.department),
        5 => td_string!(l, directory.role.finance),
        _ => td_string!(l, directory.none),
    }
}

/// All roles, after `first` if there is one.
pub fn role_choices(l: Locale, first: Option<&'static str>) -> Vec<Choice> {
    let roles = USER_ROLES.into_iter().map(|role| Choice::new(role.to_string(), role_word(l, role)));
    first.map(|label| Choice::new("", label)).into_iter().chain(roles).collect()
}

/// The departments to pick from, after one that stands for none of them.
pub fn department_choices(first: &'static str, departments: &[(String, String)], but: &str) -> Vec<Choice> {
    let others = departments.iter().filter(|(number, _)| number != but);
    let others = others.map(|(number, name)| Choice::new(number.clone(), name.clone()));
    std::iter::once(Choice::new("", first)).chain(others).collect()
}

/// A number goes into the list if it is there, else into the field beside it.
pub fn where_it_stands(departments: &[(String, String)], number: &str) -> (String, String) {
    if departments.iter().any(|(known, _)| known == number) {
        (number.to_owned(), String::new())
    } else {
        (String::new(), number.to_owned())
    }
}

/// What is not known of an entry, and that it was made elsewhere.
pub fn standing(l: Locale, line: &EntryLine) -> AnyView {
    let doubt = line.doubt.map(|doubt| {
        let label = match doubt {
            Doubt::Creation => td_string!(l, directory.doubt.creation),
            Doubt::Change => td_string!(l, directory.doubt.change),
            Doubt::Removal => td_string!(l, directory.doubt.removal),
        };
        view! { <StateBadge state=BadgeState::Unconfirmed label=label/> }
    });
    let elsewhere = line.elsewhere.then(|| view! { <Badge>{td_string!(l, directory.elsewhere)}</Badge> });
    let plain = doubt.is_none() && elsewhere.is_none();
    view! { {doubt} {elsewhere} {plain.then(|| td_string!(l, directory.none))} }.into_any()
}

/// The text, or a dash.
pub fn or_dash(l: Locale, text: String) -> String {
    if text.is_empty() { td_string!(l, directory.none).to_owned() } else { text }
}
