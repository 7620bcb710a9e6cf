//! The address a request comes from: the connection's, or what a trusted proxy says. One of IPv4 is told as such,
//! also if it came to a socket of IPv6 (`::ffff:10.0.0.1`).

use crate::config::Settings;
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use std::net::{IpAddr, SocketAddr};

/// The address as a text; empty if unknown.
pub fn of(parts: &Parts, settings: &Settings) -> String {
    let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else {
        return String::new();
    };
    let peer = peer.ip().to_canonical();
    let proxies = &settings.keys.trusted_proxies;
    let trusted = |address: &IpAddr| proxies.iter().any(|proxy| proxy.to_canonical() == *address);
    if !trusted(&peer) {
        return peer.to_string();
    }
    // Each proxy appends whom it heard from, so the last address that is no proxy of ours is the visitor. It is
    // looked for from the end: what stands further in front is the visitor's own word, readable or not.
    let forwarded = parts.headers.get_all("x-forwarded-for");
    let texts = forwarded.iter().map(|value| value.to_str().unwrap_or_default());
    let said: Vec<&str> = texts.flat_map(|text| text.split(',')).collect();
    let addresses = said.into_iter().rev().map_while(|part| part.trim().parse::<IpAddr>().ok());
    let visitor = addresses.map(|address| address.to_canonical()).find(|address| !trusted(address));
    visitor.unwrap_or(peer).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Keys;
    use axum::http::Request;

    /// From whom a request comes that `peer` hands over with these `X-Forwarded-For`.
    fn from(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let trusted_proxies = trusted.iter().map(|address| address.parse().expect("an address")).collect();
        let settings = Settings::check(Keys { trusted_proxies, ..Keys::default() }).expect("settings");
        let mut request = Request::get("/");
        for value in forwarded {
            request = request.header("x-forwarded-for", *value);
        }
        let mut parts = request.body(()).expect("a request").into_parts().0;
        let peer = SocketAddr::new(peer.parse().expect("an address"), 1);
        parts.extensions.insert(ConnectInfo(peer));
        of(&parts, &settings)
    }

    #[test]
    fn nobody_but_a_configured_proxy_says_where_a_request_comes_from() {
        assert_eq!(from("10.0.0.9", &["1.2.3.4"], &[]), "10.0.0.9");
        assert_eq!(from("10.0.0.9", &["1.2.3.4"], &["10.0.0.8"]), "10.0.0.9");
        assert_eq!(from("10.0.0.9", &["1.2.3.4"], &["10.0.0.9"]), "1.2.3.4");
        // What stands before the address that our own proxy wrote is the visitor's invention.
        assert_eq!(from("10.0.0.9", &["8.8.8.8, 1.2.3.4"], &["10.0.0.9"]), "1.2.3.4");
        assert_eq!(from("10.0.0.9", &["8.8.8.8", "1.2.3.4, 10.0.0.8"], &["10.0.0.9", "10.0.0.8"]), "1.2.3.4");
        assert_eq!(from("10.0.0.9", &["5.5.5.5, nonsense, 1.2.3.4"], &["10.0.0.9"]), "1.2.3.4");
        assert_eq!(from("10.0.0.9", &["5.5.5.5, nonsense"], &["10.0.0.9"]), "10.0.0.9");
        assert_eq!(from("10.0.0.9", &["nonsense"], &["10.0.0.9"]), "10.0.0.9");
    }

    #[test]
    fn an_address_of_ipv4_is_the_same_on_a_socket_of_ipv6() {
        assert_eq!(from("::ffff:10.0.0.9", &["1.2.3.4"], &["10.0.0.9"]), "1.2.3.4");
        assert_eq!(from("10.0.0.9", &["1.2.3.4"], &["::ffff:10.0.0.9"]), "1.2.3.4");
        let through_two = ["::ffff:1.2.3.4, ::ffff:10.0.0.8"];
        assert_eq!(from("::ffff:10.0.0.9", &through_two, &["10.0.0.9", "10.0.0.8"]), "1.2.3.4");
        assert_eq!(from("::ffff:10.0.0.7", &["1.2.3.4"], &["10.0.0.9"]), "10.0.0.7");
        assert_eq!(from("2001:db8::9", &["2001:db8:1:2::3"], &["2001:db8::9"]), "2001:db8:1:2::3");
    }
}
