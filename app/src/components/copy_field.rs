//! Something to copy: a join link, a meeting number, a PIN.

use super::icon::{Icon, IconSize};
use leptos::{html, prelude::*};

/// Puts the text on the clipboard. Where the browser offers none (plain http), selects it instead.
#[cfg(feature = "hydrate")]
pub(super) fn copy(text: &str, select: impl Fn() + 'static, done: RwSignal<bool>) {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return select();
    }
    let written = clipboard.write_text(text);
    leptos::task::spawn_local(async move {
        if written.await.is_ok() {
            done.set(true);
            set_timeout(move || done.set(false), std::time::Duration::from_secs(3));
        } else {
            select();
        }
    });
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn copy(_text: &str, _select: impl Fn() + 'static, _done: RwSignal<bool>) {}

/// A text in a read-only field with a button that copies it.
///
/// Without a script the text can still be selected; the button stays away.
#[component]
pub fn CopyField(
    /// The field's id, unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    /// "Copy link".
    #[prop(into)]
    copy_label: String,
    /// "Copied".
    #[prop(into)]
    copied_label: String,
    #[prop(optional)] hide_label: bool,
    /// More buttons after the copy button (open, QR code).
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let select = move || {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
    };
    let done = RwSignal::new(false);
    let text = value.clone();
    let label_class = if hide_label { "field-label visually-hidden" } else { "field-label" };
    let icon = move || if done.get() { icondata::LuCheck } else { icondata::LuCopy };
    let words = move || if done.get() { copied_label.clone() } else { copy_label.clone() };
    view! {
        <div class="field copy-field">
            <label class=label_class for=id.clone()>{label}</label>
            <div class="copy-row">
                <input class="input" type="text" id=id readonly value=value node_ref=field spellcheck="false"/>
                <button
                    class="button button-secondary copy-button"
                    type="button"
                    on:click=move |_| copy(&text, select, done)
                >
                    {move || view! { <Icon icon=icon() size=IconSize::Small/> }}
                    <span class="button-label" aria-live="polite">{words}</span>
                </button>
                {actions.map(ViewFnOnce::run)}
            </div>
        </div>
    }
}
