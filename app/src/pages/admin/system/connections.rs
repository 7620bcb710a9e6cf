//! Connections below each other: what came from each, what went wrong, how much of its limits is used.

use crate::api::system::ConnectionStateLine;
use crate::components::{Cell, DataTable, HeadCell, Row, Section};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::admin::connections::health::Standing;
use crate::pages::admin::connections::words::{CONNECTIONS, vendor_name};
use leptos::prelude::*;

/// The section of connections.
#[component]
pub fn ConnectionStates(lines: Vec<ConnectionStateLine>) -> impl IntoView {
    let l = locale();
    let empty = lines.is_empty();
    let head = vec![
        HeadCell::new(td_string!(l, connections.column.name)),
        HeadCell::new(td_string!(l, connections.column.state)),
        HeadCell::new(td_string!(l, connections.column.synchronised)),
        HeadCell::new(td_string!(l, system.connections.failed)),
        HeadCell::new(td_string!(l, system.connections.calls)),
        HeadCell::new(td_string!(l, system.connections.queue)).end(),
    ];
    let rows = lines.into_iter().map(|line| view! { <Line line=line/> }).collect_view();
    view! {
        <Section id="connections" title=td_string!(l, connections.title)>
            {match empty {
                true => view! { <p class="muted">{td_string!(l, connections.empty.title)}</p> }.into_any(),
                false => view! {
                    <div class="stack">
                        <DataTable caption=td_string!(l, connections.caption) head=head>{rows}</DataTable>
                        <p class="muted">{td_string!(l, system.connections.note)}</p>
                    </div>
                }
                .into_any(),
            }}
        </Section>
    }
}

#[component]
fn Line(line: ConnectionStateLine) -> impl IntoView {
    let l = locale();
    let ConnectionStateLine { line, failed, calls, queue, slowed } = line;
    let href = format!("{CONNECTIONS}/{}", line.id);
    let (name, vendor) = (line.name.clone(), line.vendor);
    let never = || td_string!(l, connections.never).to_owned();
    let synchronised = line.synchronised.clone().unwrap_or_else(never);
    let failed = match failed {
        Some((at, why)) => view! { {at} <span class="cell-note">{why}</span> }.into_any(),
        None => never().into_any(),
    };
    let calls = match calls.is_empty() {
        true => vec![td_string!(l, system.connections.no_limit).to_owned()],
        false => calls,
    };
    let calls = calls.into_iter().chain(slowed);
    let calls = calls.map(|text| view! { <span class="cell-note">{text}</span> }).collect_view();
    view! {
        <Row>
            <Cell main=true label=td_string!(l, connections.column.name)>
                <a href=href>{name}</a>
                <span class="cell-note">{vendor_name(l, vendor)}</span>
            </Cell>
            <Cell label=td_string!(l, connections.column.state)><Standing line=line/></Cell>
            <Cell label=td_string!(l, connections.column.synchronised)>{synchronised}</Cell>
            <Cell label=td_string!(l, system.connections.failed)>{failed}</Cell>
            <Cell label=td_string!(l, system.connections.calls)>{calls}</Cell>
            <Cell label=td_string!(l, system.connections.queue) end=true>{queue}</Cell>
        </Row>
    }
}
