//! Looks names up and drops addresses that may not be spoken to, at the moment of connecting, so
//! that a name cannot change its mind after it was checked.

use super::address::AddressPolicy;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::fmt;
use std::net::SocketAddr;

/// The resolver of a connection's transport.
#[derive(Clone, Copy, Debug)]
pub(super) struct GuardedResolver {
    pub policy: AddressPolicy,
}

/// Why a name gave no address. Found again inside reqwest's error by its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LookupFailed {
    NoSuchName,
    NotAllowed,
}

impl fmt::Display for LookupFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LookupFailed::NoSuchName => "the name has no address",
            LookupFailed::NotAllowed => "the name leads to an address that may not be spoken to",
        })
    }
}

impl std::error::Error for LookupFailed {}

/// The addresses of a name that may be spoken to; at least one.
///
/// # Errors
/// There is none.
pub(super) async fn look_up(
    name: &str,
    port: u16,
    policy: AddressPolicy,
) -> Result<Vec<SocketAddr>, LookupFailed> {
    let found = tokio::net::lookup_host((name, port)).await;
    let found: Vec<_> = found.map_err(|_| LookupFailed::NoSuchName)?.collect();
    if found.is_empty() {
        return Err(LookupFailed::NoSuchName);
    }
    let allowed: Vec<_> = found.into_iter().filter(|address| policy.allows_ip(address.ip())).collect();
    if allowed.is_empty() { Err(LookupFailed::NotAllowed) } else { Ok(allowed) }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = self.policy;
        Box::pin(async move {
            let addresses: Addrs = Box::new(look_up(name.as_str(), 0, policy).await?.into_iter());
            Ok(addresses)
        })
    }
}
