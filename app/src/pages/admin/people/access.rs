//! Disabling an account and enabling it again, and below that deleting it.

use super::person::Acts;
use super::remove::Removing;
use super::words::Trouble;
use crate::api::accounts::{self as api, AccountChoice, AccountLine};
use crate::components::{Button, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// One button that says what it will do, and the way to delete the account.
#[component]
pub fn Access(line: AccountLine, heirs: Vec<AccountChoice>, acts: Acts) -> impl IntoView {
    let l = locale();
    let state = FormState::new(acts.disable, &["id", "disabled"]);
    let text = if line.disabled {
        td_string!(l, people.one.access.enable_text)
    } else {
        td_string!(l, people.one.access.disable_text)
    };
    view! {
        <Section id="access" title=td_string!(l, people.one.access.title)>
            <div class="stack">
                <p class="muted">{text}</p>
                <Trouble state=state/>
                <Switch id=line.id.clone() disabled=line.disabled action=acts.disable state=state/>
                <Removing line=line heirs=heirs action=acts.delete/>
            </div>
        </Section>
    }
}

#[component]
fn Switch(
    id: String,
    disabled: bool,
    action: ServerAction<api::DisableAccount>,
    state: FormState,
) -> impl IntoView {
    let l = locale();
    let (wanted, words, meanwhile) = if disabled {
        ("no", td_string!(l, people.one.access.enable), td_string!(l, people.one.access.enabling))
    } else {
        ("yes", td_string!(l, people.one.access.disable), td_string!(l, people.one.access.disabling))
    };
    view! {
        <PostForm action=action state=state no_summary=true>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="disabled" value=wanted/>
            <Button variant=Variant::Secondary pending=action.pending() pending_label=meanwhile>
                {words}
            </Button>
        </PostForm>
    }
}
