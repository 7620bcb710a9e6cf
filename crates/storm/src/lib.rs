//! Storms on a running Portico: thousands of people at one join page, as their browsers come.
//!
//! Knows Portico from outside only (its pages, its server functions) and the sandbox by its control port,
//! so that what is measured is what people get. Runs beside the server, on the same machine.

pub mod control;
pub mod descriptors;
mod guest;
mod memory;
mod office;
pub mod overload;
mod page;
mod site;
pub mod soak;
pub mod storm;
pub mod streams;
pub mod table;
mod tally;
mod vendor;
mod visitor;

pub use site::Site;
pub use vendor::Vendor;
