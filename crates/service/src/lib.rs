//! The use cases of Portico: sign in, schedule, change, join, record, synchronise.
//!
//! Who may do what is a type: [`Member`], [`Organizer`], [`Administrator`], [`Guest`](joining::Guest).
//! Use cases hang on those, so that there is none that one can call and forget to check.

#[cfg(target_arch = "wasm32")]
compile_error!("portico-service holds secrets and must not reach the browser");

pub mod access;
mod audit;
mod background;
mod connections;
mod failures;
mod intents;
pub mod joining;
mod links;
pub mod meetings;
mod recordings;
mod registry;
mod secrets;
mod services;
mod sessions;
mod synchronise;
mod throttle;
pub mod when;

pub use access::{Administrator, Caller, Member, Organizer, SignedIn};
pub use background::Background;
pub use connections::{TestReport, TrialConnection};
pub use links::OwnLink;
pub use meetings::{Agenda, MeetingRow, MeetingWhole};
pub use portico_store::audit::Verdict;
pub use portico_store::changes::MeetingChange;
pub use portico_store::meetings::page::{MeetingFilter, Order};
pub use portico_store::recordings::{RecordingFilter, RecordingSort};
pub use portico_store::sessions::Session;
pub use portico_store::{MasterKey, Store};
pub use portico_vendors as vendors;
pub use recordings::RecordingRow;
pub use secrets::TypedSecrets;
pub use services::Services;
pub use sessions::{SESSION_DAYS, Visit};
pub use synchronise::Synchronised;
