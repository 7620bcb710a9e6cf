//! The directory of a CloudRoom account: companies, departments, users.
//!
//! The vendor makes, changes and removes them, and lists none. So Portico keeps a record of what went
//! through it; whatever else there is can be changed or removed by its id.
//!
//! Each change is an errand: written down as an intent before the call, so that a form that is sent
//! twice does it once. The entry stands in the record before the call too, in doubt; an answer settles
//! it. Without one it stays in doubt until somebody tries again (an account or a GUID that was taken
//! after all is refused by the vendor; a department could double) or drops it.

mod companies;
mod departments;
mod errands;
mod record;
mod users;

pub use portico_store::directory::EntryKind;
pub use record::{DirectoryEntry, DirectoryRecord, Doubt, EntryFacts};
