//! What was made, changed and removed through Portico.

use crate::access::Administrator;
use crate::failures::stored;
use portico_domain::connections::Connection;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Kind, Refusal};
use portico_store::directory::{Entry, EntryKind};
use serde::{Deserialize, Serialize};

/// What may or may not have happened to an entry, because no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    Creation,
    Change,
    Removal,
}

/// What is known of an entry besides its name and place. Empty = not said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryFacts {
    /// User.
    pub mobile: String,
    /// User.
    pub email: String,
    /// User: one of [`portico_domain::forms::USER_ROLES`].
    pub role: Option<u8>,
    /// Company: its administrator's account.
    pub admin: String,
    /// Company.
    pub admin_name: String,
    /// It was made elsewhere, so only what was changed here is known.
    pub elsewhere: bool,
}

/// A company, a department or a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry {
    pub kind: EntryKind,
    /// GUID, number or account. A department whose making is in doubt has a name of ours instead, as
    /// nobody knows its number.
    pub id: String,
    pub name: String,
    /// The number of the department above or around it; empty = the company itself, or not known.
    pub parent: String,
    pub facts: EntryFacts,
    pub doubt: Option<Doubt>,
}

/// How an entry's facts and doubt are stored.
#[derive(Serialize, Deserialize)]
struct Detail {
    #[serde(flatten)]
    facts: EntryFacts,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    doubt: Option<Doubt>,
}

impl DirectoryEntry {
    pub(super) fn new(kind: EntryKind, id: &str, name: &str) -> Self {
        let (id, name) = (id.to_owned(), name.to_owned());
        Self { kind, id, name, parent: String::new(), facts: EntryFacts::default(), doubt: None }
    }

    /// Something that was made elsewhere, of which only the id is known.
    pub(super) fn elsewhere(kind: EntryKind, id: &str) -> Self {
        let facts = EntryFacts { elsewhere: true, ..EntryFacts::default() };
        Self { facts, ..Self::new(kind, id, id) }
    }

    pub(super) fn in_doubt(self, doubt: Doubt) -> Self {
        Self { doubt: Some(doubt), ..self }
    }

    fn read(entry: Entry) -> Result<Self, Refusal> {
        let Entry { kind, vendor_id, name, parent, detail } = entry;
        let detail: Detail = serde_json::from_value(detail).map_err(|_| Refusal::of(Kind::Internal))?;
        Ok(Self { kind, id: vendor_id, name, parent, facts: detail.facts, doubt: detail.doubt })
    }

    fn write(&self) -> Result<Entry, Refusal> {
        let detail = Detail { facts: self.facts.clone(), doubt: self.doubt };
        Ok(Entry {
            kind: self.kind,
            vendor_id: self.id.clone(),
            name: self.name.clone(),
            parent: self.parent.clone(),
            detail: serde_json::to_value(detail).map_err(|_| Refusal::of(Kind::Internal))?,
        })
    }
}

/// All of one account.
#[derive(Clone, Debug)]
pub struct DirectoryRecord {
    pub connection: Connection,
    /// Has the connection the platform's own secret, which the companies want?
    pub has_platform: bool,
    pub companies: Vec<DirectoryEntry>,
    pub departments: Vec<DirectoryEntry>,
    pub users: Vec<DirectoryEntry>,
}

impl DirectoryRecord {
    /// Has the connection the secret that users and departments are signed with?
    pub fn may_change_users(&self) -> bool {
        self.has_platform || !self.connection.settings.directory_by_platform
    }
}

impl Administrator {
    /// What was made, changed and removed here. The vendor is not asked: it could not tell.
    ///
    /// # Errors
    /// [`Kind::NotFound`]; [`Kind::Unsupported`] if the connection leads to another vendor.
    pub async fn directory(&self, connection: &ConnectionId) -> Result<DirectoryRecord, Refusal> {
        let connection = self.cloudroom_connection(connection).await?;
        let secrets = self.services.secrets(&connection.id).await?;
        let has_platform = secrets.more.platform_key.is_some() && !connection.settings.platform_id.is_empty();
        let companies = self.recorded(&connection, EntryKind::Company).await?;
        let departments = self.recorded(&connection, EntryKind::Department).await?;
        let users = self.recorded(&connection, EntryKind::User).await?;
        Ok(DirectoryRecord { connection, has_platform, companies, departments, users })
    }

    /// Takes an entry out of the record. Nothing changes at the vendor.
    ///
    /// # Errors
    /// [`Kind::NotFound`]; [`Kind::Unsupported`] if the connection leads to another vendor.
    pub async fn drop_entry(
        &self,
        connection: &ConnectionId,
        kind: EntryKind,
        id: &str,
    ) -> Result<(), Refusal> {
        let connection = self.cloudroom_connection(connection).await?;
        let entry = self.entry(&connection, kind, id).await?.ok_or(Refusal::of(Kind::NotFound))?;
        let services = &self.services;
        services.note(Some(self.id()), "directory.drop", &entry.id, "done", &connection.name).await?;
        services.store().directory().remove(&connection.id, kind, id).await.map_err(stored)?;
        Ok(())
    }

    pub(super) async fn cloudroom_connection(&self, id: &ConnectionId) -> Result<Connection, Refusal> {
        let connection = self.services.connection(id).await?;
        match connection.vendor {
            portico_domain::capabilities::Vendor::Cloudroom => Ok(connection),
            _ => Err(Kind::Unsupported.into()),
        }
    }

    pub(super) async fn recorded(
        &self,
        connection: &Connection,
        kind: EntryKind,
    ) -> Result<Vec<DirectoryEntry>, Refusal> {
        let entries = self.services.store().directory().list(&connection.id, kind).await.map_err(stored)?;
        entries.into_iter().map(DirectoryEntry::read).collect()
    }

    pub(super) async fn entry(
        &self,
        connection: &Connection,
        kind: EntryKind,
        id: &str,
    ) -> Result<Option<DirectoryEntry>, Refusal> {
        Ok(self.recorded(connection, kind).await?.into_iter().find(|entry| entry.id == id))
    }

    pub(super) async fn file(&self, connection: &Connection, entry: &DirectoryEntry) -> Result<(), Refusal> {
        let (services, entry) = (&self.services, entry.write()?);
        services.store().directory().put(&connection.id, &entry, services.now()).await.map_err(stored)
    }

    pub(super) async fn unfile(
        &self,
        connection: &Connection,
        entry: &DirectoryEntry,
    ) -> Result<(), Refusal> {
        let directory = self.services.store().directory();
        directory.remove(&connection.id, entry.kind, &entry.id).await.map_err(stored)?;
        Ok(())
    }
}
