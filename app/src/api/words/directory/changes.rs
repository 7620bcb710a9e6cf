//! What administrators do to users, departments and companies.

use super::{administrator, kind};
use crate::api::Refused;
use portico_domain::forms::{CompanyForm, DepartmentForm, UserForm};
use portico_domain::ids::ConnectionId;
use portico_service::EntryKind;

/// Back to the list, with a word about what was done.
fn done(connection: &ConnectionId, kind: &str, word: &str) {
    leptos_axum::redirect(&format!("/directory/{connection}?show={kind}&saved={word}"));
}

pub async fn create_user(
    connection: String,
    key: String,
    form: UserForm,
    password: String,
) -> Result<(), Refused> {
    let id = ConnectionId::new(connection);
    administrator()?.create_user(&id, &key, &form, &password.into()).await?;
    done(&id, "users", "created");
    Ok(())
}

pub async fn change_user(
    connection: String,
    key: String,
    form: UserForm,
    password: String,
) -> Result<(), Refused> {
    let id = ConnectionId::new(connection);
    administrator()?.change_user(&id, &key, &form, &password.into()).await?;
    done(&id, "users", "changed");
    Ok(())
}

pub async fn create_department(
    connection: String,
    key: String,
    instead: String,
    form: DepartmentForm,
) -> Result<(), Refused> {
    let id = ConnectionId::new(connection);
    administrator()?.create_department(&id, &key, &instead, &form).await?;
    done(&id, "departments", "created");
    Ok(())
}

pub async fn change_department(connection: String, key: String, form: DepartmentForm) -> Result<(), Refused> {
    let id = ConnectionId::new(connection);
    administrator()?.change_department(&id, &key, &form).await?;
    done(&id, "departments", "changed");
    Ok(())
}

pub async fn create_company(
    connection: String,
    key: String,
    form: CompanyForm,
    password: String,
) -> Result<(), Refused> {
    let id = ConnectionId::new(connection);
    administrator()?.create_company(&id, &key, &form, &password.into()).await?;
    done(&id, "companies", "created");
    Ok(())
}

pub async fn change_company(connection: String, key: String, form: CompanyForm) -> Result<(), Refused> {
    let id = ConnectionId::new(connection);
    administrator()?.change_company(&id, &key, &form).await?;
    done(&id, "companies", "changed");
    Ok(())
}

pub async fn remove(
    connection: String,
    key: String,
    kind_word: String,
    entry: String,
) -> Result<(), Refused> {
    let (administrator, id) = (administrator()?, ConnectionId::new(connection));
    match kind(&kind_word)? {
        EntryKind::User => administrator.remove_user(&id, &key, &entry).await?,
        EntryKind::Department => administrator.remove_department(&id, &key, &entry).await?,
        EntryKind::Company => administrator.remove_company(&id, &key, &entry).await?,
    }
    done(&id, &kind_word, "removed");
    Ok(())
}

pub async fn drop_entry(connection: String, kind_word: String, entry: String) -> Result<(), Refused> {
    let id = ConnectionId::new(connection);
    administrator()?.drop_entry(&id, kind(&kind_word)?, &entry).await?;
    done(&id, &kind_word, "dropped");
    Ok(())
}
