//! CloudRoom (云屋): the client of one company account. Document: `vendor-docs/cloudroom.md`.

mod answer;
mod client;
pub mod codes;
mod detail;
mod directory;
mod forward;
mod ids;
pub mod operations;
mod read;
mod said;
mod sign;
mod templates;
mod vendor;
mod write;

pub use client::{CloudRoom, CloudRoomConfig, DirectorySecret};
pub use ids::{Account, CompGuid, ConfId, DepartmentId, FileId};
pub use read::Paging;
pub use said::Said;
pub use sign::{NotAHeader, headers, signature};
pub use templates::TEMPLATES;

#[cfg(test)]
mod directory_tests;
