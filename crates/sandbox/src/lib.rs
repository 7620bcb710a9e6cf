//! The vendors as real HTTP servers, for a first trial and for tests.
//!
//! Each vendor is read from its document alone and shares nothing with the vendor clients, so that
//! one mistake cannot satisfy both. One port speaks as the vendors, another (the control port)
//! lets a test or a curious person move the clock, script faults and read the log of calls.
//!
//! To add a vendor: a folder beside `cloudroom` with a `Room` whose `handle` answers a request, its
//! place in [`pipeline::Vendors`] and [`vendor::Vendor`], and its credentials in [`Control::credentials`].

mod call_log;
mod clock;
mod cloudroom;
mod connection;
mod control;
mod control_http;
mod deform;
mod dice;
mod evidence;
mod faults;
mod html;
mod media;
mod number_form;
mod pairs;
mod pipeline;
mod reply;
mod vendor;
mod vmr;
mod walltime;
mod webapi;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use call_log::Call;
pub use clock::Clock;
pub use cloudroom::{DetailTimes, LayoutName, NoPeriodEnd, NoSuchMeeting, Person, Variants};
pub use control::{Control, NoSuchThing};
pub use faults::{Action, Fault};
pub use number_form::NumberForm;
pub use vmr::{CodeForm, ContactShape, CreatedShape, FlagForm, RoomPoke, VmrVariants};
pub use webapi::{NoLeaveTime, TimeForm, WebapiVariants};

use connection::{Cut, CuttableListener};
use pipeline::Vendors;

/// How long [`Sandbox::stop`] waits for calls under way.
const PATIENCE: Duration = Duration::from_secs(1);

/// Where to listen and what to hold.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// The vendors' port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The control port; port 0 takes a free one. Whoever reaches it rules the sandbox.
    pub control: SocketAddr,
    /// Whether to start with believable meetings, history and recordings.
    pub seed: bool,
    pub clock: Clock,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        let loopback = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self { listen: loopback, control: loopback, seed: true, clock: Clock::real() }
    }
}

/// Something the sandbox accepts as proof of who calls. All of it is published and worthless elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Credential {
    pub vendor: String,
    pub purpose: String,
    pub values: Vec<CredentialValue>,
}

/// One value of a credential under the vendor's own name for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CredentialValue {
    pub name: String,
    pub value: String,
}

impl CredentialValue {
    fn new(name: &str, value: &str) -> Self {
        Self { name: name.to_owned(), value: value.to_owned() }
    }
}

impl Credential {
    /// The value of that name.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.values.iter().find(|it| it.name == name)?;
        Some(&found.value)
    }
}

/// A running sandbox. It ends when stopped or dropped.
pub struct Sandbox {
    control: Control,
    control_base: String,
    stop: watch::Sender<bool>,
    servers: Vec<JoinHandle<()>>,
}

impl Sandbox {
    /// Binds both ports and serves from then on.
    pub async fn start(config: SandboxConfig) -> io::Result<Self> {
        let listener = TcpListener::bind(config.listen).await?;
        let control_listener = TcpListener::bind(config.control).await?;
        let origin = origin(listener.local_addr()?);
        let control_base = self::origin(control_listener.local_addr()?);
        let vendors = Vendors {
            cloudroom: Arc::new(cloudroom::Room::new(origin.clone(), config.clock.clone(), config.seed)),
            vmr: Arc::new(vmr::Room::new(origin.clone(), config.clock.clone(), config.seed)),
            webapi: Arc::new(webapi::Room::new(origin, config.clock.clone(), config.seed)),
            clock: config.clock,
            log: call_log::CallLog::default(),
            faults: faults::Faults::default(),
            evidence: evidence::Evidence::of_this_test(),
        };
        let control = Control::new(vendors.clone());
        let (stop, stopped) = watch::channel(false);
        let servers = vec![
            tokio::spawn(serve_vendors(listener, vendors, stopped.clone())),
            tokio::spawn(serve_control(control_listener, control.clone(), stopped)),
        ];
        Ok(Self { control, control_base, stop, servers })
    }

    /// CloudRoom's base address, as a connection wants it.
    pub fn cloudroom_base(&self) -> String {
        self.control.cloudroom_base()
    }

    /// VMR's base address, `http://127.0.0.1:PORT`: its paths begin with /meeting, /subscribe and /api.
    pub fn vmr_base(&self) -> String {
        self.control.vmr_base()
    }

    /// WebAPI's base address, `http://127.0.0.1:PORT/WebAPI`. Its pages below /h5 and its files are at
    /// the same origin.
    pub fn webapi_base(&self) -> String {
        self.control.webapi_base()
    }

    /// The control port's address.
    pub fn control_base(&self) -> String {
        self.control_base.clone()
    }

    /// What the vendors accept, to print for a newcomer.
    pub fn credentials(&self) -> Vec<Credential> {
        self.control.credentials()
    }

    /// The control port's strings, in process.
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// Frees both ports. Calls under way get a moment to finish.
    pub async fn stop(mut self) {
        // Without a receiver both servers have already ended.
        let _ = self.stop.send(true);
        for server in &mut self.servers {
            if tokio::time::timeout(PATIENCE, &mut *server).await.is_err() {
                server.abort();
            }
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        for server in &self.servers {
            server.abort();
        }
    }
}

async fn serve_vendors(listener: TcpListener, vendors: Vendors, stopped: watch::Receiver<bool>) {
    let service = Router::new()
        .fallback(pipeline::serve)
        .with_state(vendors)
        .into_make_service_with_connect_info::<Cut>();
    let server = axum::serve(CuttableListener(listener), service);
    report(server.with_graceful_shutdown(until(stopped)).await);
}

async fn serve_control(listener: TcpListener, control: Control, stopped: watch::Receiver<bool>) {
    let server = axum::serve(listener, control_http::router(control));
    report(server.with_graceful_shutdown(until(stopped)).await);
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // A sender that is gone means stop as well.
    let _ = stopped.wait_for(|stop| *stop).await;
}

fn report(outcome: io::Result<()>) {
    if let Err(error) = outcome {
        tracing::error!(%error, "a server of the sandbox has ended");
    }
}

/// The address under which this machine reaches a listener, also one on all interfaces.
fn origin(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    format!("http://{address}")
}
