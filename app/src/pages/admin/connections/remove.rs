//! Removing a connection, after asking once.

use crate::api::connections::{ConnectionLine, RemoveConnection};
use crate::components::{Button, Confirm, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::NotDone;
use leptos::prelude::*;

/// The button, the question that names the connection, and what went wrong if something did.
#[component]
pub fn Removing(id: String, line: RwSignal<ConnectionLine>) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<RemoveConnection>::new();
    let state = FormState::new(action, &["id"]);
    let name = line.with_untracked(|line| line.name.clone());
    let question = td_string!(l, connections.remove.question, name = name).to_string();
    view! {
        <NotDone state=state title=td_string!(l, connections.remove.failed)/>
        <Confirm
            id="remove-connection"
            label=td_string!(l, connections.remove.open)
            title=question
            text=td_string!(l, connections.remove.text)
            keep=td_string!(l, connections.remove.keep)
            icon=icondata::LuTrash2
        >
            <PostForm action=action state=state>
                <input type="hidden" name="id" value=id/>
                <Button
                    variant=Variant::Danger
                    pending=action.pending()
                    pending_label=td_string!(l, connections.remove.pending)
                >
                    {td_string!(l, connections.remove.submit)}
                </Button>
            </PostForm>
        </Confirm>
    }
}
