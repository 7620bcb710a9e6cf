//! Pages of people who schedule and hold meetings.

mod agenda;
mod beside;
mod materials;
mod meeting;
mod meeting_words;
pub use meeting_words::{period_word, role_word, vendor_word};
mod meetings;
mod not_found;
mod schedule;
mod sharing;
pub use agenda::AgendaPage;
pub use materials::MaterialsPage;
pub use meeting::MeetingPage;
pub use meetings::MeetingsPage;
pub use not_found::NotFoundPage;
pub use schedule::{EditPage, SchedulePage};
pub use sharing::SharingPage;
mod not_allowed;
pub(crate) mod outcome;
pub mod recordings;
pub(crate) mod refused;
pub use not_allowed::NotAllowed;
pub use recordings::{RecordingPage, RecordingsPage};
pub mod directory;
pub use directory::{DirectoriesPage, DirectoryPage};
pub mod account;
pub use account::AccountPage;
