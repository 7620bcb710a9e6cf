//! Deleting a recording, after asking once.

use crate::api::recordings::DeleteRecording as DeleteAction;
use crate::components::{Button, Confirm, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::NotDone;
use leptos::prelude::*;

/// The button, the question that names the recording, and what went wrong if something did.
#[component]
pub fn DeleteRecording(id: String, title: String, connection: String) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<DeleteAction>::new();
    let state = FormState::new(action, &["id"]);
    let question = td_string!(l, recordings.delete.question, title = title.as_str()).to_string();
    let text = td_string!(l, recordings.delete.text, connection = connection.as_str()).to_string();
    view! {
        <div class="section">
            <NotDone state=state title=td_string!(l, recordings.delete.failed)/>
            <Confirm
                id="delete-recording"
                label=td_string!(l, recordings.delete.open)
                title=question
                text=text
                keep=td_string!(l, recordings.delete.keep)
                icon=icondata::LuTrash2
            >
                <PostForm action=action state=state>
                    <input type="hidden" name="id" value=id/>
                    <Button
                        variant=Variant::Danger
                        pending=action.pending()
                        pending_label=td_string!(l, recordings.delete.pending)
                    >
                        {td_string!(l, recordings.delete.submit)}
                    </Button>
                </PostForm>
            </Confirm>
        </div>
    }
}
