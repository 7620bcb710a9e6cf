//! Letting somebody choose a new password, or the first one again.

use super::link::link_made;
use super::words::Trouble;
use crate::api::accounts::{self as api, AccountLine};
use crate::components::{Button, ButtonLink, Confirm, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::once::{Once, just_made};
use leptos::prelude::*;

/// Who has a password is asked about first; who has none loses nothing.
#[component]
pub fn ResetPassword(line: AccountLine, action: ServerAction<api::ResetPassword>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id"]);
    let name = line.name.clone();
    let text = match (line.is_self, line.disabled, line.waiting) {
        (true, ..) => td_string!(l, people.one.password.own).to_owned(),
        (_, true, _) => td_string!(l, people.one.password.disabled).to_owned(),
        _ if line.from_provider => {
            td_string!(l, people.one.password.elsewhere, name = name.as_str()).to_string()
        }
        (_, _, true) => td_string!(l, people.one.password.waiting, name = name.as_str()).to_string(),
        _ => td_string!(l, people.one.password.text, name = name.as_str()).to_string(),
    };
    let way = if line.is_self {
        let words = td_string!(l, people.one.password.own_link);
        view! { <p><ButtonLink href="/account" variant=Variant::Secondary>{words}</ButtonLink></p> }
            .into_any()
    } else if line.disabled || line.is_last_administrator {
        ().into_any()
    } else if line.waiting {
        view! { <Again id=line.id action=action state=state/> }.into_any()
    } else {
        view! { <Asking line=line action=action state=state/> }.into_any()
    };
    view! {
        <Section id="password-section" title=td_string!(l, people.one.password.title)>
            <div class="stack">
                <p class="muted">{text}</p>
                <Trouble state=state/>
                <Once made=just_made(action) tell=link_made/>
                {way}
            </div>
        </Section>
    }
}

#[component]
fn Again(id: String, action: ServerAction<api::ResetPassword>, state: FormState) -> impl IntoView {
    let l = locale();
    view! {
        <PostForm action=action state=state no_summary=true>
            <input type="hidden" name="id" value=id/>
            <Button
                variant=Variant::Secondary
                pending=action.pending()
                pending_label=td_string!(l, people.one.password.pending)
            >
                {td_string!(l, people.one.password.again)}
            </Button>
        </PostForm>
    }
}

#[component]
fn Asking(line: AccountLine, action: ServerAction<api::ResetPassword>, state: FormState) -> impl IntoView {
    let l = locale();
    let name = line.name.as_str();
    let question = td_string!(l, people.one.password.question, name = name).to_string();
    let text = td_string!(l, people.one.password.text, name = name).to_string();
    view! {
        <Confirm
            id="reset-password"
            label=td_string!(l, people.one.password.open)
            title=question
            text=text
            keep=td_string!(l, people.one.password.keep)
            variant=Variant::Secondary
        >
            <PostForm action=action state=state no_summary=true>
                <input type="hidden" name="id" value=line.id/>
                <Button
                    variant=Variant::Danger
                    pending=action.pending()
                    pending_label=td_string!(l, people.one.password.pending)
                >
                    {td_string!(l, people.one.password.submit)}
                </Button>
            </PostForm>
        </Confirm>
    }
}
