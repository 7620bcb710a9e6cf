//! The directory of the CloudRoom account, and what the vendor really holds of it.

use super::forms::connection_form;
use super::world::{World, key};
use portico_domain::forms::{ConnectionForm, DepartmentForm, UserForm};
use portico_domain::refusals::Refusal;
use portico_service::{DirectoryEntry, DirectoryRecord, TypedSecrets};
use serde_json::Value;

pub const USER_PASSWORD: &str = "canary-user-password";

pub fn user_form(account: &str) -> UserForm {
    UserForm {
        account: account.into(),
        name: "李雷".into(),
        mobile: "18927450001".into(),
        email: "lilei@example.cn".into(),
        role: "3".into(),
        ..UserForm::default()
    }
}

pub fn department_form(name: &str, parent: &str) -> DepartmentForm {
    DepartmentForm { name: name.into(), parent: parent.into(), ..DepartmentForm::default() }
}

impl World {
    /// Gives the connection the platform's own secret.
    pub async fn with_platform(&self, directory_by_platform: bool) {
        let form = ConnectionForm {
            platform_id: "sandbox-platform".into(),
            directory_by_platform: if directory_by_platform { "on".into() } else { String::new() },
            ..connection_form("Sandbox", &self.sandbox.cloudroom_base())
        };
        self.administrator.change_connection(&self.connection, &form, &"".into()).await.unwrap();
        let platform_key = "sandbox-platform-key-not-for-production".into();
        let typed = TypedSecrets { platform_key, ..TypedSecrets::default() };
        self.administrator.change_secret(&self.connection, &typed).await.unwrap();
    }

    /// What the vendor holds: `companies`, `users` or `departments`, by id.
    pub fn held_there(&self, what: &str, id: &str) -> Option<Value> {
        self.control().state()["cloudroom"][what].get(id).cloned()
    }

    pub fn held_departments(&self) -> usize {
        self.control().state()["cloudroom"]["departments"].as_object().unwrap().len()
    }

    pub async fn directory(&self) -> DirectoryRecord {
        self.administrator.directory(&self.connection).await.unwrap()
    }

    pub async fn recorded_user(&self, account: &str) -> Option<DirectoryEntry> {
        self.directory().await.users.into_iter().find(|user| user.id == account)
    }

    pub async fn create_user(&self, form: &UserForm) -> Result<(), Refusal> {
        let password = USER_PASSWORD.into();
        self.administrator.create_user(&self.connection, &key(), form, &password).await
    }

    /// Its number.
    pub async fn a_department(&self, name: &str, parent: &str) -> String {
        let form = department_form(name, parent);
        self.administrator.create_department(&self.connection, &key(), "", &form).await.unwrap();
        let departments = self.directory().await.departments;
        departments.into_iter().find(|entry| entry.name == name).unwrap().id
    }
}
