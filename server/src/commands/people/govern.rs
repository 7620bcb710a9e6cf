//! `portico user role`, `disable`, `enable`, `delete`

use super::find;
use crate::commands::refused;
use anyhow::Context;
use portico_domain::people::Role;
use portico_service::Administrator;

pub async fn role(operator: &Administrator, account: &str, role: &str) -> anyhow::Result<()> {
    let role = Role::from_name(role)
        .with_context(|| format!("{role:?} is no role; there are administrator, organizer and viewer"))?;
    let person = find(operator, account).await?;
    operator.change_role(&person.id, role).await.map_err(refused)?;
    eprintln!("{} is {} now, and signs in again.", person.account, role.name());
    Ok(())
}

pub async fn disable(operator: &Administrator, account: &str, disabled: bool) -> anyhow::Result<()> {
    let person = find(operator, account).await?;
    operator.disable_account(&person.id, disabled).await.map_err(refused)?;
    let how = if disabled { "disabled and signed out everywhere" } else { "enabled" };
    eprintln!("{} is {how}.", person.account);
    Ok(())
}

pub async fn delete(operator: &Administrator, account: &str, heir: &str) -> anyhow::Result<()> {
    let (person, heir) = (find(operator, account).await?, find(operator, heir).await?);
    operator.delete_account(&person.id, &heir.id).await.map_err(refused)?;
    eprintln!("{} is deleted; meetings and join links are {}'s now.", person.account, heir.account);
    Ok(())
}
