//! What every vendor client is made of. Nothing here knows a particular vendor.

mod address;
mod below;
mod clock;
mod codes;
mod deadlines;
mod error;
mod failure;
mod fields;
mod ids;
mod kept;
mod list_gate;
mod media;
mod multipart;
mod note;
mod operation;
mod readable;
mod resolver;
mod retry;
mod secret;
mod skew;
pub mod templates;
mod transport;

pub use address::{AddressPolicy, BadBase, read_base};
pub use clock::{Clock, FixedClock, SystemClock};
pub use codes::{CodeEntry, Fault};
pub use deadlines::Deadlines;
pub use error::{Cause, Certainty, Phase, Unreachable, VendorError};
pub use fields::{Fields, Unreadable};
pub(crate) use fields::{integer, text, tolerate, without_mark};
pub use ids::{RequestIds, random_request_ids};
pub use list_gate::ListGate;
pub use media::{MediaBroken, MediaStream};
pub use multipart::Form;
pub use note::CALL_SECONDS;
pub use operation::{Facts, Operation, Reading, SignedBy};
pub use readable::Readable;
pub use retry::{Chance, RetryBudget, RetryPolicy, random_chance};
pub use secret::{ExposeSecret, SecretString};
pub use skew::Skew;
pub use transport::{Answer, MOST_ANSWER_BYTES, Outgoing, Transport};

pub(crate) use below::{QUERY, below};
pub(crate) use media::{open as open_media, open_file};
pub(crate) use note::Call;
pub(crate) use readable::readable;
pub(crate) use retry::Tries;
