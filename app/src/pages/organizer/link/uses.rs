//! Who came in through a link.

use crate::api::links::EntrantLine;
use crate::components::{Cell, DataTable, HeadCell, Row, Section};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::retention::ENTRANT_DAYS;

/// The last to come, by the name they typed.
#[component]
pub fn Uses(entrants: Vec<EntrantLine>, more: bool) -> impl IntoView {
    let l = locale();
    let listed = entrants.len();
    let content = if entrants.is_empty() {
        view! { <p class="muted">{td_string!(l, links.uses.none)}</p> }.into_any()
    } else {
        let head =
            vec![HeadCell::new(td_string!(l, links.uses.name)), HeadCell::new(td_string!(l, links.uses.at))];
        let row = |one: EntrantLine| {
            view! {
                <Row>
                    <Cell main=true>{one.name}</Cell>
                    <Cell label=td_string!(l, links.uses.at)><time datetime=one.machine>{one.at}</time></Cell>
                </Row>
            }
        };
        let rows = entrants.into_iter().map(row).collect_view();
        view! { <DataTable caption=td_string!(l, links.uses.caption) head=head>{rows}</DataTable> }.into_any()
    };
    let rest = more.then(|| td_string!(l, links.uses.more, most = listed).to_string());
    view! {
        <Section id="uses" title=td_string!(l, links.uses.title)>
            {content}
            {rest.filter(|_| listed > 0).map(|text| view! { <p class="muted">{text}</p> })}
            <p class="muted">{td_string!(l, links.uses.kept, days = ENTRANT_DAYS).to_string()}</p>
        </Section>
    }
}
