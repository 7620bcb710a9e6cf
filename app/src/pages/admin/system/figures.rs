//! Figures of one kind, under their own heading.

use crate::api::system::FigureLine;
use crate::components::{Fact, Facts, Section};
use leptos::prelude::*;

/// A section of figures.
#[component]
pub fn Figures(
    /// The heading's id.
    #[prop(into)]
    id: String,
    #[prop(into)] title: String,
    figures: Vec<FigureLine>,
    /// What stands below them.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let facts = figures
        .into_iter()
        .map(|FigureLine { label, value, note }| {
            view! {
                <Fact label=label>
                    {value}
                    {note.map(|note| view! { <span class="cell-note">{note}</span> })}
                </Fact>
            }
        })
        .collect_view();
    view! {
        <Section id=id title=title>
            <div class="stack">
                <Facts>{facts}</Facts>
                {children.map(|children| children())}
            </div>
        </Section>
    }
}
