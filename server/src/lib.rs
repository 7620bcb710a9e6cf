//! The server: configuration, composition, HTTP, commands.
//!
//! A library with a small binary around it, because cargo starts on a library while what it needs is still
//! being compiled, but on a binary only afterwards.

#![recursion_limit = "512"]

mod commands;
mod config;
mod descriptors;
mod disk;
mod http;
mod identity_providers;
mod logs;
mod metrics;
mod policy;
mod private_folder;

use clap::Parser;
use commands::{Command, Verb};
use mimalloc::MiMalloc;
use std::process::ExitCode;
use std::time::Duration;

/// The system's takes three times as long for the many small pieces of a request.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Runs the command that the arguments of this process name.
#[must_use]
pub fn run_command() -> ExitCode {
    match run(Command::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("portico: {error:#}");
            ExitCode::from(commands::client::exit_code(&error))
        }
    }
}

fn run(verb: Verb) -> anyhow::Result<()> {
    match verb {
        Verb::Openapi => {
            println!("{}", http::api::openapi());
            Ok(())
        }
        Verb::User(people) => block_on(commands::people::run(people)),
        Verb::Connection(connections) => block_on(commands::connections::run(connections)),
        Verb::Backup { file, force, config } => block_on(commands::backup::run(config, &file, force)),
        Verb::Restore { file, replace, config } => block_on(commands::restore::run(config, &file, replace)),
        Verb::Meeting(meetings) => block_on(commands::client::meetings::run(meetings)),
        Verb::Recording(recordings) => block_on(commands::client::recordings::run(recordings)),
        Verb::Link(links) => block_on(commands::client::links::run(links)),
        Verb::Completions { shell } => {
            commands::completions::run(shell);
            Ok(())
        }
        Verb::Sign { vendor } => commands::sign::run(&vendor),
        Verb::Check { config } => block_on(commands::check::run(config)),
        Verb::RotateKey { config, grace_seconds } => {
            block_on(commands::rotate_key::run(config, Duration::from_secs(grace_seconds)))
        }
        Verb::Token { vendor } => commands::token::run(&vendor),
        Verb::Serve { config, sandbox } => block_on(commands::serve::run(config, sandbox)),
        Verb::Sandbox { listen, control, empty } => block_on(commands::sandbox::run(listen, control, empty)),
    }
}

/// Rendering nests as deep as a page does, and an unoptimised build needs several times the room.
const STACK_BYTES: usize = 16 * 1024 * 1024;

fn block_on(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK_BYTES)
        .build()?
        .block_on(work)
}
