//! `portico connection`: connections to vendors, on the server's own database. Secrets come from files and go
//! nowhere else.

mod add;
mod govern;
mod list;
mod secrets;

use crate::config::Settings;
use anyhow::Context;
use clap::{Args, Subcommand};
use portico_domain::connections::Connection;
use portico_service::{Administrator, Services};
use std::path::PathBuf;

/// Connections to vendors, on this server's own database.
#[derive(Args)]
pub struct Connections {
    /// The configuration, a TOML file.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// List connections and how they stand.
    List {
        /// For scripts.
        #[arg(long)]
        json: bool,
    },
    /// Add a connection and test it.
    Add(Box<add::Wanted>),
    /// Replace the secrets of a connection; those that are not given stay.
    ChangeSecret {
        connection: String,
        #[command(flatten)]
        secrets: secrets::Files,
    },
    /// Make one harmless call to its vendor.
    Test { connection: String },
    /// Make no calls any more, for a while.
    Pause { connection: String },
    /// Make calls again.
    Resume { connection: String },
    /// Take a connection and its secrets away for good. Nothing is deleted at the vendor.
    Remove {
        connection: String,
        /// Do it: there is no way back.
        #[arg(long)]
        yes: bool,
    },
}

/// Does what was asked for.
///
/// # Errors
/// Why not, in words.
pub async fn run(connections: Connections) -> anyhow::Result<()> {
    let settings = Settings::load(connections.config.as_deref())?;
    let services = super::serve::open(&settings).await?;
    let done = act(&services, connections.verb).await;
    services.close().await;
    done
}

async fn act(services: &Services, verb: Verb) -> anyhow::Result<()> {
    let operator = services.operator();
    match verb {
        Verb::List { json } => list::run(&operator, json).await,
        Verb::Add(wanted) => add::run(&operator, *wanted).await,
        Verb::ChangeSecret { connection, secrets } => {
            add::change_secret(&operator, &connection, &secrets).await
        }
        Verb::Test { connection } => govern::test(&operator, &connection).await,
        Verb::Pause { connection } => govern::pause(&operator, &connection, true).await,
        Verb::Resume { connection } => govern::pause(&operator, &connection, false).await,
        Verb::Remove { connection, yes } => govern::remove(&operator, &connection, yes).await,
    }
}

/// The connection with this name or id.
async fn find(operator: &Administrator, named: &str) -> anyhow::Result<Connection> {
    let all = operator.connections().await?;
    let found = all.into_iter().find(|it| it.name == named || it.id.as_str() == named);
    found.with_context(|| format!("there is no connection {named:?}"))
}
