//! The settings of a connection. Its vendor stays what it is.

use super::fields::{ConnectionFields, RareFields, SecretAgain};
use crate::api::connections::ChangeConnection;
use crate::components::{Button, FormActions, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, Fresh, said, successes};
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::ConnectionForm;
use portico_domain::refusals::FieldRefusal;

/// What the server checks too.
fn check(typed: ChangeConnection) -> Result<(), Vec<FieldRefusal>> {
    typed.form.read().map(drop)
}

/// Everything but the secrets; only for another server is the main one asked for again.
#[component]
pub fn Settings(
    id: String,
    vendor: Vendor,
    form: ConnectionForm,
    action: ServerAction<ChangeConnection>,
) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id", "secret_again"]);
    view! {
        <Section id="settings" title=td_string!(l, connections.edit.title)>
            <div class="stack">
                <PostForm action=action state=state check=Callback::new(check) attr:class="form">
                    <input type="hidden" name="id" value=id/>
                    <ConnectionFields vendor=vendor state=state form=form.clone()/>
                    <Fresh count=successes(action)>
                        <SecretAgain vendor=vendor state=state/>
                    </Fresh>
                    <RareFields vendor=vendor state=state form=form adding=false/>
                    <FormActions>
                        <Button
                            variant=Variant::Secondary
                            pending=action.pending()
                            pending_label=td_string!(l, connections.edit.pending)
                        >
                            {td_string!(l, connections.edit.submit)}
                        </Button>
                    </FormActions>
                </PostForm>
                <Done text=said(action, td_string!(l, connections.saved.settings))/>
            </div>
        </Section>
    }
}
