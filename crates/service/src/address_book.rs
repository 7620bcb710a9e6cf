//! The address book of a VMR account: which rooms it may book, and whom it may invite.
//!
//! Read from the vendor when somebody looks and never stored. An answer is good for a few seconds, and
//! whoever asks meanwhile waits for the same one.

use crate::Services;
use crate::access::Organizer;
use moka::future::Cache;
use portico_domain::connections::Connection;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Kind, Refusal};
use portico_vendors::vmr::operations::contacts::{Contact, Extent};
use portico_vendors::vmr::operations::rooms::{Room, RoomKind as VendorRoomKind};
use std::sync::Arc;
use std::time::Duration;

/// A form would rather be without rooms than late.
const PATIENCE: Duration = Duration::from_secs(3);

/// Contacts on one page.
const ON_A_PAGE: u32 = 20;

/// A room that can be booked. The vendor tells its PINs too; they end here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookableRoom {
    /// `pid`
    pub id: u64,
    pub name: String,
    /// The short number that people dial.
    pub number: Option<String>,
    /// The long address.
    pub alias: Option<String>,
    pub kind: RoomKind,
    /// How many parties fit, if the vendor says a number.
    pub capacity: Option<i64>,
    /// Is it everybody's room, or the account's own?
    pub public: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomKind {
    Meeting,
    Lecture,
    /// Something newer than the vendor's document.
    Other,
}

/// Somebody who can be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactRow {
    pub id: String,
    /// Empty if the vendor names nobody.
    pub name: String,
}

/// A page of contacts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactPage {
    pub rows: Vec<ContactRow>,
    /// Counts from 1.
    pub page: u32,
    /// Is there a page after this one?
    pub more: bool,
    /// How many there are in all, if that is known.
    pub total: Option<i64>,
}

/// What helps to fill in a booking.
pub struct BookingAids {
    pub rooms: Result<Vec<BookableRoom>, Refusal>,
    /// Those of the people invited so far whose names are known.
    pub invited: Vec<ContactRow>,
}

impl ContactPage {
    /// One page out of all there are; `page` counts from 1.
    fn cut(all: Vec<ContactRow>, page: u32) -> Self {
        let size = ON_A_PAGE as usize;
        let before = (page as usize).saturating_sub(1).saturating_mul(size);
        let total = i64::try_from(all.len()).ok();
        let more = before.saturating_add(size) < all.len();
        Self { rows: all.into_iter().skip(before).take(size).collect(), page, more, total }
    }
}

type Said<T> = Result<Arc<T>, Refusal>;

/// What vendors said a moment ago, refusals too: a vendor in trouble is not asked once per person.
pub(crate) struct AddressBook {
    rooms: Cache<ConnectionId, Said<Vec<BookableRoom>>>,
    everybody: Cache<ConnectionId, Said<Vec<ContactRow>>>,
    pages: Cache<(ConnectionId, u32), Said<ContactPage>>,
}

impl AddressBook {
    /// `pace`: how long an answer about a meeting is good for. Rooms and contacts change far less often.
    pub fn new(pace: Duration) -> Self {
        let fresh = pace * 5;
        Self {
            rooms: Cache::builder().max_capacity(1000).time_to_live(fresh).build(),
            // Each may be a whole enterprise.
            everybody: Cache::builder().max_capacity(20).time_to_live(fresh).build(),
            pages: Cache::builder().max_capacity(1000).time_to_live(fresh).build(),
        }
    }
}

impl Organizer {
    /// The rooms that the connection's account may book, in the vendor's order.
    ///
    /// # Errors
    /// [`Kind::Unsupported`] at a vendor without such rooms; [`Kind::NotFound`]; [`Kind::Paused`]; or
    /// the vendor's refusal or silence.
    pub async fn rooms(&self, connection: &ConnectionId) -> Result<Vec<BookableRoom>, Refusal> {
        let services = &self.services;
        let connection = services.connection(connection).await?;
        let (key, ours) = (connection.id.clone(), services.clone());
        let ask = async move { ours.ask_for_rooms(&connection).await.map(Arc::new) };
        let said = services.inner.address_book.rooms.get_with(key, ask).await;
        said.map(|rooms| rooms.to_vec())
    }

