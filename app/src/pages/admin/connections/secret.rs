//! Replacing what a connection signs with. It goes in and never comes out.

use super::fields::{SECRETS, SecretInputs};
use super::typed::Typed;
use crate::api::connections::ChangeSecret;
use crate::components::{Button, FormActions, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, Fresh, said, successes};
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;

/// The vendor's secrets, always empty. What is typed replaces what is stored, the rest stays.
#[component]
pub fn ChangeKey(id: String, vendor: Vendor, action: ServerAction<ChangeSecret>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, SECRETS);
    let check = Callback::new(move |typed: ChangeSecret| {
        let wrong = Typed::from(&typed).wrong(vendor, false);
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    });
    view! {
        <Section id="key" title=td_string!(l, connections.secret.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, connections.secret.text)}</p>
                <PostForm action=action state=state check=check attr:class="form">
                    <input type="hidden" name="id" value=id/>
                    <Fresh count=successes(action)>
                        <SecretInputs vendor=vendor state=state adding=false/>
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
