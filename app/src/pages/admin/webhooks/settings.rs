//! Changing an address.

use super::fields::WebhookFields;
use crate::api::webhooks::ChangeWebhook;
use crate::components::{Button, FormActions, Section};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, said};
use leptos::prelude::*;
use portico_domain::forms::WebhookForm;

/// The form as it stands.
#[component]
pub fn Settings(id: String, form: WebhookForm, action: ServerAction<ChangeWebhook>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id"]);
    let check = Callback::new(|typed: ChangeWebhook| typed.form.read().map(drop));
    view! {
        <Section id="settings" title=td_string!(l, webhooks.settings.title)>
            <PostForm action=action state=state check=check attr:class="form">
                <input type="hidden" name="id" value=id/>
                <WebhookFields state=state form=form/>
                <Done text=said(action, td_string!(l, webhooks.settings.done))/>
                <FormActions>
                    <Button pending=action.pending() pending_label=td_string!(l, webhooks.settings.pending)>
                        {td_string!(l, webhooks.settings.submit)}
                    </Button>
                </FormActions>
            </PostForm>
        </Section>
    }
}
