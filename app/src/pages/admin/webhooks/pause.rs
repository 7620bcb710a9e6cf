//! Pausing an address, letting it go on, removing it.

use crate::api::webhooks::{PauseWebhook, RemoveWebhook, WebhookLine};
use crate::components::{Button, Confirm, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::NotDone;
use leptos::prelude::*;

/// One button that says what it will do, and the way out.
#[component]
pub fn Pausing(line: RwSignal<WebhookLine>, action: ServerAction<PauseWebhook>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id", "paused"]);
    let id = line.with_untracked(|line| line.id.clone());
    let rests = move || line.with(|line| line.paused || line.stopped.is_some());
    let wanted = move || if rests() { "no" } else { "yes" };
    let words = move || {
        if rests() { td_string!(l, webhooks.pause.resume) } else { td_string!(l, webhooks.pause.submit) }
    };
    view! {
        <Section id="pause" title=td_string!(l, webhooks.pause.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, webhooks.pause.text)}</p>
                <NotDone state=state title=td_string!(l, webhooks.pause.trouble)/>
                <PostForm action=action state=state no_summary=true>
                    <input type="hidden" name="id" value=id/>
                    <input type="hidden" name="paused" value=wanted/>
                    <Button
                        variant=Variant::Secondary
                        pending=action.pending()
                        pending_label=td_string!(l, webhooks.pause.pending)
                    >
                        {words}
                    </Button>
                </PostForm>
                <Removing line=line/>
            </div>
        </Section>
    }
}

#[component]
fn Removing(line: RwSignal<WebhookLine>) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<RemoveWebhook>::new();
    let state = FormState::new(action, &["id"]);
    let (id, name) = line.with_untracked(|line| (line.id.clone(), line.name.clone()));
    let question = td_string!(l, webhooks.remove.question, name = name.as_str()).to_string();
    view! {
        <NotDone state=state title=td_string!(l, webhooks.remove.trouble)/>
        <Confirm
            id="remove-webhook"
            label=td_string!(l, webhooks.remove.open)
            title=question
            text=td_string!(l, webhooks.remove.text).to_owned()
            keep=td_string!(l, webhooks.remove.keep)
            icon=icondata::LuTrash2
        >
            <PostForm action=action state=state no_summary=true>
                <input type="hidden" name="id" value=id/>
                <Button
                    variant=Variant::Danger
                    pending=action.pending()
                    pending_label=td_string!(l, webhooks.remove.pending)
                >
                    {td_string!(l, webhooks.remove.submit)}
                </Button>
            </PostForm>
        </Confirm>
    }
}
