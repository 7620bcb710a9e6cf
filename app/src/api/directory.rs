//! Rooms and contacts of VMR accounts; companies, departments and users of CloudRoom accounts.

use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::{CompanyForm, DepartmentForm, UserForm};
use serde::{Deserialize, Serialize};

/// A connection and what its vendor is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryPlace {
    pub id: String,
    pub name: String,
    pub vendor: Vendor,
    pub paused: bool,
}

/// One part of a directory, such as the users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryView {
    pub place: DirectoryPlace,
    pub part: DirectoryPart,
}

/// What the part shows. The vendor's refusal or silence concerns the part only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DirectoryPart {
    /// The vendor has no directory.
    Nothing,
    /// It has one for administrators.
    NotAllowed,
    Rooms(Result<Vec<RoomLine>, Refused>),
    Contacts(Result<ContactLines, Refused>),
    Record(RecordView),
}

/// A room that can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomLine {
    pub name: String,
    pub number: Option<String>,
    pub alias: Option<String>,
    pub kind: RoomKind,
    pub capacity: Option<i64>,
    pub public: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RoomKind {
    Meeting,
    Lecture,
    Other,
}

/// A page of contacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactLines {
    /// Id and name.
    pub rows: Vec<(String, String)>,
    pub page: u32,
    pub more: bool,
    pub total: Option<i64>,
}

/// What was made, changed and removed at CloudRoom through Portico.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordView {
    /// Has the connection the secret that users and departments want?
    pub users_open: bool,
    /// And the one that companies want?
    pub companies_open: bool,
    pub users: Vec<EntryLine>,
    /// The topmost.
    pub departments: Vec<DepartmentNode>,
    pub companies: Vec<EntryLine>,
}

/// A department with those below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentNode {
    pub line: EntryLine,
    pub below: Vec<DepartmentNode>,
}

/// What may have happened to an entry, since no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    Creation,
    Change,
    Removal,
}

/// A company, a department or a user. Empty = not said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLine {
    pub id: String,
    pub name: String,
    /// The department's number.
    pub parent: String,
    /// Empty if the record does not know it.
    pub parent_name: String,
    pub mobile: String,
    pub email: String,
    pub role: Option<u8>,
    pub admin: String,
    pub admin_name: String,
    /// Only what was changed here is known.
    pub elsewhere: bool,
    pub doubt: Option<Doubt>,
}

/// What an entry's page needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryView {
    pub place: DirectoryPlace,
    /// Has the connection the secret that this kind wants?
    pub open: bool,
    /// Idempotency keys of the form and of the removal.
    pub key: String,
    pub remove_key: String,
    /// What the record says, if it knows the entry.
    pub line: Option<EntryLine>,
    /// Number and name with those above, to pick from.
    pub departments: Vec<(String, String)>,
}

/// The connections that have a directory, and those that have none.
#[server(prefix = "/fn", endpoint = "directory/places", output = Answer)]
pub async fn list_directories() -> Result<Vec<DirectoryPlace>, Refused> {
    super::words::directory::places().await
}

/// `show` is one of `rooms`, `contacts`, `users`, `departments`, `companies`; `page` counts from 1.
#[server(prefix = "/fn", endpoint = "directory/view", output = Answer)]
pub async fn view_directory(
    connection: String,
    #[server(default)] show: String,
    #[server(default)] search: String,
    #[server(default)] page: u32,
) -> Result<DirectoryView, Refused> {
    super::words::directory::view(connection, show, search, page).await
}

/// `kind` is one of `users`, `departments`, `companies`.
#[server(prefix = "/fn", endpoint = "directory/entry", output = Answer)]
pub async fn view_entry(
    connection: String,
    kind: String,
    #[server(default)] id: String,
) -> Result<EntryView, Refused> {
    super::words::directory::entry(connection, kind, id).await
}

#[server(prefix = "/fn", endpoint = "directory/create-user", output = Answer)]
pub async fn create_user(
    connection: String,
    key: String,
    form: UserForm,
    #[server(default)] user_password: String,
) -> Result<(), Refused> {
    super::words::directory::create_user(connection, key, form, user_password).await
}

#[server(prefix = "/fn", endpoint = "directory/change-user", output = Answer)]
pub async fn change_user(
    connection: String,
    key: String,
    form: UserForm,
    #[server(default)] user_password: String,
) -> Result<(), Refused> {
    super::words::directory::change_user(connection, key, form, user_password).await
}

/// `instead` names the entry in doubt that is tried again.
#[server(prefix = "/fn", endpoint = "directory/create-department", output = Answer)]
pub async fn create_department(
    connection: String,
    key: String,
    #[server(default)] instead: String,
    form: DepartmentForm,
) -> Result<(), Refused> {
    super::words::directory::create_department(connection, key, instead, form).await
}

#[server(prefix = "/fn", endpoint = "directory/change-department", output = Answer)]
pub async fn change_department(connection: String, key: String, form: DepartmentForm) -> Result<(), Refused> {
    super::words::directory::change_department(connection, key, form).await
}

#[server(prefix = "/fn", endpoint = "directory/create-company", output = Answer)]
pub async fn create_company(
    connection: String,
    key: String,
    form: CompanyForm,
    #[server(default)] admin_password: String,
) -> Result<(), Refused> {
    super::words::directory::create_company(connection, key, form, admin_password).await
}

#[server(prefix = "/fn", endpoint = "directory/change-company", output = Answer)]
pub async fn change_company(connection: String, key: String, form: CompanyForm) -> Result<(), Refused> {
    super::words::directory::change_company(connection, key, form).await
}

/// Removes a user, a department or a company at the vendor.
#[server(prefix = "/fn", endpoint = "directory/remove", output = Answer)]
pub async fn remove_entry(connection: String, key: String, kind: String, id: String) -> Result<(), Refused> {
    super::words::directory::remove(connection, key, kind, id).await
}

/// Takes an entry out of Portico's record. Nothing changes at the vendor.
#[server(prefix = "/fn", endpoint = "directory/drop", output = Answer)]
pub async fn drop_entry(connection: String, kind: String, id: String) -> Result<(), Refused> {
    super::words::directory::drop_entry(connection, kind, id).await
}
