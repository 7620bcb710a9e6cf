pub mod audit;
pub mod connections;
pub mod directory;
pub mod people;
pub use audit::AuditPage;
pub use connections::{ConnectionPage, ConnectionsPage, NewConnectionPage};
pub use directory::{EntryPage, Record};
pub use people::{PeoplePage, PersonPage};
