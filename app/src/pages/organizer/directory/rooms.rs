//! The rooms that a VMR account may book.

use crate::api::directory::{RoomKind, RoomLine};
use crate::components::{Cell, DataTable, EmptyState, HeadCell, Row};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// The rooms in the vendor's order.
#[component]
pub fn Rooms(rooms: Vec<RoomLine>) -> impl IntoView {
    let l = locale();
    if rooms.is_empty() {
        return view! {
            <EmptyState
                icon=icondata::LuDoorOpen
                title=td_string!(l, directory.rooms.empty_title)
                text=td_string!(l, directory.rooms.empty_text)
            />
        }
        .into_any();
    }
    let head = vec![
        HeadCell::new(td_string!(l, directory.rooms.name)),
        HeadCell::new(td_string!(l, directory.rooms.number)),
        HeadCell::new(td_string!(l, directory.rooms.kind)),
        HeadCell::new(td_string!(l, directory.rooms.capacity)).end(),
        HeadCell::new(td_string!(l, directory.rooms.owner)),
    ];
    let rows = rooms.into_iter().map(|room| row(l, room)).collect_view();
    view! { <DataTable caption=td_string!(l, directory.rooms.caption) head=head>{rows}</DataTable> }
        .into_any()
}

fn row(l: Locale, room: RoomLine) -> impl IntoView {
    let none = td_string!(l, directory.none);
    let owner = match room.public {
        true => td_string!(l, directory.rooms.shared),
        false => td_string!(l, directory.rooms.own),
    };
    let capacity = room.capacity.map_or_else(|| none.to_owned(), |most| most.to_string());
    view! {
        <Row>
            <Cell main=true>
                <span>{room.name}</span>
                {room.alias.map(|alias| view! { <span class="cell-note">{alias}</span> })}
            </Cell>
            <Cell label=td_string!(l, directory.rooms.number)>
                {room.number.unwrap_or_else(|| none.to_owned())}
            </Cell>
            <Cell label=td_string!(l, directory.rooms.kind)>{kind_word(l, room.kind)}</Cell>
            <Cell label=td_string!(l, directory.rooms.capacity) end=true>{capacity}</Cell>
            <Cell label=td_string!(l, directory.rooms.owner)>{owner}</Cell>
        </Row>
    }
}

fn kind_word(l: Locale, kind: RoomKind) -> &'static str {
    match kind {
        RoomKind::Meeting => td_string!(l, directory.rooms.meeting),
        RoomKind::Lecture => td_string!(l, directory.rooms.lecture),
        RoomKind::Other => td_string!(l, directory.rooms.other),
    }
}
