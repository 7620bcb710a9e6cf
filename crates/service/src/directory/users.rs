//! Users of a company. Vendor document: 创建用户, 修改用户, 删除用户.

use super::errands::Change;
use super::{DirectoryEntry, Doubt, EntryKind};
use crate::access::Administrator;
use portico_domain::forms::{ROOT_DEPARTMENT, ReadUser, USUAL_USER_ROLE, UserForm, read_directory_id};
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Refusal, Rule};
use portico_vendors::cloudroom::operations::user::{NewUser, RoleType, User, UserChange, UserFacts};
use portico_vendors::cloudroom::{Account, DepartmentId};
use secrecy::{ExposeSecret, SecretString};

fn account(text: &str) -> Result<Account, Refusal> {
    Account::read(text).map_err(|_| Refusal::field("account", Rule::BadCharacter))
}

fn role(number: Option<u8>) -> Option<RoleType> {
    number.and_then(|number| RoleType::from_number(number.into()))
}

/// As the record has it: nothing for the company itself.
fn place(department: Option<u64>) -> String {
    department.filter(|number| *number != ROOT_DEPARTMENT).map(|it| it.to_string()).unwrap_or_default()
}

/// The entry that was asked for, over what was known before.
fn asked_for(read: &ReadUser, before: Option<&DirectoryEntry>) -> DirectoryEntry {
    let elsewhere = || DirectoryEntry::elsewhere(EntryKind::User, &read.account);
    let mut entry = before.cloned().unwrap_or_else(elsewhere);
    if let Some(name) = &read.name {
        entry.name.clone_from(name);
    }
    entry.facts.mobile = read.mobile.clone().unwrap_or_default();
    entry.facts.email = read.email.clone().unwrap_or_default();
    entry.facts.role = read.role.or(entry.facts.role);
    entry.parent = place(read.department);
    entry.doubt = None;
    entry
}

impl Administrator {
    /// Makes a user.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Invalid`] with fields, `user_password` among them; the vendor's refusal;
    /// [`portico_domain::refusals::Kind::Unconfirmed`] if no answer came.
    pub async fn create_user(
        &self,
        connection: &ConnectionId,
        key: &str,
        form: &UserForm,
        password: &SecretString,
    ) -> Result<(), Refusal> {
        let read = form.read_new(password.expose_secret()).map_err(Refusal::invalid)?;
        let connection = self.cloudroom_connection(connection).await?;
        let client = self.services.vendor(&connection).await?;
        let room = client.cloudroom()?;
        let before = self.entry(&connection, EntryKind::User, &read.account).await?;
        let blank = DirectoryEntry::new(EntryKind::User, &read.account, &read.account);
        let wanted = asked_for(&read, Some(&blank));
        let new = NewUser {
            account: account(&read.account)?,
            password: password.clone(),
            name: wanted.name.clone(),
            facts: UserFacts {
                mobile: read.mobile,
                department: read.department.map(DepartmentId),
                role: role(read.role),
                email: read.email,
            },
        };
        // The account is taken, or the department is not there: the vendor does not say which.
        let only_account = new.facts.department.is_none() || before.is_some();
        let change = Change {
            connection: &connection,
            key,
            action: "directory.user-create",
            before,
            meanwhile: wanted.clone().in_doubt(Doubt::Creation),
            blamed: only_account.then_some("account"),
        };
        let made = |user: User| {
            let mut entry = wanted;
            entry.name = user.name;
            entry.parent = place(user.facts.department.map(|department| department.0));
            entry.facts.role = Some(user.facts.role.map_or(USUAL_USER_ROLE, RoleType::number));
            Some(entry)
        };
        let body = (form, password.expose_secret());
        self.carry_out(change, &body, room, room.create_user(&new), made).await
    }

