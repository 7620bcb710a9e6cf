//! When a recording is deleted by itself: said, set, and taken back.

use crate::api::recordings::{FailedDeletionLine, Going, RetainRecording, RetentionView};
use crate::components::{Button, DateTimeField, FormActions, Notice, Section, Tone, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, said};
use leptos::prelude::*;

/// The section, for whoever may delete the recording.
#[component]
pub fn Retention(
    id: String,
    goes: Option<Going>,
    view: RetentionView,
    connection: String,
    action: ServerAction<RetainRecording>,
) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id"]);
    let connection = connection.as_str();
    let standing = match &goes {
        None => td_string!(l, recordings.retention.kept).to_owned(),
        Some(goes) if goes.overdue => {
            td_string!(l, recordings.retention.overdue_text, at = goes.at.as_str(), connection = connection)
                .to_string()
        }
        Some(goes) => {
            td_string!(l, recordings.retention.goes_text, at = goes.at.as_str(), connection = connection)
                .to_string()
        }
    };
    let keep = goes.is_some().then(|| view! { <Keep id=id.clone() state=state action=action/> });
    view! {
        <Section id="retention" title=td_string!(l, recordings.retention.title)>
            <div class="stack">
                <p>{standing}</p>
                {view.failed.map(|failed| view! { <NotYet failed=failed/> })}
                <Done text=said(action, td_string!(l, recordings.retention.done))/>
                <When id=id form=view.form.delete_at zone=view.zone now=view.now_field state=state action=action/>
                {keep}
            </div>
        </Section>
    }
}

/// The last try failed; there will be another.
#[component]
fn NotYet(failed: FailedDeletionLine) -> impl IntoView {
    let l = locale();
    let when = td_string!(l, recordings.retention.failed_at, at = failed.at, next = failed.next).to_string();
    view! {
        <Notice tone=Tone::Danger title=td_string!(l, recordings.retention.failed)>
            <p>{failed.why}</p>
            <p>{when}</p>
        </Notice>
    }
}

/// The form with the date.
#[component]
fn When(
    id: String,
    form: String,
    zone: String,
    now: String,
    state: FormState,
    action: ServerAction<RetainRecording>,
) -> impl IntoView {
    let l = locale();
    let check = Callback::new(|typed: RetainRecording| typed.form.read().map(|_| ()));
    view! {
        <PostForm action=action state=state check=check>
            <input type="hidden" name="id" value=id/>
            <DateTimeField
                name=state.input("delete_at")
                label=td_string!(l, recordings.retention.field)
                hint=td_string!(l, recordings.retention.hint, zone = zone).to_string()
                value=state.value("delete_at", &form)
                error=state.error("delete_at")
                min=now
            />
            <FormActions>
                <Button
                    variant=Variant::Secondary
                    pending=action.pending()
                    pending_label=td_string!(l, recordings.retention.pending)
                >
                    {td_string!(l, recordings.retention.submit)}
                </Button>
            </FormActions>
        </PostForm>
    }
}

/// The same form with an empty date: some browsers make it hard to empty the field.
#[component]
fn Keep(id: String, state: FormState, action: ServerAction<RetainRecording>) -> impl IntoView {
    let l = locale();
    view! {
        <PostForm action=action state=state no_summary=true>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="form[delete_at]" value=""/>
            <Button
                variant=Variant::Quiet
                pending=action.pending()
                pending_label=td_string!(l, recordings.retention.pending)
            >
                {td_string!(l, recordings.retention.keep)}
            </Button>
        </PostForm>
    }
}
