//! `portico-storm`: what `make bench` lets loose on a running `portico serve --sandbox`.

use clap::{Parser, Subcommand};
use portico_storm::table::{Table, grouped};
use portico_storm::{Site, Vendor, descriptors, overload, soak, storm, streams};
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
    /// Three times as many pages are asked for as can be answered.
    Overload {
        #[arg(long, default_value_t = 10)]
        seconds: u64,
    },
    /// Everything at once, for long.
    Soak {
        #[arg(long, default_value_t = 120)]
        minutes: u64,
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
        Verb::Overload { seconds } => {
            let wanted = overload::Wanted { site, setup: command.setup, seconds };
            print_overload(&overload::run(&wanted).await?, &mut table);
        }
        Verb::Soak { minutes } => {
            let process = command.process.unwrap_or_default();
            let wanted = soak::Wanted { site, setup: command.setup, process, minutes };
            print_soak(&soak::run(&wanted).await?, &mut table);
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

fn print_overload(found: &overload::Found, table: &mut Table) {
    table.say("pages a second at the peak", format!("{:.0}", found.peak), "");
    table.say("asked for in a second", format!("{:.0}", found.offered), "");
    table.say("pages a second under that", format!("{:.0}", found.goodput), "");
    table.at_least("of the peak, percent", (found.goodput * 100.0 / found.peak).round() as usize, 90);
    table.say("refused", grouped(found.refused), "");
    table.exactly("of those, told when to come again", found.told_when, found.refused);
    table.exactly("any other answer, or none", found.other, 0);
    table.say("health was asked for", grouped(found.health_asked), "");
    table.exactly("and did not answer", found.health_missed, 0);
}

fn print_soak(found: &soak::Found, table: &mut Table) {
    table.say("requests", grouped(found.asked), "");
    table.exactly("not answered as they should be", found.failed, 0);
    if let Some((first, last)) = found.samples.first().zip(found.samples.last()) {
        let mebibytes = |sample: &soak::Sample| format!("{} MiB", sample.kibibytes / 1024);
        table.say("memory at first", mebibytes(first), "");
        table.say("memory at last", mebibytes(last), "");
        table.say("descriptors at last", last.descriptors, "");
    }
    // The last third of the time beside the one before.
    table.at_most("memory, percent of what it was", found.grown(|sample| sample.kibibytes), 105);
    table.at_most("descriptors, percent", found.grown(|sample| sample.descriptors), 110);
    table.at_most("threads, percent", found.grown(|sample| sample.threads), 105);
}
