//! The form that attaches documents of the vendor's library.

use crate::api::materials::AttachDocuments;
use crate::components::{Button, Fold, FormActions, TextareaField, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Fresh, successes};
use leptos::prelude::*;

/// Numbers to attach. Empty again after each success; what was refused stays.
#[component]
pub fn AttachForm(meeting: String, key: String, action: ServerAction<AttachDocuments>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["meeting", "key"]);
    let check = Callback::new(|typed: AttachDocuments| typed.form.read().map(|_| ()));
    let refused = state.refusal();
    let open = Memo::new(move |before| before == Some(&true) || refused.with(Option::is_some));
    let done = successes(action);
    let (meeting, key) = (StoredValue::new(meeting), StoredValue::new(key));
    view! {
        <Fold summary=td_string!(l, materials.documents.attach) open=open>
            <p>{td_string!(l, materials.documents.limits)}</p>
            <Fresh count=done>
                <PostForm action=action state=state check=check>
                    <input type="hidden" name="meeting" value=meeting.get_value()/>
                    // Each success is followed by another key: the same numbers may be sent once more.
                    <input type="hidden" name="key" value=state.kept_key(format!("{}-documents-{}", key.get_value(), done.get_untracked()))/>
                    <TextareaField
                        name=state.input("files")
                        label=td_string!(l, materials.documents.numbers)
                        hint=td_string!(l, materials.documents.numbers_hint)
                        value=state.value("files", "")
                        error=state.error("files")
                        required=true
                    />
                    <FormActions>
                        <Button
                            variant=Variant::Secondary
                            pending=action.pending()
                            pending_label=td_string!(l, materials.documents.attaching)
                        >
                            {td_string!(l, materials.documents.attach_now)}
                        </Button>
                    </FormActions>
                </PostForm>
            </Fresh>
        </Fold>
    }
}
