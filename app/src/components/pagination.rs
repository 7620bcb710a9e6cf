//! The way to the next and the previous part of a long list.

use super::icon::{Icon, IconSize};
use super::link::Link;
use leptos::prelude::*;

/// Previous and next. With neither, nothing is shown.
#[component]
pub fn Pagination(
    /// What this is called for screen readers.
    #[prop(into)]
    label: String,
    previous: Option<Link>,
    next: Option<Link>,
    /// "21–40 of about 1,200".
    #[prop(optional, into)]
    summary: Signal<Option<String>>,
) -> impl IntoView {
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pagination" aria-label=label>
                {previous
                    .map(|link| {
                        view! {
                            <a class="button button-secondary" rel="prev" href=link.href>
                                <Icon icon=icondata::LuChevronLeft size=IconSize::Small/>
                                <span class="button-label">{link.label}</span>
                            </a>
                        }
                    })}
                <span class="pagination-summary">{move || summary.get()}</span>
                {next
                    .map(|link| {
                        view! {
                            <a class="button button-secondary" rel="next" href=link.href>
                                <span class="button-label">{link.label}</span>
                                <Icon icon=icondata::LuChevronRight size=IconSize::Small/>
                            </a>
                        }
                    })}
            </nav>
        }
    })
}
