//! `portico meeting`, `portico recording`, `portico link`: a client of `/api/v1` of some server. Touches no
//! database and no vendor, and may run on any machine.

pub mod links;
pub mod meetings;
mod numbers;
mod output;
mod reach;
pub mod recordings;

mod times;
mod words;

pub use reach::Reach;
pub use words::exit_code;
