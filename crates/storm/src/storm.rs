//! The storm: thousands wait at one door, it opens, and thousands more come within a minute.

use crate::control::{Call, Control};
use crate::guest::{Door, Guest, Story};
use crate::office::{Office, minute_after};
use crate::table::{Table, grouped};
use crate::tally::{percentile, worst};
use crate::vendor::{LISTS_A_MINUTE, STATUS_A_SECOND};
use crate::visitor::Visitor;
use crate::{Site, Vendor, memory};
use anyhow::Context;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

const MINUTE: Duration = Duration::from_secs(60);
/// So many are on their way to the page at once before it opens.
const ARRIVING: usize = 32;
/// An idle run: so many pages, so far apart.
const IDLE_PAGES: u32 = 500;
const IDLE_EVERY: Duration = Duration::from_millis(20);
/// Until the memory of what came before is given back.
const SETTLE: Duration = Duration::from_secs(2);
/// A wait may differ so much from what was told: it is told in whole seconds.
const TOLERANCE: Duration = Duration::from_secs(2);
/// The last of those who come later come so long before the minute is over.
const LAST_BEFORE: Duration = Duration::from_secs(3);

/// What to try.
pub struct Wanted {
    pub site: Site,
    /// The link that the server printed.
    pub setup: String,
    pub control: Site,
    /// The server's.
    pub process: u32,
    pub vendor: Vendor,
    pub waiting: usize,
    /// Those who wait are among them.
    pub entering: usize,
    /// Join calls a minute.
    pub budget: usize,
}

/// What came of it.
pub struct Found {
    idle: Vec<Duration>,
    /// Kibibytes.
    memory: Option<(u64, u64)>,
    stories: Vec<Story>,
    calls: Vec<Call>,
}

/// Drives the storm.
///
/// # Errors
/// It could not even begin. What people meet with is found, and not an error.
pub async fn run(wanted: &Wanted) -> anyhow::Result<Found> {
    let mut office = Office::set_up(&wanted.site, &wanted.setup).await?;
    let seconds = 25 + i64::try_from(wanted.waiting / 100)?;
    let opens = minute_after(seconds)?;
    let meeting = office.book(wanted.vendor, opens).await?;
    let left = opens.as_millisecond() - jiff::Timestamp::now().as_millisecond();
    let door = Door {
        site: wanted.site.clone(),
        path: meeting.path.as_str().into(),
        opens: Instant::now() + Duration::from_millis(u64::try_from(left)?),
        gate: Arc::new(Semaphore::new(ARRIVING)),
    };
    check_zone(&door).await?;
    let mut control = Control::new(&wanted.control);
    control.clear().await?;
    let idle = idle(&door).await?;
    sleep(SETTLE).await;
    let before = memory::resident(wanted.process);
    let waiting = arrive(&door, wanted.waiting).await?;
    sleep(SETTLE).await;
    let memory = before.zip(memory::resident(wanted.process));
    anyhow::ensure!(Instant::now() < door.opens, "those who wait were not there before the door opened");
    let stories = enter(wanted, &door, waiting).await;
    Ok(Found { idle, memory, stories, calls: control.calls().await? })
}

async fn check_zone(door: &Door) -> anyhow::Result<()> {
    let answer = Visitor::new(&door.site, 0).get(&door.path).await?;
    let left = crate::page::left(&answer).context("the join page does not say when its door opens")?;
    let ours = door.opens.saturating_duration_since(Instant::now()).as_secs();
    let same = u64::try_from(left).is_ok_and(|left| left.abs_diff(ours) < 30);
    anyhow::ensure!(same, "the door opens at another time: the server's zone must be UTC (PORTICO_ZONE)");
    Ok(())
}

/// How long the page takes while nothing else goes on, each time on a new connection.
async fn idle(door: &Door) -> anyhow::Result<Vec<Duration>> {
    let mut pages = JoinSet::new();
    for number in 0..IDLE_PAGES {
        let door = door.clone();
        pages.spawn(async move {
            sleep(IDLE_EVERY * number).await;
            let started = Instant::now();
            let answer = Visitor::new(&door.site, number as usize).get(&door.path).await?;
            anyhow::ensure!(answer.status == 200, "page: {}", answer.status);
            Ok(started.elapsed())
        });
    }
    pages.join_all().await.into_iter().collect()
}

