//! The contacts of a VMR account: a search, and one page after another.

use super::words::{Part, address};
use crate::api::directory::ContactLines;
use crate::components::{
    Button, ButtonLink, Cell, DataTable, EmptyState, Filters, HeadCell, Link, Pagination, Row, TextField,
    TextKind, Variant,
};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// Whoever can be invited.
#[component]
pub fn Contacts(connection: String, search: String, found: ContactLines) -> impl IntoView {
    let l = locale();
    let searched = !search.trim().is_empty();
    let page = |number: u32, label: &str| {
        let number = number.to_string();
        let query = [("show", Part::Contacts.name()), ("search", search.as_str()), ("page", number.as_str())];
        Link::new(address(&connection, &query), label)
    };
    let previous = found.page.saturating_sub(1);
    let previous = (previous > 0).then(|| page(previous, td_string!(l, directory.contacts.previous)));
    let next = found.page.saturating_add(1);
    let next = found.more.then(|| page(next, td_string!(l, directory.contacts.next)));
    view! {
        <Search connection=connection.clone() search=search.clone()/>
        {listed(l, found, searched)}
        <Pagination label=td_string!(l, directory.contacts.pages) previous=previous next=next/>
    }
}

#[component]
fn Search(connection: String, search: String) -> impl IntoView {
    let l = locale();
    let searched = !search.trim().is_empty();
    view! {
        <Filters action=address(&connection, &[]) label=td_string!(l, directory.contacts.filters)>
            <input type="hidden" name="show" value=Part::Contacts.name()/>
            <TextField
                name="search"
                label=td_string!(l, directory.contacts.search)
                kind=TextKind::Search
                value=search
                maxlength=100
            />
            <Button variant=Variant::Secondary>{td_string!(l, directory.contacts.apply)}</Button>
            {searched.then(|| view! {
                <ButtonLink href=Part::Contacts.address(&connection) variant=Variant::Quiet>
                    {td_string!(l, directory.contacts.clear)}
                </ButtonLink>
            })}
        </Filters>
    }
}

fn listed(l: Locale, found: ContactLines, searched: bool) -> AnyView {
    if found.rows.is_empty() {
        let (title, text) = match searched {
            true => {
                (td_string!(l, directory.contacts.none_title), td_string!(l, directory.contacts.none_text))
            }
            false => {
                (td_string!(l, directory.contacts.empty_title), td_string!(l, directory.contacts.empty_text))
            }
        };
        return view! { <EmptyState icon=icondata::LuContact title=title text=text/> }.into_any();
    }
    let count = found.total.map(|total| match searched {
        true => td_string!(l, directory.contacts.found, total = total).to_string(),
        false => td_string!(l, directory.contacts.count, total = total).to_string(),
    });
    let head = vec![
        HeadCell::new(td_string!(l, directory.contacts.name)),
        HeadCell::new(td_string!(l, directory.contacts.id)),
    ];
    let unnamed = td_string!(l, directory.contacts.unnamed);
    let row = |(id, name): (String, String)| {
        let name = if name.is_empty() { unnamed.to_owned() } else { name };
        view! {
            <Row>
                <Cell main=true><span>{name}</span></Cell>
                <Cell label=td_string!(l, directory.contacts.id)>{id}</Cell>
            </Row>
        }
    };
    let rows = found.rows.into_iter().map(row).collect_view();
    view! {
        {count.map(|count| view! { <p class="muted" role="status">{count}</p> })}
        <DataTable caption=td_string!(l, directory.contacts.caption) head=head>{rows}</DataTable>
    }
    .into_any()
}
