//! Opens a connection: look-up, the guard on addresses, TLS. All of it within one span.

use crate::kit::address::AddressPolicy;
use crate::kit::error::{Cause, Unreachable};
use crate::kit::failure::at_connecting;
use crate::kit::resolver::look_up;
use rustls::pki_types::ServerName;
use rustls_platform_verifier::BuilderVerifierExt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use url::Url;

/// Where a connection leads: what two addresses have in common that may share one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub secure: bool,
    pub host: String,
    pub port: u16,
}

impl Origin {
    pub fn of(url: &Url) -> Option<Self> {
        let secure = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        Some(Self { secure, host: url.host_str()?.to_owned(), port: url.port_or_known_default()? })
    }

    /// Without copying anything: is this where `url` leads?
    pub fn is_of(&self, url: &Url) -> bool {
        self.secure == (url.scheme() == "https")
            && url.host_str() == Some(&self.host)
            && url.port_or_known_default() == Some(self.port)
    }

    /// Without the brackets that an IPv6 address has in an address.
    fn name(&self) -> &str {
        self.host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&self.host)
    }
}

/// What certificates are checked with; made at the first use, since it reads the machine's store.
pub fn tls() -> Result<TlsConnector, rustls::Error> {
    let mut config = rustls::ClientConfig::builder().with_platform_verifier()?.with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

/// A stream of bytes to a vendor.
pub enum Stream {
    Plain(TcpStream),
    Secure(Box<TlsStream<TcpStream>>),
}

/// # Errors
/// Why there is no connection; nothing was sent.
pub async fn connect(
    origin: &Origin,
    policy: AddressPolicy,
    tls: Option<&TlsConnector>,
    within: Duration,
) -> Result<Stream, Cause> {
    match timeout(within, open(origin, policy, tls, within)).await {
        Ok(opened) => opened.map_err(Cause::Unreachable),
        Err(_) => Err(Cause::Unreachable(Unreachable::ConnectTimeout)),
    }
}

async fn open(
    origin: &Origin,
    policy: AddressPolicy,
    tls: Option<&TlsConnector>,
    within: Duration,
) -> Result<Stream, Unreachable> {
    let addresses = look_up(origin.name(), origin.port, policy).await.map_err(Unreachable::from)?;
    let stream = first_of(&addresses, within).await?;
    // Requests are written whole, so waiting for more to send with them gains nothing.
    stream.set_nodelay(true).map_err(|_| Unreachable::NoConnection)?;
    if !origin.secure {
        return Ok(Stream::Plain(stream));
    }
    let name = ServerName::try_from(origin.name().to_owned()).map_err(|_| Unreachable::Tls)?;
    let tls = tls.ok_or(Unreachable::Tls)?;
    let stream = tls.connect(name, stream).await.map_err(|error| at_connecting(&error))?;
    Ok(Stream::Secure(Box::new(stream)))
}

/// Whichever answers first in turn; none may use up the time of those behind it.
async fn first_of(addresses: &[SocketAddr], within: Duration) -> Result<TcpStream, Unreachable> {
    let share = within / u32::try_from(addresses.len()).unwrap_or(u32::MAX).max(1);
    let mut outcome = Unreachable::NoConnection;
    for address in addresses {
        match timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(_)) => outcome = Unreachable::NoConnection,
            Err(_) => outcome = Unreachable::ConnectTimeout,
        }
    }
    Err(outcome)
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_read(cx, into),
            Stream::Secure(stream) => Pin::new(stream).poll_read(cx, into),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Stream::Secure(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Stream::Secure(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Stream::Secure(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
