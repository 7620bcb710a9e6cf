//! Departments of a company. Vendor document: 创建部门, 修改部门, 删除部门.

use super::errands::Change;
use super::{DirectoryEntry, Doubt, EntryKind};
use crate::access::Administrator;
use portico_domain::connections::Connection;
use portico_domain::forms::{DepartmentForm, ROOT_DEPARTMENT, ReadDepartment, read_directory_id};
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Refusal, Rule};
use portico_vendors::cloudroom::DepartmentId;
use portico_vendors::cloudroom::operations::department::{Department, DepartmentDraft};
use portico_vendors::cloudroom::operations::user::RoleType;

/// How the ids begin that departments have here as long as their numbers are not known. No number does.
const UNNUMBERED: &str = "new-";

fn place(parent: u64) -> String {
    if parent == ROOT_DEPARTMENT { String::new() } else { parent.to_string() }
}

fn draft(read: &ReadDepartment) -> DepartmentDraft {
    DepartmentDraft { name: read.name.clone(), parent: DepartmentId(read.parent) }
}

fn told(told: Department) -> DirectoryEntry {
    let entry = DirectoryEntry::new(EntryKind::Department, &told.id.0.to_string(), &told.name);
    DirectoryEntry { parent: place(told.parent.0), ..entry }
}

/// Where something is wrong below the company itself, the department above may be what is not there.
fn blamed(
    form: &DepartmentForm,
    read: &ReadDepartment,
    otherwise: Option<&'static str>,
) -> Option<&'static str> {
    match (read.parent, otherwise) {
        (ROOT_DEPARTMENT, otherwise) => otherwise,
        (_, None) => Some(form.parent_field()),
        (_, Some(_)) => None,
    }
}

impl Administrator {
    /// Makes a department. `instead`: the entry in doubt that this tries again, or empty.
    ///
    /// The vendor takes two departments of one name, so nothing but the intent keeps a form that is sent
    /// twice from making two.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Invalid`] with fields; the vendor's refusal; [`portico_domain::refusals::Kind::Unconfirmed`] if no answer came.
    pub async fn create_department(
        &self,
        connection: &ConnectionId,
        key: &str,
        instead: &str,
        form: &DepartmentForm,
    ) -> Result<(), Refusal> {
        let read = form.read_new().map_err(Refusal::invalid)?;
        let connection = self.cloudroom_connection(connection).await?;
        let client = self.services.vendor(&connection).await?;
        let room = client.cloudroom()?;
        let before = match instead.starts_with(UNNUMBERED) {
            true => self.entry(&connection, EntryKind::Department, instead).await?,
            false => None,
        };
        let fresh = || format!("{UNNUMBERED}{}", portico_store::new_id());
        let id = before.as_ref().map_or_else(fresh, |entry| entry.id.clone());
        let meanwhile = DirectoryEntry {
            parent: place(read.parent),
            ..DirectoryEntry::new(EntryKind::Department, &id, &read.name).in_doubt(Doubt::Creation)
        };
        let change = Change {
            connection: &connection,
            key,
            action: "directory.department-create",
            before,
            meanwhile,
            blamed: blamed(form, &read, None),
        };
        let draft = draft(&read);
        let made = |department| Some(told(department));
        self.carry_out(change, form, room, room.create_department(&draft), made).await
    }

    /// Renames a department, moves it, or both.
    ///
    /// # Errors
    /// As [`Administrator::create_department`].
    pub async fn change_department(
        &self,
        connection: &ConnectionId,
        key: &str,
        form: &DepartmentForm,
    ) -> Result<(), Refusal> {
        let (number, read) = form.read_change().map_err(Refusal::invalid)?;
        let connection = self.cloudroom_connection(connection).await?;
        let client = self.services.vendor(&connection).await?;
        let room = client.cloudroom()?;
        let all = self.recorded(&connection, EntryKind::Department).await?;
        let id = number.to_string();
        if is_below(&all, &place(read.parent), &id) {
            return Err(Refusal::field(form.parent_field(), Rule::NotAChoice));
        }
        let before = all.into_iter().find(|entry| entry.id == id);
        let known = before.clone().unwrap_or_else(|| DirectoryEntry::elsewhere(EntryKind::Department, &id));
        let wanted =
            DirectoryEntry { name: read.name.clone(), parent: place(read.parent), doubt: None, ..known };
        let change = Change {
            connection: &connection,
            key,
            action: "directory.department-change",
            before,
            meanwhile: wanted.clone().in_doubt(Doubt::Change),
            blamed: blamed(form, &read, Some("number")),
        };
        let draft = draft(&read);
        let changed = |department: Department| {
            let DirectoryEntry { name, parent, .. } = told(department);
            Some(DirectoryEntry { name, parent, ..wanted })
        };
        let call = room.change_department(DepartmentId(number), &draft);
        self.carry_out(change, form, room, call, changed).await
    }

    /// Removes a department: its members move to the company and become ordinary users.
    ///
    /// # Errors
    /// As [`Administrator::create_department`]; the field is `number`.
    pub async fn remove_department(
        &self,
        connection: &ConnectionId,
        key: &str,
        id: &str,
    ) -> Result<(), Refusal> {
        let id = read_directory_id("number", id).map_err(Refusal::invalid)?;
        let number: u64 = id.parse().map_err(|_| Refusal::field("number", Rule::NotANumber))?;
        let connection = self.cloudroom_connection(connection).await?;
        let client = self.services.vendor(&connection).await?;
        let room = client.cloudroom()?;
        let before = self.entry(&connection, EntryKind::Department, &id).await?;
        let known = before.clone().unwrap_or_else(|| DirectoryEntry::elsewhere(EntryKind::Department, &id));
        let change = Change {
            connection: &connection,
            key,
            action: "directory.department-remove",
            before,
            meanwhile: known.in_doubt(Doubt::Removal),
            blamed: Some("number"),
        };
        let call = room.delete_department(DepartmentId(number));
        self.carry_out(change, &id, room, call, |()| None).await?;
        self.send_home(&connection, &id).await
    }

    /// What the document says becomes of the members of a removed department.
    async fn send_home(&self, connection: &Connection, department: &str) -> Result<(), Refusal> {
        for mut user in self.recorded(connection, EntryKind::User).await? {
            if user.parent == department {
                user.parent = String::new();
                user.facts.role = Some(RoleType::Ordinary.number());
                self.file(connection, &user).await?;
            }
        }
        Ok(())
    }
}

/// Is `department` the one named or below it, as far as the record knows? It may hold circles, if others
/// moved departments at the vendor.
fn is_below(all: &[DirectoryEntry], department: &str, above: &str) -> bool {
    let mut here = department;
    for _ in 0..=all.len() {
        if here == above {
            return true;
        }
        match all.iter().find(|entry| entry.id == here) {
            Some(entry) => here = &entry.parent,
            None => return false,
        }
    }
    false
}
