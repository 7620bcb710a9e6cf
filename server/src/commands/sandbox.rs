//! `portico sandbox`: the vendor simulators alone.

use anyhow::Context;
use portico_sandbox::{Clock, Credential, Sandbox, SandboxConfig};
use std::net::SocketAddr;

/// Runs until interrupted.
///
/// # Errors
/// A port is taken.
pub async fn run(listen: SocketAddr, control: SocketAddr, empty: bool) -> anyhow::Result<()> {
    let config = SandboxConfig { listen, control, seed: !empty, clock: Clock::real() };
    let sandbox = Sandbox::start(config).await.context("the simulators cannot listen")?;
    println!("CloudRoom: {}", sandbox.cloudroom_base());
    println!("VMR:       {}", sandbox.vmr_base());
    println!("WebAPI:    {}", sandbox.webapi_base());
    println!("Control:   {}", sandbox.control_base());
    println!("Accepted credentials (public; they open nothing but this simulator):");
    for credential in sandbox.credentials() {
        println!("  {}", describe(&credential));
    }
    super::serve::stop_signal().await;
    sandbox.stop().await;
    Ok(())
}

fn describe(credential: &Credential) -> String {
    let values: Vec<String> =
        credential.values.iter().map(|value| format!("{}={}", value.name, value.value)).collect();
    format!("{} ({}): {}", credential.vendor, credential.purpose, values.join(" "))
}
