//! What counts as one network.

use std::net::{IpAddr, Ipv6Addr};

/// The network of a visitor's address: an IPv6 host takes any address of its /64 whenever it likes. What is no
/// address stands for itself.
pub(super) fn network_of(visitor: &str) -> String {
    match visitor.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => visitor.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_does_not_leave_its_network_by_taking_another_address() {
        assert_eq!(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(network_of("2001:db8:1:2::1"), "2001:db8:1:2::/64");
        assert_eq!(network_of("2001:db8:1:3::1"), "2001:db8:1:3::/64");
        assert_eq!(network_of("10.0.0.1"), "10.0.0.1");
        assert_eq!(network_of("::ffff:10.0.0.1"), "10.0.0.1", "not all of IPv4 in one network");
        assert_eq!(network_of(""), "");
    }
}
