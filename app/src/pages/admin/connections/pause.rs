//! Pausing a connection, and resuming it.

use crate::api::connections::{ConnectionLine, PauseConnection};
use crate::components::{Button, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::NotDone;
use leptos::prelude::*;

/// One button that says what it will do. What came of it, the page's head says.
#[component]
pub fn Pausing(
    id: String,
    line: RwSignal<ConnectionLine>,
    action: ServerAction<PauseConnection>,
) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id", "paused"]);
    let paused = move || line.with(|line| line.paused);
    let wanted = move || if paused() { "no" } else { "yes" };
    let words = move || {
        if paused() {
            td_string!(l, connections.pause.resume)
        } else {
            td_string!(l, connections.pause.submit)
        }
    };
    let meanwhile = Signal::derive(move || {
        let text = if paused() {
            td_string!(l, connections.pause.resuming)
        } else {
            td_string!(l, connections.pause.pending)
        };
        Some(text.to_owned())
    });
    view! {
        <p class="muted">{td_string!(l, connections.pause.text)}</p>
        <NotDone state=state title=td_string!(l, connections.pause.failed)/>
        <PostForm action=action state=state no_summary=true>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="paused" value=wanted/>
            <Button variant=Variant::Secondary pending=action.pending() pending_label=meanwhile>
                {words}
            </Button>
        </PostForm>
    }
}
