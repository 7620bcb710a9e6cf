//! Directories in words.

mod changes;
mod lines;

pub use changes::{
    change_company, change_department, change_user, create_company, create_department, create_user,
    drop_entry, remove,
};

use super::{Asked, asked, new_key};
use crate::api::Refused;
use crate::api::directory::{
    ContactLines, DirectoryPart, DirectoryPlace, DirectoryView, EntryView, RecordView, RoomKind, RoomLine,
};
use lines::{choices, line, tree};
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Kind, Refusal};
use portico_service::{Administrator, BookableRoom, ContactPage, DirectoryEntry, DirectoryRecord, EntryKind};

fn place(connection: &Connection) -> DirectoryPlace {
    DirectoryPlace {
        id: connection.id.0.clone(),
        name: connection.name.clone(),
        vendor: connection.vendor,
        paused: connection.paused,
    }
}

pub async fn places() -> Result<Vec<DirectoryPlace>, Refused> {
    let connections = asked()?.organizer()?.connections().await?;
    Ok(connections.iter().map(place).collect())
}

pub async fn view(
    connection: String,
    show: String,
    search: String,
    page: u32,
) -> Result<DirectoryView, Refused> {
    let asked = asked()?;
    let organizer = asked.organizer()?;
    let id = ConnectionId::new(connection);
    let connections = organizer.connections().await?;
    let found = connections.iter().find(|connection| connection.id == id);
    let connection = found.ok_or(Refused::from(Kind::NotFound))?;
    let part = match connection.vendor {
        Vendor::Webapi => DirectoryPart::Nothing,
        Vendor::Vmr if show == "contacts" => {
            let page = organizer.contacts(&id, &search, page).await;
            DirectoryPart::Contacts(page.map(contacts).map_err(Refused))
        }
        Vendor::Vmr => {
            let rooms = organizer.rooms(&id).await;
            DirectoryPart::Rooms(rooms.map(|rooms| rooms.into_iter().map(room).collect()).map_err(Refused))
        }
        Vendor::Cloudroom => cloudroom(&asked, &id).await?,
    };
    Ok(DirectoryView { place: place(connection), part })
}

async fn cloudroom(asked: &Asked, id: &ConnectionId) -> Result<DirectoryPart, Refused> {
    match asked.administrator() {
        Ok(administrator) => Ok(DirectoryPart::Record(record(&administrator.directory(id).await?))),
        Err(Refused(Refusal { kind: Kind::NotAllowed, .. })) => Ok(DirectoryPart::NotAllowed),
        Err(refused) => Err(refused),
    }
}

fn room(room: BookableRoom) -> RoomLine {
    RoomLine {
        name: room.name,
        number: room.number,
        alias: room.alias,
        kind: match room.kind {
            portico_service::RoomKind::Meeting => RoomKind::Meeting,
            portico_service::RoomKind::Lecture => RoomKind::Lecture,
            portico_service::RoomKind::Other => RoomKind::Other,
        },
        capacity: room.capacity,
        public: room.public,
    }
}

fn contacts(page: ContactPage) -> ContactLines {
    let rows = page.rows.into_iter().map(|contact| (contact.id, contact.name)).collect();
    ContactLines { rows, page: page.page, more: page.more, total: page.total }
}

fn record(record: &DirectoryRecord) -> RecordView {
    let all = &record.departments;
    let lines = |entries: &[DirectoryEntry]| entries.iter().map(|entry| line(all, entry)).collect();
    RecordView {
        users_open: record.may_change_users(),
        companies_open: record.has_platform,
        users: lines(&record.users),
        departments: tree(all),
        companies: lines(&record.companies),
    }
}

fn kind(word: &str) -> Result<EntryKind, Refused> {
    match word {
        "users" => Ok(EntryKind::User),
        "departments" => Ok(EntryKind::Department),
        "companies" => Ok(EntryKind::Company),
        _ => Err(Kind::NotFound.into()),
    }
}

pub async fn entry(connection: String, kind_word: String, id: String) -> Result<EntryView, Refused> {
    let record = administrator()?.directory(&ConnectionId::new(connection)).await?;
    let (entries, open) = match kind(&kind_word)? {
        EntryKind::User => (&record.users, record.may_change_users()),
        EntryKind::Department => (&record.departments, record.may_change_users()),
        EntryKind::Company => (&record.companies, record.has_platform),
    };
    let known = entries.iter().find(|entry| entry.id == id);
    Ok(EntryView {
        place: place(&record.connection),
        open,
        key: new_key(),
        remove_key: new_key(),
        line: known.map(|entry| line(&record.departments, entry)),
        departments: choices(&record.departments),
    })
}

fn administrator() -> Result<Administrator, Refused> {
    asked()?.administrator()
}
