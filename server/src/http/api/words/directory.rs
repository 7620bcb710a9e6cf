//! Rooms and contacts in JSON.

use portico_service::{BookableRoom, ContactPage, RoomKind};
use serde::Serialize;
use utoipa::ToSchema;

/// A room that can be booked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BookableRoom)]
pub struct RoomWords {
    /// As the option `room` of a new meeting takes it.
    pub id: String,
    pub name: String,
    /// The short number that people dial.
    pub number: Option<String>,
    /// The long address.
    pub alias: Option<String>,
    /// `meeting`, `lecture` or `other`.
    pub kind: String,
    pub capacity: Option<i64>,
    /// Is it everybody's room, or the account's own?
    pub public: bool,
}

/// All rooms that the connection's account may book.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BookableRooms)]
pub struct RoomsWords {
    pub items: Vec<RoomWords>,
}

/// Somebody who can be invited.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contact)]
pub struct ContactWords {
    /// As the option `visitor_ids` of a new meeting takes it.
    pub id: String,
    /// Empty if the vendor names nobody.
    pub name: String,
}

/// A page of contacts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContactPage)]
pub struct ContactPageWords {
    pub items: Vec<ContactWords>,
    /// The number of the next page, if there is one.
    pub next: Option<u32>,
    /// How many there are in all, if that is known.
    pub total: Option<i64>,
}

pub fn room(room: BookableRoom) -> RoomWords {
    let kind = match room.kind {
        RoomKind::Meeting => "meeting",
        RoomKind::Lecture => "lecture",
        RoomKind::Other => "other",
    };
    RoomWords {
        id: room.id.to_string(),
        name: room.name,
        number: room.number,
        alias: room.alias,
        kind: kind.to_owned(),
        capacity: room.capacity,
        public: room.public,
    }
}

pub fn contacts(page: ContactPage) -> ContactPageWords {
    let next = page.more.then(|| page.page.saturating_add(1));
    let items = page.rows.into_iter().map(|row| ContactWords { id: row.id, name: row.name });
    ContactPageWords { items: items.collect(), next, total: page.total }
}
