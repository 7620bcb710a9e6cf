//! The address a request comes from: the connection's, or what a trusted proxy says.

use crate::config::Settings;
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use std::net::{IpAddr, SocketAddr};

/// The address as a text; empty if unknown.
pub fn of(parts: &Parts, settings: &Settings) -> String {
    let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else {
        return String::new();
    };
    let trusted = |address: &IpAddr| settings.keys.trusted_proxies.contains(address);
    if !trusted(&peer.ip()) {
        return peer.ip().to_string();
    }
    // Each proxy appends whom it heard from, so the last address that is no proxy of ours is the visitor.
    let forwarded = parts.headers.get_all("x-forwarded-for");
    let text: Vec<&str> = forwarded.iter().filter_map(|value| value.to_str().ok()).collect();
    let addresses: Vec<IpAddr> =
        text.iter().flat_map(|text| text.split(',')).map_while(|part| part.trim().parse().ok()).collect();
    let visitor = addresses.into_iter().rev().find(|address| !trusted(address));
    visitor.unwrap_or(peer.ip()).to_string()
}
