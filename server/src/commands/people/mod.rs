//! `portico user`: people, on the server's own database. For when nobody can sign in, and for scripts.

mod govern;
mod invite;
mod list;

use crate::config::Settings;
use anyhow::Context;
use clap::{Args, Subcommand};
use portico_domain::people::Person;
use portico_service::{Administrator, Services};
use std::path::PathBuf;

/// People, on this server's own database.
#[derive(Args)]
pub struct People {
    /// The configuration, a TOML file.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// List everybody.
    List {
        /// For scripts.
        #[arg(long)]
        json: bool,
    },
    /// Make an account; prints the link by which its owner chooses a password.
    Add {
        account: String,
        #[arg(long)]
        name: String,
        /// administrator, organizer or viewer.
        #[arg(long, default_value = "organizer")]
        role: String,
    },
    /// Give somebody another role: administrator, organizer or viewer.
    Role { account: String, role: String },
    /// Keep somebody out; what belongs to them stays.
    Disable { account: String },
    /// Let somebody in again.
    Enable { account: String },
    /// Take somebody's password away and print the link by which they choose another.
    ResetLink { account: String },
    /// Delete an account for good.
    Delete {
        account: String,
        /// Whose its meetings and join links become.
        #[arg(long, value_name = "ACCOUNT")]
        heir: String,
    },
}

/// Does what was asked for.
///
/// # Errors
/// Why not, in words.
pub async fn run(people: People) -> anyhow::Result<()> {
    let settings = Settings::load(people.config.as_deref())?;
    let services = super::serve::open(&settings).await?;
    let done = act(&settings, &services, people.verb).await;
    services.close().await;
    done
}

async fn act(settings: &Settings, services: &Services, verb: Verb) -> anyhow::Result<()> {
    let operator = services.operator();
    match verb {
        Verb::List { json } => list::run(&operator, json).await,
        Verb::Add { account, name, role } => invite::run(settings, &operator, account, name, role).await,
        Verb::ResetLink { account } => invite::reset(settings, &operator, &account).await,
        Verb::Role { account, role } => govern::role(&operator, &account, &role).await,
        Verb::Disable { account } => govern::disable(&operator, &account, true).await,
        Verb::Enable { account } => govern::disable(&operator, &account, false).await,
        Verb::Delete { account, heir } => govern::delete(&operator, &account, &heir).await,
    }
}

/// The person with this account.
async fn find(operator: &Administrator, account: &str) -> anyhow::Result<Person> {
    let wanted = account.trim().to_lowercase();
    let rows = operator.people().await?;
    let found = rows.into_iter().map(|row| row.person).find(|person| person.account == wanted);
    found.with_context(|| format!("there is no account {account:?}"))
}
