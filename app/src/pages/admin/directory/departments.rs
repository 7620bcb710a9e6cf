//! The departments as a tree: lists within lists.

use super::words::standing;
use crate::api::directory::{DepartmentNode, Doubt, EntryLine};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::directory::words::Part;
use leptos::prelude::*;

/// The company's tree, as far as it was made here.
#[component]
pub fn Departments(connection: String, nodes: Vec<DepartmentNode>, may_change: bool) -> impl IntoView {
    let l = locale();
    let items = nodes.into_iter().map(|it| item(l, &connection, it, may_change, true)).collect_view();
    view! { <ul class="tree" aria-label=td_string!(l, directory.departments.caption)>{items}</ul> }
}

fn item(l: Locale, connection: &str, node: DepartmentNode, may_change: bool, top: bool) -> AnyView {
    let DepartmentNode { line, below } = node;
    let below: Vec<_> = below.into_iter().map(|it| item(l, connection, it, may_change, false)).collect();
    let stray = top && !line.parent.is_empty();
    let under =
        stray.then(|| td_string!(l, directory.departments.under, number = line.parent.clone()).to_string());
    let number = match line.doubt {
        Some(Doubt::Creation) => td_string!(l, directory.departments.unnumbered).to_owned(),
        _ => td_string!(l, directory.departments.number_of, number = line.id.clone()).to_string(),
    };
    let marked = line.doubt.is_some() || line.elsewhere;
    let state = marked.then(|| standing(l, &line));
    let acts = may_change.then(|| acts(l, connection, &line));
    view! {
        <li>
            <div class="tree-row">
                <span class="tree-name">{line.name}</span>
                <span class="muted">{number} {under.map(|under| format!(" · {under}"))}</span>
                {state}
                {acts}
            </div>
            {(!below.is_empty()).then(|| view! { <ul>{below}</ul> })}
        </li>
    }
    .into_any()
}

/// What can be done with one; a department without a number can have nothing below it yet.
fn acts(l: Locale, connection: &str, line: &EntryLine) -> impl IntoView + use<> {
    let name = line.name.clone();
    let change = Part::Departments.form_address(connection, "change", &[("id", &line.id)]);
    let change_label = td_string!(l, directory.departments.change_label, name = name.clone()).to_string();
    let below = Part::Departments.form_address(connection, "new", &[("parent", &line.id)]);
    let below_label = td_string!(l, directory.departments.add_below_label, name = name).to_string();
    let numbered = line.doubt != Some(Doubt::Creation);
    view! {
        <span class="tree-acts">
            <a href=change aria-label=change_label>{td_string!(l, directory.departments.change)}</a>
            {numbered.then(|| view! {
                <a href=below aria-label=below_label>{td_string!(l, directory.departments.add_below)}</a>
            })}
        </span>
    }
}
