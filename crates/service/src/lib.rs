//! The use cases of Portico: sign in, schedule, change, join, record, synchronise.
//!
//! Who may do what is a type: [`Member`], [`Organizer`], [`Administrator`], [`Guest`](joining::Guest).
//! Use cases hang on those, so that there is none that one can call and forget to check.

#[cfg(target_arch = "wasm32")]
compile_error!("portico-service holds secrets and must not reach the browser");

pub mod access;
mod accounts;
mod address_book;
mod audit;
mod background;
pub mod calendar;
mod connections;
mod dial_in;
mod directory;
mod failures;
mod identities;
mod integrators;
mod intents;
pub mod joining;
mod lately;
mod links;
mod list_budget;
mod materials;
pub mod meetings;
mod naming;
mod owners;
mod proxy;
mod purge;
mod recording_links;
mod recordings;
mod records;
mod registry;
mod secrets;
mod services;
mod sessions;
pub mod sheet;
mod synchronise;
mod system;
mod tally;
mod throttle;
mod webhooks;
pub mod when;

pub use access::{Administrator, Caller, Member, Organizer, SignedIn};
pub use accounts::{Invitation, InvitationDoor, MeetingShares, PersonRow};
pub use address_book::{BookableRoom, BookingAids, ContactPage, ContactRow, RoomKind};
pub use audit::{AuditCheck, AuditRow};
pub use background::Background;
pub use connections::{TestReport, TrialConnection};
pub use dial_in::DialIn;
pub use directory::{DirectoryEntry, DirectoryRecord, Doubt, EntryFacts, EntryKind};
pub use failures::noted_failure;
pub use identities::{
    Arrival, Departure, IdentityProvider, NotSignedIn, PENDING_SECONDS, ProviderAnswer, ProviderDoor,
    RoleRule,
};
pub use integrators::{Denied, Integrator, NewToken, OperationChoice, ProxyChoice};
pub use links::{LinkWhole, MOST_ENTRANTS, OwnLink};
pub use materials::{
    Attendance, DocumentRow, MOST_PICTURE_BYTES, Materials, PersonTotal, Stay, StreamPlace, Streams,
};
pub use meetings::{Agenda, Between, MeetingRow, MeetingWhole, Recorder, RoomLook, Seen, SeriesWork};
pub use portico_identity as identity;
pub use portico_store::api_tokens::{TokenFilter, TokenPage};
pub use portico_store::audit::{Acting, AuditFilter, ChainedLine, Verdict};
pub use portico_store::backup;
pub use portico_store::budgets::Calls as BudgetedCalls;
pub use portico_store::changes::MeetingChange;
pub use portico_store::entrants::Entrant;
pub use portico_store::figures::DatabaseKind;
pub use portico_store::meetings::page::{MeetingFilter, Order};
pub use portico_store::recording_links::SharedRecording;
pub use portico_store::recordings::{RecordingFilter, RecordingSort};
pub use portico_store::sessions::Session;
pub use portico_store::webhooks::DeliveryPage;
pub use portico_store::{KeyFile, MasterKey, OwnedBy, PlannedRotation, Rotation, Sealer, Store, StoreError};
pub use portico_vendors as vendors;
pub use proxy::Proxied;
pub use recording_links::{OwnRecordingLink, RecordingDoor, RecordingGuest};
pub use recordings::RecordingRow;
pub use secrets::TypedSecrets;
pub use services::Services;
pub use sessions::{SESSION_DAYS, Visit};
pub use synchronise::Synchronised;
pub use system::{AskSpace, CallBudget, Concern, ConnectionState, Space, SystemState, VERSION};
pub use webhooks::{NewSecret, Sending, WebhookRow};