async fn arrive(door: &Door, people: usize) -> anyhow::Result<Vec<(Guest, crate::streams::Stream)>> {
    let mut arriving = JoinSet::new();
    for number in 0..people {
        let mut guest = Guest::new(door.clone(), number);
        arriving.spawn(async move { guest.arrive().await.map(|stream| (guest, stream)) });
    }
    arriving.join_all().await.into_iter().collect()
}

/// Everyone goes in, or is given up long after the last one must have been in.
async fn enter(wanted: &Wanted, door: &Door, waiting: Vec<(Guest, crate::streams::Stream)>) -> Vec<Story> {
    let mut stories = JoinSet::new();
    for (guest, stream) in waiting {
        stories.spawn(guest.wait(stream));
    }
    let later = wanted.entering.saturating_sub(wanted.waiting);
    for number in 0..later {
        let after = (MINUTE - LAST_BEFORE).mul_f64(number as f64 / later as f64);
        stories.spawn(Guest::new(door.clone(), wanted.waiting + number).come(after));
    }
    let minutes = u32::try_from(wanted.entering / wanted.budget.max(1)).unwrap_or(u32::MAX);
    let patience = door.opens + MINUTE * (2 * minutes.min(100) + 2);
    let mut told = Vec::new();
    while let Ok(Some(story)) = tokio::time::timeout_at(patience, stories.join_next()).await {
        told.extend(story.ok());
    }
    // Whoever is still outside has no outcome.
    told.resize_with(wanted.entering.max(wanted.waiting), Story::default);
    told
}

impl Found {
    /// Says what was found, beside its limits.
    pub fn print(&mut self, wanted: &Wanted, table: &mut Table) {
        self.print_people(wanted, table);
        self.print_calls(wanted, table);
        self.print_costs(wanted, table);
    }

    fn print_people(&self, wanted: &Wanted, table: &mut Table) {
        table.say("people waiting", grouped(wanted.waiting), "");
        let nudged: Vec<_> = self.stories.iter().filter_map(|story| story.nudged).collect();
        table.exactly("nudged by their event stream", nudged.len(), wanted.waiting);
        let last = nudged.into_iter().max().unwrap_or_default();
        table.say("the last of them, after the opening", seconds(last), "");
        table.exactly("lost their event stream", self.stories.iter().filter(|it| it.lost_stream).count(), 0);
        let inside: Vec<Duration> =
            self.stories.iter().filter_map(|story| story.outcome.as_ref()?.as_ref().ok().copied()).collect();
        table.exactly("people in", inside.len(), wanted.entering);
        let mut failed: BTreeMap<&str, usize> = BTreeMap::new();
        for story in &self.stories {
            match &story.outcome {
                Some(Ok(_)) => {}
                Some(Err(why)) => *failed.entry(why).or_default() += 1,
                None => *failed.entry("still outside").or_default() += 1,
            }
        }
        table.exactly("failed joins", failed.values().sum(), 0);
        for (why, count) in failed {
            table.say("", count, why);
        }
        let last = inside.iter().copied().max().unwrap_or_default();
        table.say("until all were in", seconds(last), "");
        if wanted.vendor.join().is_none() {
            let within = inside.iter().filter(|after| **after <= MINUTE).count();
            table.exactly("in within the minute", within, wanted.entering);
        }
    }

