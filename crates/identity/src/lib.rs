//! Sign-in through an identity provider: OpenID Connect Core 1.0, the authorization code flow with PKCE.
//!
//! [`Provider`] finds out where its provider's endpoints are (when it is first needed, so that one that is
//! down stops nothing), writes the address that a browser is sent to, and turns the code that comes back
//! into an [`Identity`] that has passed every check. It knows no accounts and stores nothing.
//!
//! Signatures are checked by `ring`, which does TLS here anyway; the only algorithms are those of public
//! keys. Every call goes through the vendors' transport: addresses are checked when the connection is made,
//! no redirect is followed, time and size are limited.

#[cfg(target_arch = "wasm32")]
compile_error!("portico-identity holds secrets and must not reach the browser");

mod asking;
mod discovery;
mod error;
mod exchange;
mod identity;
mod keys;
mod provider;
mod remembered;
mod token;

pub use error::{Flaw, IdentityError, Step};
pub use identity::Identity;
pub use provider::{Answered, Begun, Provider, ProviderConfig, Unusable};
