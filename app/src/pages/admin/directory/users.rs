//! The users side by side.

use super::words::{or_dash, role_word, standing};
use crate::api::directory::EntryLine;
use crate::components::{Cell, DataTable, HeadCell, Row};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::directory::words::Part;
use leptos::prelude::*;

/// Each name leads to the user's page, where that can do something.
#[component]
pub fn Users(connection: String, lines: Vec<EntryLine>, may_change: bool) -> impl IntoView {
    let l = locale();
    let head = vec![
        HeadCell::new(td_string!(l, directory.users.name)),
        HeadCell::new(td_string!(l, directory.users.account)),
        HeadCell::new(td_string!(l, directory.users.department)),
        HeadCell::new(td_string!(l, directory.users.role)),
        HeadCell::new(td_string!(l, directory.users.state)),
    ];
    let rows = lines.into_iter().map(|line| row(l, &connection, line, may_change)).collect_view();
    view! { <DataTable caption=td_string!(l, directory.users.caption) head=head>{rows}</DataTable> }
}

fn row(l: Locale, connection: &str, line: EntryLine, may_change: bool) -> impl IntoView + use<> {
    let href = Part::Users.form_address(connection, "change", &[("id", &line.id)]);
    let state = standing(l, &line);
    let department = match (line.parent.as_str(), line.parent_name.as_str()) {
        ("", _) if line.elsewhere => td_string!(l, directory.none).to_owned(),
        ("", _) => td_string!(l, directory.users.top).to_owned(),
        (number, "") => td_string!(l, directory.departments.number_of, number = number).to_string(),
        (_, name) => name.to_owned(),
    };
    let role = line.role.map_or(td_string!(l, directory.none), |role| role_word(l, role));
    let name = or_dash(l, line.name);
    let name = match may_change {
        true => view! { <a href=href>{name}</a> }.into_any(),
        false => view! { <span>{name}</span> }.into_any(),
    };
    let contact: Vec<String> = [line.mobile, line.email].into_iter().filter(|it| !it.is_empty()).collect();
    view! {
        <Row>
            <Cell main=true>
                {name}
                {(!contact.is_empty()).then(|| view! { <span class="cell-note">{contact.join(" · ")}</span> })}
            </Cell>
            <Cell label=td_string!(l, directory.users.account)>{line.id}</Cell>
            <Cell label=td_string!(l, directory.users.department)>{department}</Cell>
            <Cell label=td_string!(l, directory.users.role)>{role}</Cell>
            <Cell label=td_string!(l, directory.users.state)>{state}</Cell>
        </Row>
    }
}
