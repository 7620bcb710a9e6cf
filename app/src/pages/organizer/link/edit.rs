//! What may change of a link.

use crate::api::links::{ChangeLink, LinkView};
use crate::components::{Button, FieldWidth, FormActions, Section, TextField, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting::link_fields::RareFields;
use crate::pages::organizer::outcome::{Done, said};
use leptos::prelude::*;

#[component]
pub fn EditLink(view: LinkView, action: ServerAction<ChangeLink>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["meeting", "link"]);
    let check = Callback::new(|typed: ChangeLink| typed.form.read().map(|_| ()));
    let personal = view.link.personal;
    let (label, hint) = match personal {
        true => (td_string!(l, links.edit.name), td_string!(l, links.edit.name_hint)),
        false => (td_string!(l, meetings.links.label), td_string!(l, meetings.links.label_hint)),
    };
    view! {
        <Section id="edit" title=td_string!(l, links.edit.title)>
            <p class="muted">{td_string!(l, links.edit.text)}</p>
            <Done text=said(action, td_string!(l, links.edit.done))/>
            <PostForm action=action state=state check=check>
                <input type="hidden" name="meeting" value=view.meeting/>
                <input type="hidden" name="link" value=view.link.id/>
                <div class="stack">
                    <TextField
                        name=state.input("label")
                        label=label
                        optional=(!personal).then(|| td_string!(l, meetings.optional).to_owned())
                        hint=hint
                        value=state.value("label", &view.form.label)
                        error=state.error("label")
                        maxlength=60
                        width=FieldWidth::Medium
                    />
                    <RareFields state=state zone=view.zone earliest=view.now_field initial=view.form/>
                </div>
                <FormActions>
                    <Button
                        variant=Variant::Secondary
                        pending=action.pending()
                        pending_label=td_string!(l, links.edit.pending)
                    >
                        {td_string!(l, links.edit.submit)}
                    </Button>
                </FormActions>
            </PostForm>
        </Section>
    }
}
