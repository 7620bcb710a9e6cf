//! The binary: configuration, composition, HTTP, commands.

#![recursion_limit = "512"]

mod commands;
mod config;
mod http;
mod logs;
mod private_folder;

use clap::Parser;
use commands::{Command, Verb};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(Command::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("portico: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(verb: Verb) -> anyhow::Result<()> {
    match verb {
        Verb::Sign { vendor } => commands::sign::run(&vendor),
        Verb::Check { config } => block_on(commands::check::run(config)),
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
