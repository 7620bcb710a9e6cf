//! Replacing the key. It goes in and never comes out.

use crate::api::connections::ChangeSecret;
use crate::components::{Button, FieldWidth, FormActions, PasswordField, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, Fresh, said, successes};
use leptos::prelude::*;
use portico_domain::refusals::{FieldRefusal, Rule};

fn check(typed: ChangeSecret) -> Result<(), Vec<FieldRefusal>> {
    if typed.secret.trim().is_empty() {
        Err(vec![FieldRefusal::new("secret", Rule::Missing)])
    } else {
        Ok(())
    }
}

/// One field, always empty.
#[component]
pub fn ChangeKey(id: String, action: ServerAction<ChangeSecret>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id", "secret"]);
    view! {
        <Section id="key" title=td_string!(l, connections.secret.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, connections.secret.text)}</p>
                <PostForm action=action state=state check=Callback::new(check) attr:class="form">
                    <input type="hidden" name="id" value=id/>
                    <Fresh count=successes(action)>
                        <PasswordField
                            name="secret"
                            label=td_string!(l, connections.secret.label)
                            error=state.error("secret")
                            autocomplete="off"
                            width=FieldWidth::Medium
                            required=true
                        />
                    </Fresh>
                    <FormActions>
                        <Button
                            variant=Variant::Secondary
                            pending=action.pending()
                            pending_label=td_string!(l, connections.secret.pending)
                        >
                            {td_string!(l, connections.secret.submit)}
                        </Button>
                    </FormActions>
                </PostForm>
                <Done text=said(action, td_string!(l, connections.saved.secret))/>
            </div>
        </Section>
    }
}