    /// Changes a user. What is left empty is emptied where the record knows the user, and left to the
    /// vendor where it does not.
    ///
    /// # Errors
    /// As [`Administrator::create_user`].
    pub async fn change_user(
        &self,
        connection: &ConnectionId,
        key: &str,
        form: &UserForm,
        password: &SecretString,
    ) -> Result<(), Refusal> {
        let read = form.read_change(password.expose_secret()).map_err(Refusal::invalid)?;
        let connection = self.cloudroom_connection(connection).await?;
        let client = self.services.vendor(&connection).await?;
        let room = client.cloudroom()?;
        let before = self.entry(&connection, EntryKind::User, &read.account).await?;
        let account = account(&read.account)?;
        let asked = what_changes(&read, before.as_ref(), password);
        if asked.password.is_none() && asked.name.is_none() && asked.facts == UserFacts::default() {
            return Err(Refusal::field("name", Rule::Missing));
        }
        let wanted = asked_for(&read, before.as_ref());
        let change = Change {
            connection: &connection,
            key,
            action: "directory.user-change",
            before,
            meanwhile: wanted.clone().in_doubt(Doubt::Change),
            blamed: asked.facts.department.is_none_or(|it| it == DepartmentId::ROOT).then_some("account"),
        };
        let body = (form, password.expose_secret());
        self.carry_out(change, &body, room, room.change_user(&account, &asked), |()| Some(wanted)).await
    }

    /// Removes a user.
    ///
    /// # Errors
    /// As [`Administrator::create_user`]; the field is `account`.
    pub async fn remove_user(&self, connection: &ConnectionId, key: &str, id: &str) -> Result<(), Refusal> {
        let id = read_directory_id("account", id).map_err(Refusal::invalid)?;
        let connection = self.cloudroom_connection(connection).await?;
        let client = self.services.vendor(&connection).await?;
        let room = client.cloudroom()?;
        let before = self.entry(&connection, EntryKind::User, &id).await?;
        let known = before.clone().unwrap_or_else(|| DirectoryEntry::elsewhere(EntryKind::User, &id));
        let change = Change {
            connection: &connection,
            key,
            action: "directory.user-remove",
            before,
            meanwhile: known.in_doubt(Doubt::Removal),
            blamed: Some("account"),
        };
        self.carry_out(change, &id, room, room.delete_user(&account(&id)?), |()| None).await
    }
}

/// Where the user is known, a department and the role are always named: the document says that without them
/// the vendor moves the user to the company and makes a scheduler of them. Whoever stays at the top needs none.
fn what_changes(read: &ReadUser, before: Option<&DirectoryEntry>, password: &SecretString) -> UserChange {
    let known = before.filter(|entry| !entry.facts.elsewhere);
    let emptied = |typed: &Option<String>, was: fn(&DirectoryEntry) -> &String| {
        let was = before.map(was).is_some_and(|was| !was.is_empty());
        typed.clone().or_else(|| was.then(String::new))
    };
    // The number 1 is written down for parent departments only, so it goes out where nothing else moves somebody up.
    let moved_up = known.filter(|entry| !entry.parent.is_empty()).map(|_| DepartmentId::ROOT);
    let typed = !password.expose_secret().is_empty();
    UserChange {
        password: typed.then(|| password.clone()),
        name: read.name.clone(),
        facts: UserFacts {
            mobile: emptied(&read.mobile, |entry| &entry.facts.mobile),
            department: read.department.map(DepartmentId).or(moved_up),
            role: role(read.role.or(known.and_then(|entry| entry.facts.role))),
            email: emptied(&read.email, |entry| &entry.facts.email),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_goes_out_only_where_somebody_moves() {
        let sent = |typed: Option<u64>, was: &str| {
            let account = "lilei".to_owned();
            let mut known = DirectoryEntry::new(EntryKind::User, &account, "李雷");
            known.parent = was.to_owned();
            let (name, mobile, email) = (Some("Li Lei".to_owned()), None, None);
            let read = ReadUser { account, name, mobile, email, department: typed, role: None };
            what_changes(&read, Some(&known), &SecretString::default()).facts.department
        };
        assert_eq!(sent(None, ""), None);
        assert_eq!(sent(None, "103"), Some(DepartmentId::ROOT));
        assert_eq!(sent(Some(103), "102"), Some(DepartmentId(103)));
    }
}
