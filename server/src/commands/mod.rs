//! What the binary can be asked to do.

pub mod backup;
pub mod check;
pub mod client;
pub mod completions;
pub mod connections;
pub mod people;
mod refusals;
pub mod restore;
pub mod rotate_key;
pub mod sandbox;
mod secrets;
pub mod serve;
pub mod sign;
mod table;
pub mod token;
pub mod trial;

use refusals::refused;
use secrets::secret_of;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// A self-hosted portal in front of video-meeting vendors.
#[derive(Parser)]
#[command(name = "portico", version, about, long_about = None)]
pub struct Command {
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Subcommand)]
pub enum Verb {
    /// Serve the portal.
    Serve {
        /// The configuration, a TOML file; every key is also a PORTICO_… variable.
        #[arg(long)]
        config: Option<PathBuf>,
        /// Bring the vendors along as simulators: a complete trial on this machine.
        #[arg(long)]
        sandbox: bool,
    },
    /// Check the configuration, the database, the audit log, and reach each vendor; say what is wrong.
    Check {
        /// The configuration, a TOML file.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Put a new master key in the place of the present one, while servers run. Cut off, it goes on when it
    /// is called again.
    RotateKey {
        /// The configuration, a TOML file.
        #[arg(long)]
        config: Option<PathBuf>,
        /// How long to wait for what servers are just writing, before looking once more for values under the
        /// old key.
        #[arg(long, default_value_t = rotate_key::GRACE_SECONDS)]
        grace_seconds: u64,
    },
    /// Run the vendor simulators alone and print the credentials they accept.
    Sandbox {
        /// Where the vendors listen.
        #[arg(long, default_value = "127.0.0.1:3100")]
        listen: std::net::SocketAddr,
        /// Where the simulators are controlled.
        #[arg(long, default_value = "127.0.0.1:3101")]
        control: std::net::SocketAddr,
        /// Start without meetings.
        #[arg(long)]
        empty: bool,
    },
    /// Print the OpenAPI document of `/api/v1`.
    Openapi,
    /// People, on this server's own database.
    User(people::People),
    /// Connections to vendors, on this server's own database.
    Connection(connections::Connections),
    /// Copy everything into one file, while servers run. The master key is not in it.
    Backup {
        file: PathBuf,
        /// Replace a file that is there already.
        #[arg(long)]
        force: bool,
        /// The configuration, a TOML file.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Put a backup into an empty database, of whichever kind. Servers must not run on it.
    Restore {
        file: PathBuf,
        /// Throw away what is in the database.
        #[arg(long)]
        replace: bool,
        /// The configuration, a TOML file.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Meetings of a Portico server, by its API.
    Meeting(client::meetings::Meetings),
    /// Recordings of a Portico server, by its API.
    Recording(client::recordings::Recordings),
    /// Join links of a Portico server, by its API.
    Link(client::links::Links),
    /// Print what a shell needs to complete these commands.
    Completions { shell: clap_complete::Shell },
    /// Sign as a vendor wants it; the secret comes from standard input, the signature goes out alone.
    Sign {
        #[command(subcommand)]
        vendor: sign::Vendor,
    },
    /// Make a join token; the claims, a JSON object, come from standard input in the order they are to have.
    Token {
        #[command(subcommand)]
        vendor: token::Vendor,
    },
}
