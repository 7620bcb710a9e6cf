//! Whose tokens, and in which state: a plain GET form.

use super::query::{ISSUED_TOKENS, narrows};
use crate::api::issued_tokens::IssuedQuery;
use crate::components::{Button, ButtonLink, Choice, Filters, SelectField, Variant};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::tokens::TokenState;

/// What a state is called.
pub fn state_word(l: Locale, state: TokenState) -> &'static str {
    match state {
        TokenState::Active => td_string!(l, issued_tokens.state.active),
        TokenState::Expired => td_string!(l, issued_tokens.state.expired),
    }
}

/// The fields above the list. `people` is who can be chosen: id and name.
#[component]
pub fn IssuedFilters(query: IssuedQuery, people: Vec<(String, String)>) -> impl IntoView {
    let l = locale();
    let narrowed = narrows(&query);
    let states = TokenState::ALL.map(|state| (state.name().to_owned(), state_word(l, state).to_owned()));
    view! {
        <Filters action=ISSUED_TOKENS label=td_string!(l, issued_tokens.filters)>
            <SelectField
                name="person"
                label=td_string!(l, issued_tokens.column.person)
                choices=choices(td_string!(l, issued_tokens.anybody), people)
                value=query.person
            />
            <SelectField
                name="state"
                label=td_string!(l, issued_tokens.column.state)
                choices=choices(td_string!(l, issued_tokens.any_state), states)
                value=query.state
            />
            <Button variant=Variant::Secondary>{td_string!(l, issued_tokens.apply)}</Button>
            {narrowed.then(|| view! {
                <ButtonLink href=ISSUED_TOKENS variant=Variant::Quiet>
                    {td_string!(l, issued_tokens.clear)}
                </ButtonLink>
            })}
        </Filters>
    }
}

fn choices(any: &str, each: impl IntoIterator<Item = (String, String)>) -> Vec<Choice> {
    let each = each.into_iter().map(|(value, label)| Choice::new(value, label));
    std::iter::once(Choice::new("", any)).chain(each).collect()
}
