//! The secret type: its Debug is redacted, it is wiped when dropped, and it has no Serialize and no
//! Display (shown by `tests/secrets.rs`). Reading one takes a visible `expose_secret()`.

pub use secrecy::{ExposeSecret, SecretString};
