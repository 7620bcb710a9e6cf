//! Deleting an account, after asking once who takes over.

use super::words::Trouble;
use crate::api::accounts::{self as api, AccountChoice, AccountLine};
use crate::components::{Button, Choice, Confirm, SelectField, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// Name and account together, since names are not unique.
fn person_choices(people: Vec<AccountChoice>) -> Vec<Choice> {
    people
        .into_iter()
        .map(|person| Choice::new(person.id, format!("{} ({})", person.name, person.account)))
        .collect()
}

/// The button, the question that names the person, and who their meetings go to.
#[component]
pub fn Removing(
    line: AccountLine,
    heirs: Vec<AccountChoice>,
    action: ServerAction<api::DeleteAccount>,
) -> impl IntoView {
    let l = locale();
    if heirs.is_empty() {
        return view! { <p class="muted">{td_string!(l, people.one.remove.nobody)}</p> }.into_any();
    }
    let state = FormState::new(action, &["id", "heir"]);
    let name = line.name.as_str();
    let question = td_string!(l, people.one.remove.question, name = name).to_string();
    let text = td_string!(l, people.one.remove.text, name = name).to_string();
    view! {
        <Trouble state=state/>
        <Confirm
            id="delete-account"
            label=td_string!(l, people.one.remove.open)
            title=question
            text=text
            keep=td_string!(l, people.one.remove.keep)
            icon=icondata::LuTrash2
        >
            <PostForm action=action state=state no_summary=true attr:class="form">
                <input type="hidden" name="id" value=line.id/>
                <SelectField
                    name="heir"
                    label=td_string!(l, people.one.remove.heir)
                    choices=person_choices(heirs)
                    value=state.value("heir", "")
                    required=true
                />
                <Button
                    variant=Variant::Danger
                    pending=action.pending()
                    pending_label=td_string!(l, people.one.remove.pending)
                >
                    {td_string!(l, people.one.remove.submit)}
                </Button>
            </PostForm>
        </Confirm>
    }
    .into_any()
}
