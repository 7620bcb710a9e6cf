//! Adding an address: the form, and the secret once it is made.

use super::fields::WebhookFields;
use super::made::secret_made;
use crate::api::webhooks::AddWebhook;
use crate::components::{Button, FormActions, Section};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::once::{Once, just_made};
use crate::pages::organizer::outcome::{Fresh, successes};
use leptos::prelude::*;
use portico_domain::forms::WebhookForm;

/// Outside of what is read anew, so that the secret stays in sight.
#[component]
pub fn Adding(action: ServerAction<AddWebhook>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &[]);
    let check = Callback::new(|typed: AddWebhook| typed.form.read().map(drop));
    view! {
        <Section id="add-webhook" title=td_string!(l, webhooks.add.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, webhooks.add.text)}</p>
                <Once made=just_made(action) tell=secret_made/>
                <PostForm action=action state=state check=check attr:class="form">
                    <Fresh count=successes(action)>
                        <WebhookFields state=state form=WebhookForm::default()/>
                    </Fresh>
                    <FormActions>
                        <Button pending=action.pending() pending_label=td_string!(l, webhooks.add.pending)>
                            {td_string!(l, webhooks.add.submit)}
                        </Button>
                    </FormActions>
                </PostForm>
            </div>
        </Section>
    }
}
