//! Tables for comparing. Under 640 px each row becomes a card and each cell names its column.
//!
//! The roles are written out because browsers drop them when the display changes.

use leptos::prelude::*;

/// The head of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadCell {
    pub label: String,
    /// Numbers and durations stand at the end of their column.
    pub end: bool,
    /// Read out, not shown (a column of buttons).
    pub hidden: bool,
}

impl HeadCell {
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), end: false, hidden: false }
    }

    #[must_use]
    pub fn end(mut self) -> Self {
        self.end = true;
        self
    }

    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }
}

/// A table; the children are [`Row`]s.
#[component]
pub fn DataTable(
    /// What the table lists, read out first.
    #[prop(into)]
    caption: String,
    head: Vec<HeadCell>,
    children: Children,
) -> impl IntoView {
    let head = head
        .into_iter()
        .map(|cell| {
            let class = cell.end.then_some("cell-end");
            let label = if cell.hidden {
                view! { <span class="visually-hidden">{cell.label}</span> }.into_any()
            } else {
                cell.label.into_any()
            };
            view! { <th scope="col" role="columnheader" class=class>{label}</th> }
        })
        .collect_view();
    view! {
        <table class="table" role="table">
            <caption class="visually-hidden">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">{head}</tr>
            </thead>
            <tbody role="rowgroup">{children()}</tbody>
        </table>
    }
}

/// One row of [`Cell`]s.
#[component]
pub fn Row(children: Children) -> impl IntoView {
    view! { <tr role="row">{children()}</tr> }
}

/// One cell. Give the column's name again: a card has no head to look at.
///
/// One cell of each row is `main`: it names the row and heads the card.
/// The cell of the buttons is `actions`. Without a label, the card shows none.
#[component]
pub fn Cell(
    #[prop(optional, into)] label: Signal<Option<String>>,
    #[prop(optional)] main: bool,
    #[prop(optional)] end: bool,
    #[prop(optional)] actions: bool,
    children: Children,
) -> impl IntoView {
    let class = match (main, actions, end) {
        (true, _, _) => Some("cell-main"),
        (_, true, _) => Some("cell-actions"),
        (_, _, true) => Some("cell-end"),
        _ => None,
    };
    if main {
        view! { <th scope="row" role="rowheader" class=class data-label=move || label.get()>{children()}</th> }
            .into_any()
    } else {
        view! {
            <td role="cell" class=class data-label=move || label.get()>
                {children()}
            </td>
        }
        .into_any()
    }
}
