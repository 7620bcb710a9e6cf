//! Disabling an account and enabling it again, and below that deleting it.

use super::person::Acts;
use super::remove::Removing;
use super::words::Trouble;
use crate::api::accounts::{self as api, AccountChoice, AccountLine};
use crate::components::{Button, Confirm, Section, Variant};
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
                <Switch line=line.clone() action=acts.disable state=state/>
                <Removing line=line heirs=heirs action=acts.delete/>
            </div>
        </Section>
    }
}

#[component]
fn Switch(line: AccountLine, action: ServerAction<api::DisableAccount>, state: FormState) -> impl IntoView {
    let l = locale();
    let AccountLine { id, name, disabled, .. } = line;
    let (wanted, words, meanwhile, variant) = if disabled {
        let words = td_string!(l, people.one.access.enable);
        ("no", words, td_string!(l, people.one.access.enabling), Variant::Secondary)
    } else {
        let words = td_string!(l, people.one.access.disable);
        ("yes", words, td_string!(l, people.one.access.disabling), Variant::Danger)
    };
    let form = view! {
        <PostForm action=action state=state no_summary=true>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="disabled" value=wanted/>
            <Button variant=variant pending=action.pending() pending_label=meanwhile>
                {words}
            </Button>
        </PostForm>
    };
    if disabled {
        // Takes nothing away, so it does not ask.
        return form.into_any();
    }
    view! {
        <Confirm
            id="disable-account"
            label=td_string!(l, people.one.access.open)
            title=td_string!(l, people.one.access.question, name = name.as_str()).to_string()
            text=td_string!(l, people.one.access.ends).to_string()
            keep=td_string!(l, people.one.access.keep)
            variant=Variant::Secondary
        >
            {form}
        </Confirm>
    }
    .into_any()
}
