//! Asking once before something is taken away. Works without a script.

use super::button::Variant;
use super::icon::Icon;
use leptos::prelude::*;

/// A button "Delete…" that opens a panel naming the thing; the children are the form that does it.
///
/// The panel is a native popover: Escape, a click beside it or "Keep" closes it, and nothing in the
/// page moves. A browser that knows no popovers shows the panel in its place, always open.
#[component]
pub fn Confirm(
    /// Unique on the page; the panel's id.
    #[prop(into)]
    id: String,
    /// The words of the button that opens it, such as "Delete…".
    #[prop(into)]
    label: String,
    /// The question, with the name of the thing: "Delete “Budget”?"
    #[prop(into)]
    title: Signal<String>,
    /// What will happen, and what will not.
    #[prop(optional, into)]
    text: Signal<Option<String>>,
    /// The way out: "Keep meeting".
    #[prop(into)]
    keep: String,
    /// How the opening button looks; quiet unless told.
    #[prop(default = Variant::Quiet)]
    variant: Variant,
    #[prop(optional)] icon: Option<icondata::Icon>,
    /// The form with its hidden fields and its danger button.
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    view! {
        <div class="confirm">
            <button class=variant.class() type="button" popovertarget=id.clone() aria-haspopup="dialog">
                {icon.map(|icon| view! { <Icon icon=icon/> })}
                <span class="button-label">{label}</span>
            </button>
            <div class="confirm-panel" id=id.clone() popover="auto" role="dialog" aria-labelledby=title_id.clone()>
                <h2 class="confirm-title" id=title_id.clone()>{move || title.get()}</h2>
                {move || text.get().map(|text| view! { <p class="confirm-text">{text}</p> })}
                <div class="confirm-actions">
                    {children()}
                    <button
                        class="button button-secondary"
                        type="button"
                        popovertarget=id.clone()
                        popovertargetaction="hide"
                        autofocus
                    >
                        <span class="button-label">{keep}</span>
                    </button>
                </div>
            </div>
        </div>
    }
}
