//! Which addresses may be spoken to.

use portico_domain::refusals::Rule;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// Decides over addresses when a connection is made, after the name was looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressPolicy {
    /// Loopback, private and link-local addresses are allowed, and so is `http:`.
    pub private_network: bool,
}

impl AddressPolicy {
    pub fn allows_ip(self, ip: IpAddr) -> bool {
        let ip = embedded_v4(ip).map_or(ip, IpAddr::V4);
        if nobody_lives_there(ip) {
            return false;
        }
        self.private_network || is_public(ip)
    }

    /// Checks what can be seen in the address itself: the scheme, and an IP in place of a name (which
    /// no resolver would ever see).
    pub fn allows_url(self, url: &Url) -> bool {
        let scheme = url.scheme() == "https" || (self.private_network && url.scheme() == "http");
        let host = match url.host() {
            Some(Host::Ipv4(ip)) => self.allows_ip(IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => self.allows_ip(IpAddr::V6(ip)),
            Some(Host::Domain(name)) => !name.is_empty(),
            None => false,
        };
        scheme && host && url.username().is_empty() && url.password().is_none()
    }
}

/// The IPv4 address inside an IPv6 one (mapped, compatible, NAT64, 6to4), which is where it leads.
fn embedded_v4(ip: IpAddr) -> Option<Ipv4Addr> {
    let IpAddr::V6(v6) = ip else { return None };
    let [a, b, c, d, e, f, g, h] = v6.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match [a, b, c, d, e, f] {
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => Some(v4(g, h)),
        [0, 0, 0, 0, 0, 0] if g != 0 => Some(v4(g, h)),
        [0x2002, ..] => Some(v4(b, c)),
        _ => None,
    }
}

/// Addresses that no vendor has, in any network: none, many, and the clouds' metadata services.
fn nobody_lives_there(ip: IpAddr) -> bool {
    const METADATA: [Ipv4Addr; 4] = [
        Ipv4Addr::new(169, 254, 169, 254),
        Ipv4Addr::new(169, 254, 170, 2),
        Ipv4Addr::new(169, 254, 170, 23),
        Ipv4Addr::new(100, 100, 100, 200),
    ];
    const METADATA_V6: [Ipv6Addr; 2] = [
        Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
        Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23),
    ];
    match ip {
        IpAddr::V4(v4) => {
            v4.octets()[0] == 0 || v4.is_broadcast() || v4.is_multicast() || METADATA.contains(&v4)
        }
        IpAddr::V6(v6) => v6.is_unspecified() || v6.is_multicast() || METADATA_V6.contains(&v6),
    }
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_documentation()
                || (a == 100 && (64..128).contains(&b))
                || (a == 198 && (18..20).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || a >= 240)
        }
        IpAddr::V6(v6) => {
            let first = v6.segments()[0];
            // Only 2000::/3 is handed out; Teredo and the documentation range are inside it.
            first & 0xe000 == 0x2000 && !(first == 0x2001 && matches!(v6.segments()[1], 0 | 0xdb8))
        }
    }
}

/// Why an address cannot be a connection's base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadBase(pub &'static str);

impl BadBase {
    /// The rule to show beside the field `base_url`.
    pub fn rule(self) -> Rule {
        if self == NOT_SECURE { Rule::NotSecure } else { Rule::NotAnAddress }
    }
}

const NOT_SECURE: BadBase = BadBase("plain http outside a private network");

/// Reads a connection's base address: `https` (or `http` in a private network), a host, a path;
/// no user, query or fragment. The result has no trailing slash.
///
/// # Errors
/// What is wrong with it.
pub fn read_base(text: &str, policy: AddressPolicy) -> Result<Url, BadBase> {
    let mut url = Url::parse(text.trim()).map_err(|_| BadBase("not an address"))?;
    if url.scheme() == "http" && !policy.private_network {
        return Err(NOT_SECURE);
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(BadBase("a query or fragment in the base"));
    }
    if !policy.allows_url(&url) {
        return Err(BadBase("an address that may not be spoken to"));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: AddressPolicy = AddressPolicy { private_network: false };
    const PRIVATE: AddressPolicy = AddressPolicy { private_network: true };

    fn allowed(policy: AddressPolicy, ip: &str) -> bool {
        policy.allows_ip(ip.parse().expect("an address"))
    }

    #[test]
    fn inside_addresses_need_a_private_network() {
        let inside = [
            "127.0.0.1",
            "127.255.255.254",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "169.254.1.1",
            "100.64.0.1",
            "198.18.0.1",
            "192.0.0.8",
            "240.0.0.1",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "::7f00:1",
            "2001:db8::1",
        ];
        for ip in inside {
            assert!(!allowed(PUBLIC, ip), "{ip}");
            assert!(allowed(PRIVATE, ip), "{ip}");
        }
        for ip in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8"] {
            assert!(allowed(PUBLIC, ip), "{ip}");
        }
    }

    #[test]
    fn metadata_and_nowhere_are_never_spoken_to() {
        for ip in [
            "169.254.169.254",
            "169.254.170.2",
            "fd00:ec2::23",
            "0.0.0.0",
            "224.0.0.1",
            "::",
            "fd00:ec2::254",
            "::ffff:169.254.169.254",
        ] {
            assert!(!allowed(PRIVATE, ip), "{ip}");
        }
    }

    #[test]
    fn bases() {
        let read = |text, policy| read_base(text, policy).map(|url| url.to_string());
        assert_eq!(read("https://a.example/x/v2/", PUBLIC).as_deref(), Ok("https://a.example/x/v2"));
        assert_eq!(read("http://a.example/x", PUBLIC), Err(NOT_SECURE));
        assert!(read("http://127.0.0.1:9/x", PRIVATE).is_ok());
        for bad in [
            "",
            "x",
            "ftp://a.example",
            "https://u:p@a.example/",
            "https://a.example/?q",
            "https://a.example/#f",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://[::ffff:7f00:1]/",
        ] {
            assert!(read(bad, PUBLIC).is_err(), "{bad}");
        }
    }
}
