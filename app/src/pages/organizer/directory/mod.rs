//! Directories: which there are, and the parts of each. What administrators change stands in
//! `pages/admin/directory`.

mod contacts;
mod page;
mod places;
mod rooms;
pub mod words;

pub use page::DirectoryPage;
pub use places::DirectoriesPage;
