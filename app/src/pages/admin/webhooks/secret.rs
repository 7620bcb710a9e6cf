//! The secret that signs: another one, with a day of both.

use super::made::secret_made;
use crate::api::webhooks::{RotateWebhook, WebhookLine};
use crate::components::{Button, Confirm, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::once::{Once, just_made};
use crate::pages::organizer::outcome::NotDone;
use leptos::prelude::*;

/// What signs now, and the button that changes it.
#[component]
pub fn Secret(line: RwSignal<WebhookLine>, action: ServerAction<RotateWebhook>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id"]);
    let (id, name) = line.with_untracked(|line| (line.id.clone(), line.name.clone()));
    let question = td_string!(l, webhooks.secret.question, name = name.as_str()).to_string();
    let overlap = move || {
        let until = line.with(|line| line.overlap.clone());
        until.map(|until| {
            let text = td_string!(l, webhooks.secret.overlap, until = until.as_str()).to_string();
            view! { <p>{text}</p> }
        })
    };
    view! {
        <Section id="secret" title=td_string!(l, webhooks.secret.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, webhooks.secret.text)}</p>
                {overlap}
                <NotDone state=state title=td_string!(l, webhooks.secret.trouble)/>
                <Once made=just_made(action) tell=secret_made/>
                <Confirm
                    id="rotate-secret"
                    label=td_string!(l, webhooks.secret.open)
                    title=question
                    text=td_string!(l, webhooks.secret.confirm).to_owned()
                    keep=td_string!(l, webhooks.secret.keep)
                    variant=Variant::Secondary
                    icon=icondata::LuKeyRound
                >
                    <PostForm action=action state=state no_summary=true>
                        <input type="hidden" name="id" value=id/>
                        <Button pending=action.pending() pending_label=td_string!(l, webhooks.secret.pending)>
                            {td_string!(l, webhooks.secret.submit)}
                        </Button>
                    </PostForm>
                </Confirm>
            </div>
        </Section>
    }
}
