//! Search and filters: a plain GET form.

use super::query::{AUDIT, narrows};
use crate::api::audit::AuditQuery;
use crate::components::{Button, ButtonLink, Choice, Filters, SelectField, TextField, TextKind, Variant};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// The fields above the lines. `people` and `actions` are what can be chosen: value and words.
#[component]
pub fn AuditFilters(
    query: AuditQuery,
    people: Vec<(String, String)>,
    actions: Vec<(String, String)>,
) -> impl IntoView {
    let l = locale();
    let narrowed = narrows(&query);
    view! {
        <Filters action=AUDIT label=td_string!(l, audit.filters)>
            <TextField
                name="text"
                label=td_string!(l, audit.text)
                kind=TextKind::Search
                value=query.text
                placeholder=td_string!(l, audit.text_hint)
                maxlength=100
            />
            <SelectField
                name="person"
                label=td_string!(l, audit.person)
                choices=choices(td_string!(l, audit.anybody), people)
                value=query.person
            />
            <SelectField
                name="action"
                label=td_string!(l, audit.action_label)
                choices=choices(td_string!(l, audit.any_action), actions)
                value=query.action
            />
            <TextField
                name="from"
                label=td_string!(l, audit.from)
                kind=TextKind::Date
                value=query.from
            />
            <TextField
                name="until"
                label=td_string!(l, audit.until)
                kind=TextKind::Date
                value=query.until
            />
            <Button variant=Variant::Secondary>{td_string!(l, audit.apply)}</Button>
            {narrowed.then(|| view! {
                <ButtonLink href=AUDIT variant=Variant::Quiet>{td_string!(l, audit.clear)}</ButtonLink>
            })}
        </Filters>
    }
}

fn choices(any: &str, each: Vec<(String, String)>) -> Vec<Choice> {
    let each = each.into_iter().map(|(value, label)| Choice::new(value, label));
    std::iter::once(Choice::new("", any)).chain(each).collect()
}
