//! Search and filters: a plain GET form.

use super::query::narrows;
use crate::api::accounts::AccountChoice;
use crate::api::meetings::{ConnectionChoice, MeetingQuery};
use crate::components::{Button, ButtonLink, Choice, Filters, SelectField, TextField, TextKind, Variant};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::owner_field::OwnerField;
use leptos::prelude::*;

/// The fields above the list. With several connections, also which one.
#[component]
pub fn MeetingFilters(
    query: MeetingQuery,
    connections: Vec<ConnectionChoice>,
    owners: Vec<AccountChoice>,
) -> impl IntoView {
    let l = locale();
    let narrowed = narrows(&query);
    let state = if query.state.is_empty() { "upcoming".to_owned() } else { query.state };
    view! {
        <Filters action="/meetings" label=td_string!(l, meetings.list.filters)>
            <MeetingFields
                connections=connections
                owners=owners
                states=state_choices(l)
                text=query.text
                connection=query.connection
                state=state
                owner=query.owner
            />
            {narrowed.then(|| view! {
                <ButtonLink href="/meetings" variant=Variant::Quiet>
                    {td_string!(l, meetings.list.clear)}
                </ButtonLink>
            })}
        </Filters>
    }
}

/// What narrows meetings down wherever many are shown, and the button: what is searched for, at which connection if
/// there are several, in which states, and whose.
#[component]
pub fn MeetingFields(
    connections: Vec<ConnectionChoice>,
    owners: Vec<AccountChoice>,
    states: Vec<Choice>,
    text: String,
    connection: String,
    state: String,
    owner: String,
) -> impl IntoView {
    let l = locale();
    view! {
        <TextField
            name="text"
            label=td_string!(l, meetings.list.text)
            kind=TextKind::Search
            value=text
            placeholder=td_string!(l, meetings.list.text_hint)
            maxlength=100
        />
        {(connections.len() > 1).then(|| view! {
            <SelectField
                name="connection"
                label=td_string!(l, meetings.list.connection)
                choices=connection_choices(l, connections)
                value=connection
            />
        })}
        <SelectField
            name="state"
            label=td_string!(l, meetings.list.state)
            choices=states
            value=state
        />
        <OwnerField owners=owners value=owner/>
        <Button variant=Variant::Secondary>{td_string!(l, meetings.list.apply)}</Button>
    }
}

/// Any connection, or one of them.
fn connection_choices(l: Locale, connections: Vec<ConnectionChoice>) -> Vec<Choice> {
    let any = Choice::new("", td_string!(l, meetings.list.any_connection));
    let each = connections.into_iter().map(|connection| Choice::new(connection.id, connection.name));
    std::iter::once(any).chain(each).collect()
}

/// In which states, as the address says it.
pub fn state_choices(l: Locale) -> Vec<Choice> {
    vec![
        Choice::new("upcoming", td_string!(l, meetings.states.upcoming)),
        Choice::new("live", td_string!(l, meetings.states.live)),
        Choice::new("past", td_string!(l, meetings.states.past)),
        Choice::new("cancelled", td_string!(l, meetings.states.cancelled)),
        Choice::new("unconfirmed", td_string!(l, meetings.states.unconfirmed)),
        Choice::new("all", td_string!(l, meetings.states.all)),
    ]
}
