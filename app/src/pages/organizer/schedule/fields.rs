//! What the parts of the form share.

use crate::api::meetings::ConnectionChoice;
use crate::components::CheckboxField;
use crate::forms::FormState;
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::cloudroom::Options;
use portico_domain::forms::MeetingForm;

/// Is the meeting new, or does it exist? Some things the vendor takes only once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Schedule,
    Change,
}

/// Whose meeting it will be; `None` = the server will say what is wrong with the choice.
pub fn vendor_of(connections: &[ConnectionChoice], id: &str) -> Option<Vendor> {
    connections.iter().find(|connection| connection.id == id).map(|connection| connection.vendor)
}

/// A box of the meeting form; `initial` is the form's text, where anything means ticked.
pub fn tick(
    state: FormState,
    field: &'static str,
    label: &'static str,
    initial: &str,
) -> impl IntoView + use<> {
    let checked = state.ticked(field, !initial.is_empty());
    view! { <CheckboxField name=state.input(field) label=label checked=checked error=state.error(field)/> }
}

/// CloudRoom's fields that stand folded away, with what they hold.
fn rare(form: &MeetingForm) -> [(&'static str, &str); 26] {
    [
        ("host_id", &form.host_id),
        ("invitee_ids", &form.invitee_ids),
        ("cohost_ids", &form.cohost_ids),
        ("vote_ids", &form.vote_ids),
        ("email_notice", &form.email_notice),
        ("sms_notice", &form.sms_notice),
        ("camera", &form.camera),
        ("microphone", &form.microphone),
        ("join_before_host", &form.join_before_host),
        ("entry_sound", &form.entry_sound),
        ("watermark", &form.watermark),
        ("waiting_hall", &form.waiting_hall),
        ("virtual_members", &form.virtual_members),
        ("layout", &form.layout),
        ("who_may_join", &form.who_may_join),
        ("save_whiteboard", &form.save_whiteboard),
        ("public_chat", &form.public_chat),
        ("private_chat", &form.private_chat),
        ("chat_pictures", &form.chat_pictures),
        ("chat_links", &form.chat_links),
        ("local_recording", &form.local_recording),
        ("open_microphone", &form.open_microphone),
        ("open_camera", &form.open_camera),
        ("share", &form.share),
        ("rename", &form.rename),
        ("telephone", &form.telephone),
    ]
}

/// Whether the rare fields are to be seen: one is wrong, or holds something unusual. Once open they
/// stay open, so that nothing folds away under the reader.
pub fn shows_rare(state: FormState, form: &MeetingForm) -> Signal<bool> {
    let usual = MeetingForm::of_options(&Options::default());
    let unusual = rare(form)
        .into_iter()
        .zip(rare(&usual))
        .any(|((field, value), (_, usual))| state.value(field, value) != usual);
    let names = rare(form).map(|(field, _)| field);
    let refusal = state.refusal();
    let wrong = move || {
        refusal.with(|refusal| {
            let fields = refusal.iter().flat_map(|refusal| &refusal.fields);
            fields.into_iter().any(|wrong| names.contains(&wrong.field.as_str()))
        })
    };
    Memo::new(move |before| unusual || before == Some(&true) || wrong()).into()
}
