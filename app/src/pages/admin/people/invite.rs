//! Inviting somebody: an account without a password, and a link to pass on.

use super::link::link_made;
use super::words::role_choices;
use crate::api::accounts::InvitePerson;
use crate::components::{Button, ChoicesField, FieldWidth, FormActions, Section, TextField};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::once::{Once, just_made};
use crate::pages::organizer::outcome::{Fresh, successes};
use leptos::prelude::*;
use portico_domain::people::Role;

/// The form, and the link once it is made.
#[component]
pub fn Inviting(action: ServerAction<InvitePerson>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &[]);
    let check = Callback::new(|typed: InvitePerson| typed.form.read().map(|_| ()));
    view! {
        <Section id="invite" title=td_string!(l, people.invite.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, people.invite.text)}</p>
                <Once made=just_made(action) tell=link_made/>
                <PostForm action=action state=state check=check attr:class="form">
                    <Fresh count=successes(action)>
                        <InviteFields state=state/>
                    </Fresh>
                    <FormActions>
                        <Button pending=action.pending() pending_label=td_string!(l, people.invite.pending)>
                            {td_string!(l, people.invite.submit)}
                        </Button>
                    </FormActions>
                </PostForm>
            </div>
        </Section>
    }
}

#[component]
fn InviteFields(state: FormState) -> impl IntoView {
    let l = locale();
    view! {
        <TextField
            name=state.input("account")
            label=td_string!(l, people.invite.account)
            value=state.value("account", "")
            hint=td_string!(l, people.invite.account_hint)
            error=state.error("account")
            width=FieldWidth::Medium
            required=true
            maxlength=100
        />
        <TextField
            name=state.input("name")
            label=td_string!(l, people.invite.name)
            value=state.value("name", "")
            error=state.error("name")
            width=FieldWidth::Medium
            required=true
            maxlength=60
        />
        <ChoicesField
            name=state.input("role")
            legend=td_string!(l, people.invite.role)
            choices=role_choices(l)
            value=state.value("role", Role::Organizer.name())
            error=state.error("role")
        />
    }
}
