//! The companies side by side.

use super::words::{or_dash, standing};
use crate::api::directory::EntryLine;
use crate::components::{Cell, DataTable, HeadCell, Row};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::directory::words::Part;
use leptos::prelude::*;

/// Each name leads to the company's page, where that can do something.
#[component]
pub fn Companies(connection: String, lines: Vec<EntryLine>, may_change: bool) -> impl IntoView {
    let l = locale();
    let head = vec![
        HeadCell::new(td_string!(l, directory.companies.name)),
        HeadCell::new(td_string!(l, directory.companies.guid)),
        HeadCell::new(td_string!(l, directory.companies.admin_column)),
        HeadCell::new(td_string!(l, directory.companies.state)),
    ];
    let rows = lines.into_iter().map(|line| row(l, &connection, line, may_change)).collect_view();
    view! { <DataTable caption=td_string!(l, directory.companies.caption) head=head>{rows}</DataTable> }
}

fn row(l: Locale, connection: &str, line: EntryLine, may_change: bool) -> impl IntoView + use<> {
    let href = Part::Companies.form_address(connection, "change", &[("id", &line.id)]);
    let state = standing(l, &line);
    let name = match may_change {
        true => view! { <a href=href>{line.name}</a> }.into_any(),
        false => view! { <span>{line.name}</span> }.into_any(),
    };
    let account = line.admin;
    view! {
        <Row>
            <Cell main=true>{name}</Cell>
            <Cell label=td_string!(l, directory.companies.guid)>{line.id}</Cell>
            <Cell label=td_string!(l, directory.companies.admin_column)>
                <div>
                    <span>{or_dash(l, line.admin_name)}</span>
                    {(!account.is_empty()).then(|| view! { <span class="cell-note">{account}</span> })}
                </div>
            </Cell>
            <Cell label=td_string!(l, directory.companies.state)>{state}</Cell>
        </Row>
    }
}
