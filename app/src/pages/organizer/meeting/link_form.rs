//! The form that makes a join link.

use super::actions::Acts;
use super::link_fields::{RareFields, UsualFields};
use crate::api::links::CreateLink;
use crate::components::{Button, Fold, FormActions, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::links::JoinRole;

/// Folded away once there is a link; open where it is the next thing to do, or where it was refused.
#[component]
pub fn CreateForm(
    meeting: String,
    /// As what the vendor lets people in.
    roles: &'static [JoinRole],
    zone: String,
    /// No link expires before this.
    earliest: String,
    open: bool,
    acts: Acts,
) -> impl IntoView {
    let l = locale();
    let action = acts.create_link;
    let state = FormState::new(action, &["meeting"]);
    let check = Callback::new(|typed: CreateLink| typed.form.read().map(|_| ()));
    let refused = state.refusal();
    let open = Memo::new(move |before| open || before == Some(&true) || refused.with(Option::is_some));
    view! {
        <Fold summary=td_string!(l, meetings.links.create) open=open>
            <PostForm action=action state=state check=check>
                <input type="hidden" name="meeting" value=meeting/>
                <div class="stack">
                    <UsualFields state=state roles=roles/>
                    <RareFields state=state zone=zone earliest=earliest/>
                </div>
                <FormActions>
                    <Button
                        variant=Variant::Secondary
                        pending=action.pending()
                        pending_label=td_string!(l, meetings.links.creating)
                    >
                        {td_string!(l, meetings.links.create)}
                    </Button>
                </FormActions>
            </PostForm>
        </Fold>
    }
}
