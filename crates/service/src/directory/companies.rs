//! Companies of a platform, with the platform's own secret. Vendor document: 创建企业, 修改企业, 删除企业.

use super::errands::Change;
use super::{DirectoryEntry, Doubt, EntryKind};
use crate::access::Administrator;
use crate::registry::Client;
use portico_domain::connections::Connection;
use portico_domain::forms::{CompanyForm, read_directory_id};
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_vendors::cloudroom::CompGuid;
use portico_vendors::cloudroom::operations::company::{Company, NewCompany};
use secrecy::{ExposeSecret, SecretString};

fn guid(text: &str) -> Result<CompGuid, Refusal> {
    CompGuid::read(text).map_err(|_| Refusal::field("guid", Rule::BadCharacter))
}

impl Administrator {
    /// The client, if it has the secret that companies want.
    async fn platform(&self, connection: &Connection) -> Result<Client, Refusal> {
        let client = self.services.vendor(connection).await?;
        match client.cloudroom()?.has_platform() {
            true => Ok(client),
            false => Err(Kind::VendorCredential.into()),
        }
    }

    /// Makes a company with its first administrator.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with fields, `admin_password` among them; [`Kind::VendorCredential`] without the
    /// platform's secret; the vendor's refusal; [`Kind::Unconfirmed`] if no answer came.
    pub async fn create_company(
        &self,
        connection: &ConnectionId,
        key: &str,
        form: &CompanyForm,
        password: &SecretString,
    ) -> Result<(), Refusal> {
        let read = form.read_new(password.expose_secret()).map_err(Refusal::invalid)?;
        let connection = self.cloudroom_connection(connection).await?;
        let client = self.platform(&connection).await?;
        let room = client.cloudroom()?;
        let before = self.entry(&connection, EntryKind::Company, &read.guid).await?;
        let mut wanted = DirectoryEntry::new(EntryKind::Company, &read.guid, &read.name);
        wanted.facts.admin.clone_from(&read.admin);
        wanted.facts.admin_name.clone_from(&read.admin_name);
        let new = NewCompany {
            guid: guid(&read.guid)?,
            name: read.name,
            admin: read.admin,
            admin_name: read.admin_name,
            admin_password: password.clone(),
        };
        let change = Change {
            connection: &connection,
            key,
            action: "directory.company-create",
            // GUID or administrator is taken: the vendor does not say which, the record may know.
            blamed: before.as_ref().map(|_| "guid"),
            before,
            meanwhile: wanted.clone().in_doubt(Doubt::Creation),
        };
        let made = |company: Company| Some(DirectoryEntry { name: company.name, ..wanted });
        let body = (form, password.expose_secret());
        self.carry_out(change, &body, room, room.create_company(&new), made).await
    }

    /// Renames a company.
    ///
    /// # Errors
    /// As [`Administrator::create_company`].
    pub async fn change_company(
        &self,
        connection: &ConnectionId,
        key: &str,
        form: &CompanyForm,
    ) -> Result<(), Refusal> {
        let read = form.read_change().map_err(Refusal::invalid)?;
        let connection = self.cloudroom_connection(connection).await?;
        let client = self.platform(&connection).await?;
        let room = client.cloudroom()?;
        let before = self.entry(&connection, EntryKind::Company, &read.guid).await?;
        let elsewhere = || DirectoryEntry::elsewhere(EntryKind::Company, &read.guid);
        let known = before.clone().unwrap_or_else(elsewhere);
        let wanted = DirectoryEntry { name: read.name.clone(), doubt: None, ..known };
        let change = Change {
            connection: &connection,
            key,
            action: "directory.company-change",
            before,
            meanwhile: wanted.clone().in_doubt(Doubt::Change),
            blamed: Some("guid"),
        };
        let guid = guid(&read.guid)?;
        let call = room.change_company(&guid, &read.name);
        self.carry_out(change, form, room, call, |()| Some(wanted)).await
    }

    /// Removes a company.
    ///
    /// # Errors
    /// As [`Administrator::create_company`]; the field is `guid`.
    pub async fn remove_company(
        &self,
        connection: &ConnectionId,
        key: &str,
        id: &str,
    ) -> Result<(), Refusal> {
        let id = read_directory_id("guid", id).map_err(Refusal::invalid)?;
        let connection = self.cloudroom_connection(connection).await?;
        let client = self.platform(&connection).await?;
        let room = client.cloudroom()?;
        let before = self.entry(&connection, EntryKind::Company, &id).await?;
        let known = before.clone().unwrap_or_else(|| DirectoryEntry::elsewhere(EntryKind::Company, &id));
        let change = Change {
            connection: &connection,
            key,
            action: "directory.company-remove",
            before,
            meanwhile: known.in_doubt(Doubt::Removal),
            blamed: Some("guid"),
        };
        self.carry_out(change, &id, room, room.delete_company(&guid(&id)?), |()| None).await
    }
}
