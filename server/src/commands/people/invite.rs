//! `portico user add`, `portico user reset-link`

use super::find;
use crate::commands::refused;
use crate::config::Settings;
use portico_domain::forms::InviteForm;
use portico_service::when::Zone;
use portico_service::{Administrator, Invitation};
use secrecy::ExposeSecret;

pub async fn run(
    settings: &Settings,
    operator: &Administrator,
    account: String,
    name: String,
    role: String,
) -> anyhow::Result<()> {
    let invited = operator.invite(&InviteForm { account, name, role }).await.map_err(refused)?;
    print(settings, &invited);
    Ok(())
}

pub async fn reset(settings: &Settings, operator: &Administrator, account: &str) -> anyhow::Result<()> {
    let person = find(operator, account).await?;
    let made = operator.reset_password(&person.id).await.map_err(refused)?;
    print(settings, &made);
    Ok(())
}

/// The link alone on standard output.
fn print(settings: &Settings, made: &Invitation) {
    println!("{}", settings.link(&format!("/invite/{}", made.token.expose_secret())));
    let until = Zone::of_this_machine();
    let (account, at) = (&made.person.account, until.machine(made.expires));
    eprintln!("Pass it on to {account}. It works once, until {at}.");
}
