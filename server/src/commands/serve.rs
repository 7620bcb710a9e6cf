//! `portico serve`: the portal, with `--sandbox` as a complete trial.

use super::trial;
use crate::config::Settings;
use crate::http;
use anyhow::{Context, bail};
use portico_listening::{Answering, Express, Lanes, Patience};
use portico_sandbox::{Clock, Sandbox, SandboxConfig};
use portico_service::vendors::kit::Limits;
use portico_service::{Services, Store};
use secrecy::{ExposeSecret, SecretString};
use std::net::SocketAddr;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio_util::task::AbortOnDropHandle;

/// How long work in flight may take after the signal to stop.
const PATIENCE: Duration = Duration::from_secs(20);

/// Serves until told to stop.
///
/// # Errors
/// The configuration, the key, the database or a port cannot be used; in words.
pub async fn run(config: Option<PathBuf>, with_sandbox: bool) -> anyhow::Result<()> {
    let mut settings = Settings::load(config.as_deref())?.with_trial(with_sandbox);
    crate::logs::start(&settings)?;
    crate::descriptors::raise();
    if let Some(address) = settings.keys.metrics_listen {
        crate::metrics::serve(address).await?;
    }
    let listener = TcpListener::bind(settings.keys.listen)
        .await
        .with_context(|| format!("cannot listen on {}", settings.keys.listen))?;
    settings.listening_on(listener.local_addr()?)?;
    if with_sandbox && !listener.local_addr()?.ip().is_loopback() {
        bail!(
            "--sandbox accepts public credentials, so it serves on loopback only; set listen to 127.0.0.1."
        );
    }
    let services = open(&settings).await?;
    let sandbox = if with_sandbox { Some(start_sandbox(&settings, &services).await?) } else { None };
    let data = settings.keys.data_dir.clone();
    services.watch_space(Box::new(move || crate::disk::space(&data)));
    let background = services.start_background();
    announce(&settings, &services, sandbox.as_ref()).await?;
    let drain = Duration::from_secs(settings.keys.drain_seconds);
    let state = http::State::new(services.clone(), Arc::new(settings));
    let asked = services.clone();
    let watch = state.backlog.clone().watch(move || {
        let services = asked.clone();
        // Whether it answers is no matter of load.
        async move { drop(services.ping().await) }
    });
    let watch = AbortOnDropHandle::new(watch);
    let usual = portico_listening::by(http::router(state.clone()));
    let express = Arc::new(Express {
        lanes: Lanes::start(available_parallelism().map_or(1, NonZero::get), crate::STACK_BYTES)?,
        is_it: http::begins,
        answering: http::express(state, usual.clone(), Handle::current()),
    });
    serve(listener, usual, express.clone(), &services, drain).await;
    background.stop().await;
    services.close().await;
    // Not before: the database may have been reached from there.
    drop(express);
    drop(watch);
    if let Some(sandbox) = sandbox {
        sandbox.stop().await;
    }
    Ok(())
}

/// Opens the database and unlocks it.
///
/// # Errors
/// In words for the operator.
pub async fn open(settings: &Settings) -> anyhow::Result<Services> {
    open_limited(settings, Limits::default()).await
}

/// With other limits for connections.
///
/// # Errors
/// As [`open`].
pub async fn open_limited(settings: &Settings, limits: Limits) -> anyhow::Result<Services> {
    let store = open_store(settings).await?;
    let audit_key = audit_key(&store).await?;
    let services = Services::limited(store, audit_key, limits);
    services.use_identity_providers(crate::identity_providers::build(&settings.keys.identity_providers)?);
    Ok(services)
}

/// The use cases on a store that is unlocked.
///
/// # Errors
/// In words for the operator.
pub async fn with_audit_key(store: Store) -> anyhow::Result<Services> {
    let audit_key = audit_key(&store).await?;
    Ok(Services::new(store, audit_key))
}

