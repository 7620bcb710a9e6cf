//! Giving somebody another role.

use super::words::{Trouble, role_choices};
use crate::api::accounts::{self as api, AccountLine};
use crate::components::{Button, ChoicesField, Confirm, Section, Variant};
use crate::forms::{AsksFirst, FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::Fresh;
use leptos::prelude::*;

/// The roles, the present one ticked.
#[component]
pub fn ChangeRole(line: AccountLine, action: ServerAction<api::ChangeRole>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id", "role"]);
    let name = line.name.as_str();
    let text = StoredValue::new(td_string!(l, people.one.role.text, name = name).to_string());
    let question = StoredValue::new(td_string!(l, people.one.role.question, name = name).to_string());
    view! {
        <Section id="role-section" title=td_string!(l, people.one.role.title)>
            <div class="stack">
                <p class="muted">{text.get_value()}</p>
                <Trouble state=state/>
                <PostForm action=action state=state no_summary=true attr:class="form">
                    <AsksFirst/>
                    <input type="hidden" name="id" value=line.id/>
                    <ChoicesField
                        name="role"
                        legend=td_string!(l, people.one.role.label)
                        choices=role_choices(l)
                        value=state.value("role", line.role.name())
                    />
                    // Made anew with each answer, so that the question is closed by then.
                    <Fresh count=action.version()>
                        <Confirm
                            id="change-role"
                            label=td_string!(l, people.one.role.open)
                            title=question.get_value()
                            text=text.get_value()
                            keep=td_string!(l, people.one.role.keep)
                            variant=Variant::Secondary
                        >
                            <Button
                                variant=Variant::Danger
                                pending=action.pending()
                                pending_label=td_string!(l, people.one.role.pending)
                            >
                                {td_string!(l, people.one.role.submit)}
                            </Button>
                        </Confirm>
                    </Fresh>
                </PostForm>
            </div>
        </Section>
    }
}
