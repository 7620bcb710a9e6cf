//! Persistence: SQLite and PostgreSQL behind one set of SQL texts.
//!
//! [`Store`] opens a database by its URL and brings its schema up to date; each noun of the product
//! has its own handle ([`Store::people`], [`Store::meetings`], …) with small methods that return
//! types of `portico-domain`. What differs between the two databases stands in `dialect.rs`, how a
//! query meets both pools in `macros.rs`. Secrets are sealed ([`seal`]) before they are written.

#[cfg(target_arch = "wasm32")]
compile_error!("portico-store holds secrets and must never be linked into the browser");

#[macro_use]
mod macros;

pub mod api_tokens;
pub mod audit;
pub mod backup;
pub mod budgets;
pub mod changes;
pub mod connections;
pub mod cursor;
mod desk;
mod dialect;
pub mod directory;
pub mod entrants;
mod error;
pub mod figures;
pub mod identities;
pub mod intents;
pub mod leases;
pub mod links;
pub mod meetings;
pub mod one_time_links;
mod owned_by;
pub mod pending_sign_ins;
pub mod people;
pub mod recording_ids;
pub mod recording_links;
pub mod recordings;
pub mod seal;
pub mod sessions;
pub mod settings;
pub mod shares;
mod sql;
mod store;
pub mod throttles;
mod together;
pub mod webhooks;
mod wire;

pub use error::{StoreError, StoreErrorKind};
pub use owned_by::OwnedBy;
pub use seal::{KeyFile, MasterKey, PlannedRotation, Rotation, Sealer};
pub use store::{Store, new_id};

/// Rows that a purge takes away at once: few enough that nobody waits for it. A purge that took as many has
/// probably left some; ask it again.
pub const BATCH: i64 = 500;

/// What every method here returns.
pub type Result<T> = std::result::Result<T, StoreError>;
