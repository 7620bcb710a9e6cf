//! One visitor: a connection from an address of its own, used again as browsers do.

use crate::Site;
use anyhow::Context;
use brotli::Decompressor;
use bytes::Bytes;
use flate2::read::GzDecoder;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, HOST, HeaderName, HeaderValue, LOCATION,
    RETRY_AFTER, SET_COOKIE,
};
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use std::io::read_to_string;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

/// Longer than the server lets any answer take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Ten thousand of these are open at once, so they are as small as the library allows.
const BUFFER_BYTES: usize = 8192;

type Line = SendRequest<Full<Bytes>>;

/// A browser as far as storms go.
pub struct Visitor {
    site: Site,
    number: usize,
    accept: &'static str,
    line: Option<Line>,
    cookie: Option<HeaderValue>,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
}

/// An answer, looked at from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub status: u16,
    /// It says after how long to come again.
    pub says_when: bool,
}

impl Visitor {
    pub fn new(site: &Site, number: usize) -> Self {
        Self { site: site.clone(), number, accept: "text/html", line: None, cookie: None }
    }

    /// One that reads data instead of pages.
    pub fn of_data(site: &Site) -> Self {
        Self { accept: "application/json", ..Self::new(site, 0) }
    }

    /// The same browser on a connection of its own, and from an address of its own; it reads pages.
    pub fn beside(&self, number: usize) -> Self {
        Self { cookie: self.cookie.clone(), ..Self::new(&self.site, number) }
    }

    /// Closes the connection, as a browser does with one that rests.
    pub fn rest(&mut self) {
        self.line = None;
    }

    pub async fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.ask(Method::GET, path, None).await
    }

    /// How an address is answered. The body is read, and not unpacked: that would cost more than asking.
    pub async fn look(&mut self, path: &str) -> anyhow::Result<Look> {
        let request = self.request(Method::GET, path, None, self.accept)?;
        let look = timeout(PATIENCE, async {
            let (parts, body) = self.send(request).await?.into_parts();
            body.collect().await.context("the answer broke off")?;
            anyhow::Ok(Look {
                status: parts.status.as_u16(),
                says_when: parts.headers.contains_key(RETRY_AFTER),
            })
        });
        look.await.context("no answer in time")?
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> anyhow::Result<Answer> {
        self.ask(Method::POST, path, Some(form)).await
    }

    pub async fn delete(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.ask(Method::DELETE, path, None).await
    }

    /// An answer whose body goes on. The connection is taken up by it.
    pub async fn open(&mut self, path: &str) -> anyhow::Result<Incoming> {
        let request = self.request(Method::GET, path, None, "text/event-stream")?;
        let response = timeout(PATIENCE, self.send(request)).await.context("no answer in time")??;
        self.line = None;
        anyhow::ensure!(response.status() == 200, "{path}: {}", response.status());
        Ok(response.into_body())
    }

    async fn ask(
        &mut self,
        method: Method,
        path: &str,
        form: Option<&[(&str, &str)]>,
    ) -> anyhow::Result<Answer> {
        let request = self.request(method, path, form, self.accept)?;
        let answer = timeout(PATIENCE, async { read(self.send(request).await?).await });
        let (answer, cookie) = answer.await.context("no answer in time")??;
        if cookie.is_some() {
            self.cookie = cookie;
        }
        Ok(answer)
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        form: Option<&[(&str, &str)]>,
        accept: &'static str,
    ) -> anyhow::Result<Request<Full<Bytes>>> {
        let mut building = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, &*self.site.host)
            .header(ACCEPT, accept)
            .header(ACCEPT_ENCODING, "gzip, deflate, br")
            .header(HeaderName::from_static("sec-fetch-site"), "same-origin");
        if let Some(cookie) = &self.cookie {
            building = building.header(COOKIE, cookie);
        }
        let body = match form {
            None => Bytes::new(),
            Some(form) => {
                building = building.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
                url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish().into()
            }
        };
        Ok(building.body(Full::new(body))?)
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> anyhow::Result<Response<Incoming>> {
        let mut line = match self.line.take() {
            Some(line) if !line.is_closed() => line,
            _ => self.connect().await?,
        };
        line.ready().await?;
        let response = line.send_request(request).await?;
        self.line = Some(line);
        Ok(response)
    }

    async fn connect(&self) -> anyhow::Result<Line> {
        let stream = match self.site.network(self.number) {
            Some(network) => {
                let socket = TcpSocket::new_v4()?;
                socket.bind(SocketAddr::from((network, 0)))?;
                socket.connect(self.site.address).await
            }
            None => TcpStream::connect(self.site.address).await,
        };
        let stream = stream.context("no connection")?;
        stream.set_nodelay(true)?;
        let mut building = http1::Builder::new();
        building.max_buf_size(BUFFER_BYTES);
        let (line, connection) = building.handshake(TokioIo::new(stream)).await?;
        // It ends with the line or with the body that it carries.
        tokio::spawn(connection);
        Ok(line)
    }
}

async fn read(response: Response<Incoming>) -> anyhow::Result<(Answer, Option<HeaderValue>)> {
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.context("the answer broke off")?.to_bytes();
    let body = match parts.headers.get(CONTENT_ENCODING).map(HeaderValue::as_bytes) {
        Some(b"br") => read_to_string(Decompressor::new(&*bytes, BUFFER_BYTES))?,
        Some(b"gzip") => read_to_string(GzDecoder::new(&*bytes))?,
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    };
    let location = parts.headers.get(LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let cookie = parts.headers.get(SET_COOKIE).and_then(|value| value.to_str().ok());
    let cookie = cookie.and_then(|cookie| cookie.split(';').next()?.parse().ok());
    Ok((Answer { status: parts.status.as_u16(), location, body }, cookie))
}
