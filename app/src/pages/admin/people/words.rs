//! Words about people, and where their pages are.

use crate::api::accounts::AccountLine;
use crate::components::{BadgeState, Choice, StateBadge};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::{field_text, locale};
use crate::pages::organizer::outcome::NotDone;
use leptos::prelude::*;
use portico_domain::people::Role;
use portico_domain::refusals::Refusal;

/// Where the list of people is.
pub const PEOPLE: &str = "/people";

pub fn role_name(l: Locale, role: Role) -> &'static str {
    match role {
        Role::Administrator => td_string!(l, people.role.administrator),
        Role::Organizer => td_string!(l, people.role.organizer),
        Role::Viewer => td_string!(l, people.role.viewer),
    }
}

/// The roles to choose from, those that may least first, each with what it may.
pub fn role_choices(l: Locale) -> Vec<Choice> {
    let choice =
        |role: Role, hint: &'static str| Choice::new(role.name(), role_name(l, role)).with_hint(hint);
    vec![
        choice(Role::Viewer, td_string!(l, people.invite.viewer_hint)),
        choice(Role::Organizer, td_string!(l, people.invite.organizer_hint)),
        choice(Role::Administrator, td_string!(l, people.invite.administrator_hint)),
    ]
}

/// Whether somebody can sign in.
#[component]
pub fn AccountState(disabled: bool, waiting: bool) -> impl IntoView {
    let l = locale();
    let (badge, label) = match (disabled, waiting) {
        (true, _) => (BadgeState::Paused, td_string!(l, people.state.disabled)),
        (false, true) => (BadgeState::Unconfirmed, td_string!(l, people.state.waiting)),
        (false, false) => (BadgeState::Ok, td_string!(l, people.state.active)),
    };
    view! { <StateBadge state=badge label=label/> }
}

impl AccountLine {
    /// Can anything happen to them at all?
    pub(super) fn is_free(&self) -> bool {
        !self.is_last_administrator
    }
}

/// Why something was not done: the sentence of the field to blame says more than that of the kind.
#[component]
pub fn Trouble(state: FormState) -> impl IntoView {
    let l = locale();
    let words = Callback::new(move |refusal: Refusal| match refusal.fields.first() {
        Some(field) => field_text(l, &refusal, &field.rule),
        None => state.words(&refusal),
    });
    view! { <NotDone state=state title=td_string!(l, people.one.trouble) words=words/> }
}
