//! `portico-storm`: what `make bench` lets loose on a running `portico serve --sandbox`.

use clap::{Parser, Subcommand};
use portico_storm::table::{Table, grouped};
use portico_storm::{Site, Vendor, descriptors, storm, streams};
use std::process::ExitCode;

/// Storms on a running Portico.
#[derive(Parser)]
struct Command {
    #[command(subcommand)]
    verb: Verb,
    /// Where it serves.
    #[arg(long, global = true, default_value = "http://127.0.0.1:3300")]
    server: String,
    /// The link for the first administrator, as the server printed it.
    #[arg(long, global = true, default_value = "")]
    setup: String,
    /// Where the sandbox is controlled.
    #[arg(long, global = true, default_value = "")]
    control: String,
    /// The server's process.
    #[arg(long, global = true)]
    process: Option<u32>,
}

#[derive(Subcommand)]
enum Verb {
    /// People wait at a door, it opens, and more come within a minute.
    Storm {
        #[arg(long)]
        vendor: Vendor,
        #[arg(long, default_value_t = 2000)]
        waiting: usize,
        /// Those who wait are among them.
        #[arg(long, default_value_t = 5000)]
        entering: usize,
        /// The connection's join calls a minute.
        #[arg(long, default_value_t = 1200)]
        budget: usize,
    },
    /// Event streams are open at one door, and all of them hear of a change.
    Streams {
        #[arg(long, default_value_t = 10_000)]
        streams: usize,
    },
}

fn main() -> ExitCode {
    let command = Command::parse();
    let limit = descriptors::raise();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(run(command)));
    match done {
        Ok(table) if table.is_beyond() => ExitCode::from(2),
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("portico-storm: {error:#} (descriptors: {limit:?})");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<Table> {
    let site = Site::read(&command.server)?;
    let mut table = Table::default();
    match command.verb {
        Verb::Storm { vendor, waiting, entering, budget } => {
            let wanted = storm::Wanted {
                site,
                setup: command.setup,
                control: Site::read(&command.control)?,
                process: command.process.unwrap_or_default(),
                vendor,
                waiting,
                entering,
                budget,
            };
            storm::run(&wanted).await?.print(&wanted, &mut table);
        }
        Verb::Streams { streams } => {
            let (setup, process) = (command.setup, command.process);
            let wanted = streams::Wanted { site, setup, streams, process, opening: true };
            print_streams(&streams::run(&wanted).await?, streams, &mut table);
        }
    }
    Ok(table)
}

fn print_streams(found: &streams::Found, streams: usize, table: &mut Table) {
    let took = format!("opened within {:.1} s", found.opening_took.as_secs_f64());
    table.say("open event streams", grouped(streams), &took);
    if let Some(kilobytes) = found.kilobytes {
        table.say("server memory for each", format!("{kilobytes:.1} kB"), "[aim: 20 kB]");
    }
    for delivery in &found.deliveries {
        table.exactly(
            &format!("{}: heard within a second", delivery.change),
            delivery.within_a_second,
            streams,
        );
        table.say("the slowest", format!("{:.0} ms", delivery.slowest.as_secs_f64() * 1000.0), "");
    }
}