    /// A page of the connection's contacts, `page` counting from 1 (0 means 1). The vendor pages but
    /// does not search, so a search asks for everybody once and is answered from that.
    ///
    /// # Errors
    /// As [`Organizer::rooms`].
    pub async fn contacts(
        &self,
        connection: &ConnectionId,
        search: &str,
        page: u32,
    ) -> Result<ContactPage, Refusal> {
        let page = page.max(1);
        let wanted = search.trim().to_lowercase();
        if wanted.is_empty() {
            return self.contacts_as_paged(connection, page).await;
        }
        let everybody = self.everybody(connection).await?;
        let fits = |contact: &&ContactRow| {
            contact.id.to_lowercase() == wanted || contact.name.to_lowercase().contains(&wanted)
        };
        Ok(ContactPage::cut(everybody.iter().filter(fits).cloned().collect(), page))
    }

    /// The contacts with these ids, in that order; an id that the vendor does not know is left out.
    ///
    /// # Errors
    /// As [`Organizer::rooms`].
    pub async fn contacts_named(
        &self,
        connection: &ConnectionId,
        ids: &[String],
    ) -> Result<Vec<ContactRow>, Refusal> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let everybody = self.everybody(connection).await?;
        let find = |id: &String| everybody.iter().find(|contact| contact.id == *id).cloned();
        Ok(ids.iter().filter_map(find).collect())
    }

    /// The rooms, and the names of those invited so far. A vendor that is slow to answer is not waited
    /// for, because a booking can do without.
    pub async fn booking_aids(&self, connection: &ConnectionId, invited: &[String]) -> BookingAids {
        let rooms = tokio::time::timeout(PATIENCE, self.rooms(connection));
        let invited = tokio::time::timeout(PATIENCE, self.contacts_named(connection, invited));
        let (rooms, invited) = tokio::join!(rooms, invited);
        BookingAids {
            rooms: rooms.unwrap_or_else(|_| Err(Kind::VendorSilent.into())),
            invited: invited.ok().and_then(Result::ok).unwrap_or_default(),
        }
    }

    async fn everybody(&self, connection: &ConnectionId) -> Said<Vec<ContactRow>> {
        let services = &self.services;
        let connection = services.connection(connection).await?;
        let (key, ours) = (connection.id.clone(), services.clone());
        let ask = async move {
            let (rows, _, _) = ours.ask_for_contacts(&connection, Extent::All).await?;
            Ok(Arc::new(rows))
        };
        services.inner.address_book.everybody.get_with(key, ask).await
    }

    async fn contacts_as_paged(&self, connection: &ConnectionId, page: u32) -> Result<ContactPage, Refusal> {
        let services = &self.services;
        let connection = services.connection(connection).await?;
        let (key, ours) = ((connection.id.clone(), page), services.clone());
        let ask = async move {
            let extent = Extent::Page { index: page, size: ON_A_PAGE };
            let (rows, more, total) = ours.ask_for_contacts(&connection, extent).await?;
            Ok(Arc::new(match rows.len() > ON_A_PAGE as usize {
                // A vendor that tells everybody whatever it was asked.
                true => ContactPage::cut(rows, page),
                false => ContactPage { rows, page, more, total },
            }))
        };
        let said = services.inner.address_book.pages.get_with(key, ask).await;
        said.map(|page| (*page).clone())
    }
}

impl Services {
    async fn ask_for_rooms(&self, connection: &Connection) -> Result<Vec<BookableRoom>, Refusal> {
        let client = self.vendor(connection).await?;
        let vmr = client.vmr()?;
        let rooms = vmr.rooms(vmr.account()).await;
        let rooms = self.heed(connection, vmr, rooms).await?;
        Ok(rooms.into_iter().map(BookableRoom::of).collect())
    }

    async fn ask_for_contacts(
        &self,
        connection: &Connection,
        extent: Extent,
    ) -> Result<(Vec<ContactRow>, bool, Option<i64>), Refusal> {
        let client = self.vendor(connection).await?;
        let vmr = client.vmr()?;
        let page = vmr.contacts(vmr.account(), extent).await;
        let page = self.heed(connection, vmr, page).await?;
        Ok((page.rows.into_iter().map(ContactRow::of).collect(), page.more, page.total))
    }
}

impl BookableRoom {
    fn of(room: Room) -> Self {
        Self {
            id: room.id.0,
            name: room.name,
            number: room.number.map(|number| number.to_string()),
            alias: room.alias,
            kind: match room.kind {
                VendorRoomKind::Meeting => RoomKind::Meeting,
                VendorRoomKind::Lecture => RoomKind::Lecture,
                VendorRoomKind::Other => RoomKind::Other,
            },
            capacity: room.most_parties,
            public: room.shared,
        }
    }
}

impl ContactRow {
    fn of(contact: Contact) -> Self {
        Self { id: contact.id.to_string(), name: contact.name }
    }
}