    fn print_calls(&self, wanted: &Wanted, table: &mut Table) {
        let vendor = wanted.vendor;
        let of = |operations: &[&str]| {
            let ours = self.calls.iter().filter(|call| call.vendor == vendor.name());
            let chosen = ours.filter(|call| operations.contains(&call.operation.as_str()));
            chosen.cloned().collect::<Vec<_>>()
        };
        let moments = |calls: &[Call]| calls.iter().map(|call| call.time_ms).collect::<Vec<_>>();
        match vendor.join() {
            Some(join) => {
                let joins = of(&[join]);
                table.say("join calls", grouped(joins.len()), "");
                table.at_most("join calls in the worst 60 s", worst(moments(&joins), MINUTE), wanted.budget);
                self.print_waits(table);
            }
            None => {
                let ours: Vec<_> = self.calls.iter().filter(|it| it.vendor == vendor.name()).collect();
                let most = worst(ours.iter().map(|call| call.time_ms), MINUTE);
                table.at_most("vendor calls of any kind in the worst 60 s", most, LISTS_A_MINUTE);
            }
        }
        let mut refused: BTreeMap<(&str, i64), usize> = BTreeMap::new();
        for call in self.calls.iter().filter(|call| call.vendor == vendor.name()) {
            if let Some(code) = call.code {
                *refused.entry((&call.operation, code)).or_default() += 1;
            }
        }
        for ((operation, code), count) in refused {
            table.say("refused by the vendor", grouped(count), &format!("{operation}: {code}"));
        }
        let lists = worst(moments(&of(vendor.lists())), MINUTE);
        table.at_most("list calls in the worst 60 s", lists, LISTS_A_MINUTE);
        // One address, with one body, is one meeting.
        let mut status: BTreeMap<_, Vec<i64>> = BTreeMap::new();
        for call in of(&[vendor.status()]) {
            status.entry(call.about()).or_default().push(call.time_ms);
        }
        let most = status.values().map(Vec::len).max().unwrap_or_default();
        table.say("status calls about the meeting", grouped(most), "");
        let most = status.into_values().map(|calls| worst(calls, Duration::from_secs(1))).max();
        table.at_most(
            "status calls per meeting in the worst second",
            most.unwrap_or_default(),
            STATUS_A_SECOND,
        );
    }

    fn print_waits(&self, table: &mut Table) {
        let told = self.stories.iter().filter_map(|story| story.told).max().unwrap_or_default();
        let had = self.stories.iter().map(|story| story.had).max().unwrap_or_default();
        table.say("longest wait told", format!("{told} s"), "");
        table.say("longest wait had", seconds(had), "");
        let inside = self.stories.iter().filter(|story| matches!(story.outcome, Some(Ok(_))));
        let differences: Vec<_> = inside
            .map(|story| Duration::from_secs(story.told.unwrap_or_default()).abs_diff(story.had))
            .collect();
        let wrong = differences.iter().filter(|difference| **difference > TOLERANCE).count();
        table.exactly("waited otherwise than told, by more than 2 s", wrong, 0);
        table.say("the greatest difference", seconds(differences.into_iter().max().unwrap_or_default()), "");
    }

    fn print_costs(&mut self, wanted: &Wanted, table: &mut Table) {
        if let Some((before, after)) = self.memory {
            let each = after.saturating_sub(before) as f64 * 1.024 / wanted.waiting.max(1) as f64;
            table.say("server memory for each who waits", format!("{each:.1} kB"), "[aim: 20 kB]");
            let note = format!("{} MiB with all of them", after / 1024);
            table.say("server memory before they came", format!("{} MiB", before / 1024), &note);
        }
        let mut pages: Vec<_> = self.stories.iter().flat_map(|story| story.pages.iter().copied()).collect();
        let note = format!("idle: {}", millis(percentile(&mut self.idle, 99)));
        table.say("join page, p99 of the storm", millis(percentile(&mut pages, 99)), &note);
        let note = format!("idle: {}", millis(percentile(&mut self.idle, 50)));
        table.say("join page, median of the storm", millis(percentile(&mut pages, 50)), &note);
        let mut answered: Vec<_> = self.stories.iter().filter_map(|story| story.answered).collect();
        let note = format!("median: {}", millis(percentile(&mut answered, 50)));
        table.say("the form's first answer, p99", millis(percentile(&mut answered, 99)), &note);
    }
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

fn millis(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}
