//! Replacing what a connection signs with. It goes in and never comes out.

use super::fields::{SECRETS, SecretInputs};
use super::typed::Typed;
use crate::api::connections::{ChangeSecret, ConnectionLine};
use crate::components::{Button, Confirm, Section, Variant};
use crate::forms::{AsksFirst, FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, Fresh, said, successes};
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;

/// How often the form was answered, here or by the server.
fn answers(action: ServerAction<ChangeSecret>, state: FormState) -> Signal<usize> {
    let refusal = state.refusal();
    let refused = Memo::new(move |before: Option<&usize>| {
        before.copied().unwrap_or_default() + usize::from(refusal.with(Option::is_some))
    });
    Signal::derive(move || action.version().get() + refused.get())
}

/// The vendor's secrets, always empty. What is typed replaces what is stored, the rest stays.
#[component]
pub fn ChangeKey(
    id: String,
    vendor: Vendor,
    line: RwSignal<ConnectionLine>,
    action: ServerAction<ChangeSecret>,
) -> impl IntoView {
    let l = locale();
    let question = Memo::new(move |_| {
        line.with(|line| td_string!(l, connections.secret.question, name = line.name.as_str()).to_string())
    });
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
                    <AsksFirst/>
                    <input type="hidden" name="id" value=id/>
                    <Fresh count=successes(action)>
                        <SecretInputs vendor=vendor state=state adding=false/>
                    </Fresh>
                    // Made anew with each answer, so that the question is closed by then.
                    <Fresh count=answers(action, state)>
                        <Confirm
                            id="replace-key"
                            label=td_string!(l, connections.secret.open)
                            title=question
                            text=td_string!(l, connections.secret.replaces).to_string()
                            keep=td_string!(l, connections.secret.keep)
                            variant=Variant::Secondary
                        >
                            <Button
                                variant=Variant::Danger
                                pending=action.pending()
                                pending_label=td_string!(l, connections.secret.pending)
                            >
                                {td_string!(l, connections.secret.submit)}
                            </Button>
                        </Confirm>
                    </Fresh>
                </PostForm>
                <Done text=said(action, td_string!(l, connections.saved.secret))/>
            </div>
        </Section>
    }
}
