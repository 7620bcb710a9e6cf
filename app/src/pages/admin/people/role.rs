//! Giving somebody another role.

use super::words::{Trouble, role_choices};
use crate::api::accounts::{self as api, AccountLine};
use crate::components::{Button, ChoicesField, FormActions, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// The roles, the present one ticked.
#[component]
pub fn ChangeRole(line: AccountLine, action: ServerAction<api::ChangeRole>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id", "role"]);
    let text = td_string!(l, people.one.role.text, name = line.name.as_str()).to_string();
    view! {
        <Section id="role-section" title=td_string!(l, people.one.role.title)>
            <div class="stack">
                <p class="muted">{text}</p>
                <Trouble state=state/>
                <PostForm action=action state=state no_summary=true attr:class="form">
                    <input type="hidden" name="id" value=line.id/>
                    <ChoicesField
                        name="role"
                        legend=td_string!(l, people.one.role.label)
                        choices=role_choices(l)
                        value=state.value("role", line.role.name())
                    />
                    <FormActions>
                        <Button
                            variant=Variant::Secondary
                            pending=action.pending()
                            pending_label=td_string!(l, people.one.role.pending)
                        >
                            {td_string!(l, people.one.role.submit)}
                        </Button>
                    </FormActions>
                </PostForm>
            </div>
        </Section>
    }
}
