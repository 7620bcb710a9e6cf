//! Where Portico is, and from which networks its visitors come.

use anyhow::{Context, bail};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// A server on this machine or near it, without TLS.
#[derive(Clone, Debug)]
pub struct Site {
    pub(crate) address: SocketAddr,
    /// As the `Host` header names it.
    pub(crate) host: Arc<str>,
}

impl Site {
    /// Reads `http://127.0.0.1:3300`.
    ///
    /// # Errors
    /// It is not such an address.
    pub fn read(address: &str) -> anyhow::Result<Self> {
        let url: url::Url = address.parse().with_context(|| format!("{address:?} is no address"))?;
        if url.scheme() != "http" {
            bail!("{address:?}: only http is spoken here");
        }
        let addresses = url.socket_addrs(|| None).with_context(|| format!("{address:?} is not found"))?;
        let address = *addresses.first().context("a name without an address")?;
        let host = match url.port() {
            Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
            None => url.host_str().unwrap_or_default().to_owned(),
        };
        Ok(Self { address, host: host.into() })
    }

    /// The address that the visitor of this number comes from. On Linux the whole of 127.0.0.0/8 is this
    /// machine, so visitors of a local server come from as many addresses as there are visitors.
    pub(crate) fn network(&self, visitor: usize) -> Option<Ipv4Addr> {
        let local = matches!(self.address.ip(), IpAddr::V4(ip) if ip.is_loopback());
        let part = |n: usize| u8::try_from(n % 250).unwrap_or(0) + 1;
        (local && cfg!(target_os = "linux"))
            .then(|| Ipv4Addr::new(127, part(visitor / 62_500) + 1, part(visitor / 250), part(visitor)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read() {
        let site = Site::read("http://127.0.0.1:3300").expect("an address");
        assert_eq!((site.address.to_string().as_str(), &*site.host), ("127.0.0.1:3300", "127.0.0.1:3300"));
        assert!(Site::read("https://127.0.0.1").is_err());
        assert!(Site::read("nonsense").is_err());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn no_two_visitors_share_a_network() {
        let site = Site::read("http://127.0.0.1:3300").expect("an address");
        let networks: std::collections::HashSet<_> = (0..100_000).map(|n| site.network(n)).collect();
        assert_eq!(networks.len(), 100_000);
    }
}
