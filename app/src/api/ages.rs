//! How old a page is, where that is worth a word.

use portico_domain::connections::Lag;
use serde::{Deserialize, Serialize};

/// A connection of which a page shows what was, not what is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Age {
    pub connection: String,
    pub name: String,
    pub lag: Lag,
    /// "today 09:12": when all that its vendor lists was last taken over; `None` = never.
    pub since: Option<String>,
}
