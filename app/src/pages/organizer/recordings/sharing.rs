//! A recording for people outside: its links, and the form that makes one.

use super::link_table::LinkTable;
use crate::api::Refused;
use crate::api::recording_links::{
    CreateRecordingLink, RecordingLinks, RevokeRecordingLink, list_recording_links,
};
use crate::components::{
    Button, CheckboxField, DateTimeField, EmptyState, FieldWidth, Fold, FormActions, Loading, Notice,
    Section, TextField, Tone, Variant,
};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::{locale, refusal_text};
use crate::pages::organizer::outcome::{Done, NotDone, said, successes};
use leptos::prelude::*;

/// What the section reads and writes.
#[derive(Clone, Copy)]
pub struct SharingPart {
    read: Resource<Result<Option<RecordingLinks>, Refused>>,
    create: ServerAction<CreateRecordingLink>,
    revoke: ServerAction<RevokeRecordingLink>,
}

impl SharingPart {
    /// Begins to load what the section shows.
    pub fn load(recording: Memo<String>) -> Self {
        let (create, revoke) = (ServerAction::new(), ServerAction::new());
        let (created, revoked) = (successes(create), successes(revoke));
        let asked = move || (recording.get(), created.get(), revoked.get());
        let read = Resource::new(asked, |(recording, ..)| list_recording_links(recording));
        Self { read, create, revoke }
    }
}

/// The section; nothing for those who may not share the recording.
#[component]
pub fn Sharing(recording: String, part: SharingPart) -> impl IntoView {
    let l = locale();
    let recording = StoredValue::new(recording);
    view! {
        <Transition fallback=move || view! { <Loading label=td_string!(l, recordings.share.loading)/> }>
            {move || Suspend::new(async move {
                match part.read.await {
                    Ok(None) => ().into_any(),
                    Ok(Some(known)) => view! {
                        <Known recording=recording.get_value() known=known part=part/>
                    }
                    .into_any(),
                    Err(Refused(refusal)) => view! {
                        <Notice tone=Tone::Old title=td_string!(l, recordings.share.missing)>
                            <p>{refusal_text(l, &refusal)}</p>
                        </Notice>
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Known(recording: String, known: RecordingLinks, part: SharingPart) -> impl IntoView {
    let l = locale();
    let revoke = FormState::new(part.revoke, &["recording", "link"]);
    let none_yet = known.links.is_empty();
    let list = if none_yet {
        view! {
            <EmptyState
                icon=icondata::LuLink
                title=td_string!(l, recordings.share.empty)
                text=td_string!(l, recordings.share.empty_text)
            />
        }
        .into_any()
    } else {
        let (recording, links) = (recording.clone(), known.links.clone());
        view! { <LinkTable recording=recording links=links action=part.revoke state=revoke/> }.into_any()
    };
    view! {
        <Section id="sharing" title=td_string!(l, recordings.share.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, recordings.share.text)}</p>
                <NotDone state=revoke title=td_string!(l, recordings.share.trouble)/>
                <Done text=said(part.create, td_string!(l, recordings.share.done))/>
                {list}
                <CreateForm recording=recording known=known open=none_yet action=part.create/>
            </div>
        </Section>
    }
}

/// Folded away once there is a link; open where it is the next thing to do, or where it was refused.
#[component]
fn CreateForm(
    recording: String,
    known: RecordingLinks,
    open: bool,
    action: ServerAction<CreateRecordingLink>,
) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["recording"]);
    let check = Callback::new(|typed: CreateRecordingLink| typed.form.read().map(|_| ()));
    let refused = state.refusal();
    let open = Memo::new(move |before| open || before == Some(&true) || refused.with(Option::is_some));
    view! {
        <Fold summary=td_string!(l, recordings.share.create) open=open>
            <PostForm action=action state=state check=check>
                <input type="hidden" name="recording" value=recording/>
                <Fields known=known state=state/>
                <FormActions>
                    <Button
                        variant=Variant::Secondary
                        pending=action.pending()
                        pending_label=td_string!(l, recordings.share.creating)
                    >
                        {td_string!(l, recordings.share.create)}
                    </Button>
                </FormActions>
            </PostForm>
        </Fold>
    }
}

#[component]
fn Fields(known: RecordingLinks, state: FormState) -> impl IntoView {
    let l = locale();
    let RecordingLinks { form, zone, now_field, has_join_page, .. } = known;
    let shown = state.ticked("on_join_page", !form.on_join_page.is_empty());
    view! {
        <div class="stack">
            <TextField
                name=state.input("label")
                label=td_string!(l, recordings.share.label)
                optional=td_string!(l, recordings.share.optional)
                hint=td_string!(l, recordings.share.label_hint)
                value=state.value("label", &form.label)
                error=state.error("label")
                maxlength=60
                width=FieldWidth::Medium
            />
            <DateTimeField
                name=state.input("expires")
                label=td_string!(l, recordings.share.expires)
                hint=td_string!(l, recordings.share.expires_hint, zone = zone).to_string()
                value=state.value("expires", &form.expires)
                error=state.error("expires")
                required=true
                min=now_field
            />
            <TextField
                name=state.input("passcode")
                label=td_string!(l, recordings.share.passcode_field)
                optional=td_string!(l, recordings.share.optional)
                hint=td_string!(l, recordings.share.passcode_hint)
                value=state.value("passcode", "")
                error=state.error("passcode")
                maxlength=64
                width=FieldWidth::Medium
            />
            <CheckboxField
                name=state.input("download")
                label=td_string!(l, recordings.share.download)
                hint=td_string!(l, recordings.share.download_hint)
                checked=state.ticked("download", false)
            />
            {has_join_page.then(|| view! {
                <CheckboxField
                    name=state.input("on_join_page")
                    label=td_string!(l, recordings.share.on_join_page)
                    hint=td_string!(l, recordings.share.on_join_page_hint)
                    checked=shown
                />
            })}
        </div>
    }
}
