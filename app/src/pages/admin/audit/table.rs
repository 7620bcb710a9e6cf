//! Lines of the log below each other.

use crate::api::audit::AuditEntry;
use crate::components::{Badge, Cell, DataTable, HeadCell, Row};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// A page of the log.
#[component]
pub fn AuditTable(rows: Vec<AuditEntry>) -> impl IntoView {
    let l = locale();
    let head = vec![
        HeadCell::new(td_string!(l, audit.column.action)),
        HeadCell::new(td_string!(l, audit.column.at)),
        HeadCell::new(td_string!(l, audit.column.person)),
        HeadCell::new(td_string!(l, audit.column.outcome)),
        HeadCell::new(td_string!(l, audit.column.detail)),
        HeadCell::new(td_string!(l, audit.column.number)).end(),
    ];
    let rows = rows.into_iter().map(|entry| view! { <Line entry=entry/> }).collect_view();
    view! { <DataTable caption=td_string!(l, audit.caption) head=head>{rows}</DataTable> }
}

#[component]
fn Line(entry: AuditEntry) -> impl IntoView {
    let l = locale();
    let outcome = match entry.done {
        true => view! { <span>{entry.outcome}</span> }.into_any(),
        false => view! { <Badge>{entry.outcome}</Badge> }.into_any(),
    };
    view! {
        <Row>
            <Cell main=true>
                {entry.action}
                {entry.about.map(|about| view! { <span class="cell-note">{about}</span> })}
            </Cell>
            <Cell label=td_string!(l, audit.column.at)>
                <time datetime=entry.machine>{entry.at}</time>
            </Cell>
            <Cell label=td_string!(l, audit.column.person)>{entry.person}</Cell>
            <Cell label=td_string!(l, audit.column.outcome)>{outcome}</Cell>
            <Cell label=td_string!(l, audit.column.detail)>{entry.detail}</Cell>
            <Cell label=td_string!(l, audit.column.number) end=true>{entry.number}</Cell>
        </Row>
    }
}
