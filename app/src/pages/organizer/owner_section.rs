//! Whose a meeting is, and handing it over.

use crate::api::accounts::AccountChoice;
use crate::api::shares::HandOverMeeting;
use crate::components::{Button, Choice, FieldWidth, FormActions, Section, SelectField, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// For those who may change the meeting.
#[component]
pub fn OwnerSection(
    meeting: String,
    owner: Option<AccountChoice>,
    heirs: Vec<AccountChoice>,
    action: ServerAction<HandOverMeeting>,
) -> impl IntoView {
    let l = locale();
    let text = match &owner {
        Some(owner) => td_string!(l, people.shares.owner.is, name = owner.name.as_str()).to_string(),
        None => td_string!(l, people.shares.owner.nobody).to_owned(),
    };
    let form = if heirs.is_empty() {
        view! { <p class="muted">{td_string!(l, people.shares.owner.no_heirs)}</p> }.into_any()
    } else {
        view! { <HandOver meeting=meeting heirs=heirs action=action/> }.into_any()
    };
    view! { <Section id="whose" title=td_string!(l, people.shares.owner.title)><p>{text}</p> {form}</Section> }
}

#[component]
fn HandOver(
    meeting: String,
    heirs: Vec<AccountChoice>,
    action: ServerAction<HandOverMeeting>,
) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["meeting", "owner"]);
    let nobody = Choice::new("", td_string!(l, people.shares.owner.nothing));
    let choice =
        |person: AccountChoice| Choice::new(person.id, format!("{} ({})", person.name, person.account));
    view! {
        <PostForm action=action state=state attr:class="form">
            <input type="hidden" name="meeting" value=meeting/>
            <SelectField
                name="owner"
                label=td_string!(l, people.shares.owner.choose)
                hint=td_string!(l, people.shares.owner.hint)
                choices=std::iter::once(nobody).chain(heirs.into_iter().map(choice)).collect()
                value=state.value("owner", "")
                error=state.error("owner")
                width=FieldWidth::Medium
                required=true
            />
            <FormActions>
                <Button
                    variant=Variant::Secondary
                    pending=action.pending()
                    pending_label=td_string!(l, people.shares.owner.pending)
                >
                    {td_string!(l, people.shares.owner.submit)}
                </Button>
            </FormActions>
        </PostForm>
    }
}
