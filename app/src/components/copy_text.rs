//! Several lines to copy: an invitation.

use super::copy_field::copy;
use super::icon::{Icon, IconSize};
use super::textarea_field::content;
use leptos::{html, prelude::*};

/// A text of several lines in a read-only field, with a button that copies it.
///
/// Without a script the text can still be selected.
#[component]
pub fn CopyText(
    /// The field's id, unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    /// "Copy invitation".
    #[prop(into)]
    copy_label: String,
    /// "Copied".
    #[prop(into)]
    copied_label: String,
    /// The language of the text, where it is not the page's.
    #[prop(into)]
    lang: String,
) -> impl IntoView {
    let field = NodeRef::<html::Textarea>::new();
    let select = move || {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
    };
    let done = RwSignal::new(false);
    let rows = value.lines().count() + 1;
    let html = content(&value);
    let icon = move || if done.get() { icondata::LuCheck } else { icondata::LuCopy };
    let words = move || if done.get() { copied_label.clone() } else { copy_label.clone() };
    view! {
        <div class="field copy-text">
            <label class="field-label" for=id.clone()>{label}</label>
            <textarea
                class="input"
                id=id
                lang=lang
                rows=rows.to_string()
                readonly
                spellcheck="false"
                node_ref=field
                inner_html=html
            ></textarea>
            <div class="row">
                <button class="button button-secondary copy-button" type="button" on:click=move |_| copy(&value, select, done)>
                    {move || view! { <Icon icon=icon() size=IconSize::Small/> }}
                    <span class="button-label" aria-live="polite">{words}</span>
                </button>
            </div>
        </div>
    }
}
