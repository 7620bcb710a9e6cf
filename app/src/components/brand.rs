//! The mark: a portico seen from the front, and the name beside it.

use leptos::prelude::*;

/// The drawing of the mark on a 32 × 32 grid: lintel, two columns, the arch between them, a step.
pub const MARK: &str = r#"<path d="M3 4.5h26v4H3z"/><path d="M5.5 10.5h4V25h-4zM22.5 10.5h4V25h-4z"/><path d="M11.5 25v-8.5a4.5 4.5 0 0 1 9 0V25z" class="mark-door"/><path d="M3 27h26v2.5H3z"/>"#;

/// The mark alone, hidden from screen readers.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg
            class="mark"
            width="28"
            height="28"
            viewBox="0 0 32 32"
            aria-hidden="true"
            focusable="false"
            inner_html=MARK
        ></svg>
    }
}

/// The mark and the product's name, as a link home.
#[component]
pub fn Brand(
    /// The name as written beside the mark.
    #[prop(into)]
    name: String,
    /// Where it leads; the agenda unless told otherwise.
    #[prop(into, default = "/".to_owned())]
    href: String,
) -> impl IntoView {
    view! {
        <a class="brand" href=href>
            <Mark/>
            <span class="brand-name">{name}</span>
        </a>
    }
}
