//! Changing one's own password.

use crate::api::account::ChangePassword;
use crate::components::{Button, FieldWidth, FormActions, PasswordField, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, Fresh, said, successes};
use leptos::prelude::*;
use portico_domain::forms::{PasswordForm, SHORTEST_PASSWORD};
use portico_domain::refusals::{FieldRefusal, Rule};

/// What the server checks too, but for whether the current password is right.
fn check(typed: ChangePassword) -> Result<(), Vec<FieldRefusal>> {
    let mut wrong = Vec::new();
    if typed.current.is_empty() {
        wrong.push(FieldRefusal::new("current", Rule::Missing));
    }
    wrong.extend(PasswordForm::read(&typed.password, &typed.again).err().unwrap_or_default());
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// The current password once, the new one twice.
#[component]
pub fn ChangeOwnPassword(action: ServerAction<ChangePassword>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["current", "password", "again"]);
    view! {
        <Section id="password-section" title=td_string!(l, account.password.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, account.password.text)}</p>
                <PostForm action=action state=state check=Callback::new(check) attr:class="form">
                    <Fresh count=successes(action)>
                        <PasswordFields state=state/>
                    </Fresh>
                    <FormActions>
                        <Button
                            variant=Variant::Secondary
                            pending=action.pending()
                            pending_label=td_string!(l, account.password.pending)
                        >
                            {td_string!(l, account.password.submit)}
                        </Button>
                    </FormActions>
                </PostForm>
                <Done text=said(action, td_string!(l, account.saved.password))/>
            </div>
        </Section>
    }
}

/// In the place of [`ChangeOwnPassword`] for who comes in through an identity provider.
#[component]
pub fn NoPassword() -> impl IntoView {
    let l = locale();
    view! {
        <Section id="password-section" title=td_string!(l, account.password.title)>
            <p class="muted">{td_string!(l, account.password.elsewhere)}</p>
        </Section>
    }
}

#[component]
fn PasswordFields(state: FormState) -> impl IntoView {
    let l = locale();
    let hint = td_string!(l, account.password.new_hint, least = SHORTEST_PASSWORD).to_string();
    view! {
        <PasswordField
            name="current"
            label=td_string!(l, account.password.current)
            error=state.error("current")
            width=FieldWidth::Medium
            required=true
        />
        <PasswordField
            name="password"
            label=td_string!(l, account.password.new)
            hint=hint
            error=state.error("password")
            width=FieldWidth::Medium
            autocomplete="new-password"
            required=true
        />
        <PasswordField
            name="again"
            label=td_string!(l, account.password.again)
            error=state.error("again")
            width=FieldWidth::Medium
            autocomplete="new-password"
            required=true
        />
    }
}
