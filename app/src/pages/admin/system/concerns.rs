//! What needs somebody, above all the figures.

use crate::api::system::ConcernLine;
use crate::components::{ButtonLink, Notice, Tone, Variant};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// One notice for each; a quiet word if there is none.
#[component]
pub fn Concerns(lines: Vec<ConcernLine>) -> impl IntoView {
    let l = locale();
    if lines.is_empty() {
        return view! {
            <Notice tone=Tone::Success><p>{td_string!(l, system.fine)}</p></Notice>
        }
        .into_any();
    }
    let notices = lines.into_iter().map(|line| view! { <Concern line=line/> }).collect_view();
    view! { <div class="stack">{notices}</div> }.into_any()
}

#[component]
fn Concern(line: ConcernLine) -> impl IntoView {
    let tone = if line.urgent { Tone::Danger } else { Tone::Warning };
    let ConcernLine { title, text, way, .. } = line;
    let Some((href, label)) = way else {
        return view! { <Notice tone=tone title=title><p>{text}</p></Notice> }.into_any();
    };
    let way = move || view! { <ButtonLink href=href variant=Variant::Secondary>{label}</ButtonLink> };
    view! { <Notice tone=tone title=title actions=way><p>{text}</p></Notice> }.into_any()
}