async fn audit_key(store: &Store) -> anyhow::Result<SecretString> {
    let fresh = portico_service::access::tokens::new_token();
    Ok(store.settings().secret_or_insert("audit_key", &fresh).await?)
}

/// Opens the database and unlocks it.
///
/// # Errors
/// In words for the operator.
pub async fn open_store(settings: &Settings) -> anyhow::Result<Store> {
    let url = settings.database_url();
    if let Some(keys) = &settings.keys.master_key {
        let opened = Store::open_with_keys(url.expose_secret(), keys).await;
        return opened.context("the database cannot be opened with master_key");
    }
    let key_file = settings.master_key_file();
    if let Some(folder) = key_file.parent() {
        crate::private_folder::make(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    Store::open_with_key_file(url.expose_secret(), &key_file).await.context("the database cannot be opened")
}

async fn start_sandbox(settings: &Settings, services: &Services) -> anyhow::Result<Sandbox> {
    let free = |address: SocketAddr| SocketAddr::new(address.ip(), 0);
    let (listen, control) = (settings.keys.sandbox_listen, settings.keys.sandbox_control);
    let config = SandboxConfig { listen, control, seed: true, clock: Clock::real() };
    let sandbox = match Sandbox::start(config.clone()).await {
        Ok(sandbox) => sandbox,
        // Someone else has the port: any other serves as well.
        Err(_) => {
            let config = SandboxConfig { listen: free(listen), control: free(control), ..config };
            Sandbox::start(config).await.context("the sandbox cannot listen")?
        }
    };
    for connection in trial::connections(&sandbox)? {
        services.ensure_sandbox(connection).await?;
    }
    Ok(sandbox)
}

async fn announce(settings: &Settings, services: &Services, sandbox: Option<&Sandbox>) -> anyhow::Result<()> {
    println!("Portico serves {}", settings.public_origin());
    if let Some(sandbox) = sandbox {
        println!(
            "The sandbox's vendors are at {}, {} and {}, its control at {}",
            sandbox.cloudroom_base(),
            sandbox.vmr_base(),
            sandbox.webapi_base(),
            sandbox.control_base()
        );
    }
    if services.needs_setup().await? {
        let token = services.new_setup_token().await?;
        let path = format!("/setup/{}", token.expose_secret());
        println!("Set up the first administrator: {}", settings.link(&path));
        println!("(The link works once, for 24 hours.)");
    }
    Ok(())
}

/// Serves until told to stop, and then for `drain` longer: a load balancer goes on sending until it has seen that
/// `/readyz` says no (guarantees, reliability 12). Ctrl-C is for people, who do not wait.
async fn serve(
    listener: TcpListener,
    usual: Answering,
    express: Arc<Express>,
    services: &Services,
    drain: Duration,
) {
    let (stopping, mut stopped) = tokio::sync::watch::channel(false);
    let waiting = services.clone();
    let signal = async move {
        if stop_signal().await == Stop::Terminated {
            waiting.begin_stopping();
            tracing::info!(seconds = drain.as_secs(), "stopping; no new work should be sent here");
            tokio::time::sleep(drain).await;
        }
        waiting.stop_watching();
        tracing::info!("stopping; work in flight is finished first");
        let _ = stopping.send(true);
    };
    let serving = portico_listening::serve(listener, usual, Some(express), Patience::default(), signal);
    let patience = async move {
        if stopped.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(PATIENCE).await;
    };
    let serving = async {
        serving.await;
        // A series that outlasts its request is finished too.
        services.finish_lasting().await;
    };
    tokio::select! {
        () = serving => {}
        () = patience => {}
    }
}

/// Who wants the process to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    Interrupted,
    Terminated,
}

/// SIGTERM or Ctrl-C.
pub async fn stop_signal() -> Stop {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            return tokio::select! {
                _ = interrupt => Stop::Interrupted,
                _ = terminate.recv() => Stop::Terminated,
            };
        }
    }
    let _ = interrupt.await;
    Stop::Interrupted
}
