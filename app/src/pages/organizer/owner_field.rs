//! Whose meetings a list shows.

use crate::api::accounts::AccountChoice;
use crate::components::{Choice, SelectField};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use leptos::prelude::*;

/// Administrators, who see everybody's, choose a person, or what was made elsewhere; others choose between their own
/// and what is shared with them.
#[component]
pub fn OwnerField(owners: Vec<AccountChoice>, value: String) -> impl IntoView {
    let l = locale();
    let viewer = use_context::<Page>().and_then(|page| page.viewer);
    let administers = viewer.is_some_and(|viewer| viewer.may_administer());
    let choices = if administers { everybody(l, owners) } else { own_or_shared(l) };
    view! {
        <SelectField name="owner" label=td_string!(l, meetings.owner.label) choices=choices value=value/>
    }
}

fn everybody(l: Locale, owners: Vec<AccountChoice>) -> Vec<Choice> {
    let first = [
        Choice::new("", td_string!(l, meetings.owner.anybody)),
        Choice::new("mine", td_string!(l, meetings.owner.me)),
        Choice::new("none", td_string!(l, meetings.owner.elsewhere)),
    ];
    let each = owners.into_iter().map(|it| Choice::new(it.id, format!("{} ({})", it.name, it.account)));
    first.into_iter().chain(each).collect()
}

fn own_or_shared(l: Locale) -> Vec<Choice> {
    vec![
        Choice::new("", td_string!(l, meetings.owner.both)),
        Choice::new("mine", td_string!(l, meetings.owner.me)),
        Choice::new("others", td_string!(l, meetings.owner.shared)),
    ]
}
