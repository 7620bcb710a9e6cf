//! Contacts, as a form offers them.

use super::asked;
use crate::api::Refused;
use crate::api::people::{PeopleFound, PersonChoice};
use portico_domain::ids::ConnectionId;
use portico_service::ContactRow;

pub fn choice(contact: ContactRow) -> PersonChoice {
    PersonChoice { id: contact.id, name: contact.name }
}

pub async fn find(connection: String, search: String, page: u32) -> Result<PeopleFound, Refused> {
    let found = asked()?.organizer()?.contacts(&ConnectionId::new(connection), &search, page).await?;
    Ok(PeopleFound { rows: found.rows.into_iter().map(choice).collect(), page: found.page, more: found.more })
}
