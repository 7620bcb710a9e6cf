//! Ids that come now as a number and now as text.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How a vendor writes its ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberForm {
    /// Each operation as its own table or sample has it.
    #[default]
    Documented,
    /// Always as text.
    Text,
    /// Always as a number.
    Number,
}

impl NumberForm {
    /// An id that the document shows as a number.
    pub(crate) fn number(self, id: i64) -> Value {
        match self {
            Self::Text => json!(id.to_string()),
            Self::Documented | Self::Number => json!(id),
        }
    }

    /// An id that the document shows as text; what is no number stays text.
    pub(crate) fn text(self, id: &str) -> Value {
        match (self, id.parse::<i64>()) {
            (Self::Number, Ok(number)) => json!(number),
            _ => json!(id),
        }
    }
}
