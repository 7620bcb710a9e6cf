//! People with an account in words.

use super::{Asked, asked};
use crate::api::Refused;
use crate::api::accounts::{AccountChoice, AccountDetail, AccountLine, PasswordLink};
use portico_domain::forms::InviteForm;
use portico_domain::ids::PersonId;
use portico_domain::people::{Person, Role};
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_service::{Invitation, PersonRow};
use secrecy::ExposeSecret;

fn line(asked: &Asked, row: &PersonRow) -> AccountLine {
    let person = &row.person;
    AccountLine {
        id: person.id.0.clone(),
        name: person.name.clone(),
        account: person.account.clone(),
        role: person.role,
        disabled: person.disabled,
        waiting: row.waiting,
        from_provider: row.from_provider,
        is_self: row.is_self,
        is_last_administrator: row.is_last_administrator,
        since: asked.moment(person.created),
    }
}

pub fn choice(person: &Person) -> AccountChoice {
    AccountChoice { id: person.id.0.clone(), name: person.name.clone(), account: person.account.clone() }
}

/// The address holds a secret and is made for this one answer.
fn link(asked: &Asked, invitation: &Invitation) -> PasswordLink {
    PasswordLink {
        name: invitation.person.name.clone(),
        address: format!("{}/invite/{}", asked.links.origin, invitation.token.expose_secret()),
        // It is passed on to somebody who may live elsewhere.
        expires: format!("{} ({})", asked.moment(invitation.expires), asked.zone.label(invitation.expires)),
    }
}

pub async fn list() -> Result<Vec<AccountLine>, Refused> {
    let asked = asked()?;
    let rows = asked.administrator()?.people().await?;
    Ok(rows.iter().map(|row| line(&asked, row)).collect())
}

pub async fn view(id: String) -> Result<AccountDetail, Refused> {
    let asked = asked()?;
    let rows = asked.administrator()?.people().await?;
    let row = rows.iter().find(|row| row.person.id.0 == id).ok_or(Refused::from(Kind::NotFound))?;
    let can_take_over =
        |person: &&Person| person.id.0 != id && !person.disabled && person.role != Role::Viewer;
    let heirs = rows.iter().map(|row| &row.person).filter(can_take_over).map(choice).collect();
    Ok(AccountDetail { line: line(&asked, row), heirs })
}

pub async fn invite(form: InviteForm) -> Result<PasswordLink, Refused> {
    let asked = asked()?;
    let invitation = asked.administrator()?.invite(&form).await?;
    Ok(link(&asked, &invitation))
}

pub async fn reset_password(id: String) -> Result<PasswordLink, Refused> {
    let asked = asked()?;
    let invitation = asked.administrator()?.reset_password(&PersonId::new(id)).await?;
    Ok(link(&asked, &invitation))
}

pub async fn change_role(id: String, role: String) -> Result<(), Refused> {
    let administrator = asked()?.administrator()?;
    let role = Role::from_name(&role).ok_or_else(|| Refusal::field("role", Rule::NotAChoice))?;
    administrator.change_role(&PersonId::new(id), role).await?;
    Ok(())
}

pub async fn disable(id: String, disabled: bool) -> Result<(), Refused> {
    asked()?.administrator()?.disable_account(&PersonId::new(id), disabled).await?;
    Ok(())
}

pub async fn delete(id: String, heir: String) -> Result<(), Refused> {
    asked()?.administrator()?.delete_account(&PersonId::new(id), &PersonId::new(heir)).await?;
    leptos_axum::redirect("/people?saved=deleted");
    Ok(())
}
