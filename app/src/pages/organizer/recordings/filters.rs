//! Search, connection, owner and order, above the list.

use super::address::{LIBRARY, narrows};
use crate::api::accounts::AccountChoice;
use crate::api::meetings::ConnectionChoice;
use crate::api::recordings::RecordingQuery;
use crate::components::{Button, ButtonLink, Choice, Filters, SelectField, TextField, TextKind, Variant};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::owner_field::OwnerField;
use leptos::prelude::*;

fn orders(l: Locale) -> Vec<Choice> {
    vec![
        Choice::new("", td_string!(l, recordings.filters.newest)),
        Choice::new("oldest", td_string!(l, recordings.filters.oldest)),
        Choice::new("longest", td_string!(l, recordings.filters.longest)),
        Choice::new("largest", td_string!(l, recordings.filters.largest)),
        Choice::new("title", td_string!(l, recordings.filters.title)),
    ]
}

/// A plain GET form; its fields show what the address asks for.
#[component]
pub fn RecordingFilters(
    query: RecordingQuery,
    connections: Vec<ConnectionChoice>,
    owners: Vec<AccountChoice>,
) -> impl IntoView {
    let l = locale();
    let narrowed = narrows(&query);
    // `newest` is what no order means.
    let sort = if query.sort == "newest" { String::new() } else { query.sort };
    let any = Choice::new("", td_string!(l, recordings.filters.any_connection));
    let several = connections.len() > 1 || !query.connection.is_empty();
    let connections: Vec<Choice> =
        std::iter::once(any).chain(connections.into_iter().map(|c| Choice::new(c.id, c.name))).collect();
    view! {
        <Filters action=LIBRARY label=td_string!(l, recordings.filters.label)>
            <TextField
                kind=TextKind::Search
                name="text"
                label=td_string!(l, recordings.filters.text)
                value=query.text
            />
            {several.then(|| view! {
                <SelectField
                    name="connection"
                    label=td_string!(l, recordings.filters.connection)
                    choices=connections
                    value=query.connection
                />
            })}
            <OwnerField owners=owners value=query.owner/>
            <SelectField name="sort" label=td_string!(l, recordings.filters.sort) choices=orders(l) value=sort/>
            <Button variant=Variant::Secondary icon=icondata::LuSearch>
                {td_string!(l, recordings.filters.apply)}
            </Button>
            {narrowed.then(|| view! {
                <ButtonLink href=LIBRARY variant=Variant::Quiet>
                    {td_string!(l, recordings.filters.clear)}
                </ButtonLink>
            })}
        </Filters>
    }
}
