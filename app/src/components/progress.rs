//! How far something long has come.

use leptos::prelude::*;

/// A bar with its words. Without a value it only says that work goes on.
#[component]
pub fn Progress(
    /// "Checking with CloudRoom…"
    #[prop(into)]
    label: Signal<String>,
    /// From 0 to 100.
    #[prop(optional, into)]
    percent: Signal<Option<u8>>,
) -> impl IntoView {
    view! {
        <div class="progress">
            <span class="progress-label" role="status">{label}</span>
            <progress
                class="progress-bar"
                max="100"
                value=move || percent.get().map(|value| value.to_string())
                aria-label=move || label.get()
            ></progress>
        </div>
    }
}
