//! Three times as many requests as the server can answer: those that it takes must be nearly as many as at its peak
//! (guarantees, reliability 10).

use crate::Site;
use crate::office::Office;
use crate::visitor::{Look, Visitor};
use anyhow::ensure;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

/// The page that everybody reads: rendered anew each time, out of the database.
const PAGE: &str = "/meetings";
/// So many readers are tried to find the peak.
const CROWDS: [usize; 3] = [8, 32, 128];
const TIMES: f64 = 3.0;
/// Until what was left over from before is answered.
const SETTLE: Duration = Duration::from_secs(2);
const TICK: Duration = Duration::from_millis(5);
/// Whoever watches health gives up after this.
const HEALTH_PATIENCE: Duration = Duration::from_secs(2);

pub struct Wanted {
    pub site: Site,
    /// The link that the server printed.
    pub setup: String,
    /// Of each measurement.
    pub seconds: u64,
}

#[derive(Debug)]
pub struct Found {
    /// Pages a second of the crowd that got most.
    pub peak: f64,
    pub offered: f64,
    /// Pages a second when three times as many were asked for.
    pub goodput: f64,
    pub refused: usize,
    /// Of those, told after how long to come again.
    pub told_when: usize,
    /// Anything else: broken connections, other refusals.
    pub other: usize,
    pub health_asked: usize,
    pub health_missed: usize,
}

/// Finds the peak, then asks for three times as much.
///
/// # Errors
/// The server does not answer at all.
pub async fn run(wanted: &Wanted) -> anyhow::Result<Found> {
    let office = Office::set_up(&wanted.site, &wanted.setup).await?;
    let look = office.reader(0).look(PAGE).await?;
    ensure!(look.status == 200, "{PAGE}: {}", look.status);
    let mut peak: f64 = 0.0;
    for crowd in CROWDS {
        peak = peak.max(closed(&office, crowd, wanted.seconds).await);
    }
    let offered = peak * TIMES;
    let health = tokio::spawn(watch_health(office.reader(1), SETTLE + Duration::from_secs(wanted.seconds)));
    let tally = flood(&office, offered, wanted.seconds).await;
    let (health_asked, health_missed) = health.await?;
    let count = |of: &AtomicUsize| of.load(Ordering::Relaxed);
    Ok(Found {
        peak,
        offered,
        goodput: count(&tally.pages) as f64 / wanted.seconds as f64,
        refused: count(&tally.refused),
        told_when: count(&tally.told_when),
        other: count(&tally.other),
        health_asked,
        health_missed,
    })
}

/// Pages a second of readers who each ask again as soon as they have been answered.
async fn closed(office: &Office, crowd: usize, seconds: u64) -> f64 {
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut readers = JoinSet::new();
    for number in 0..crowd {
        let mut reader = office.reader(number);
        readers.spawn(async move {
            let mut pages = 0_usize;
            while Instant::now() < until {
                pages += usize::from(matches!(reader.look(PAGE).await, Ok(Look { status: 200, .. })));
            }
            pages
        });
    }
    readers.join_all().await.into_iter().sum::<usize>() as f64 / seconds as f64
}

#[derive(Default)]
struct Tally {
    pages: AtomicUsize,
    refused: AtomicUsize,
    told_when: AtomicUsize,
    other: AtomicUsize,
}

impl Tally {
    fn count(&self, look: &anyhow::Result<Look>) {
        let add = |to: &AtomicUsize| to.fetch_add(1, Ordering::Relaxed);
        match look {
            Ok(Look { status: 200, .. }) => add(&self.pages),
            Ok(Look { status: 503, says_when }) => {
                if *says_when {
                    add(&self.told_when);
                }
                add(&self.refused)
            }
            _ => add(&self.other),
        };
    }
}

/// Readers that come at a rate, whatever became of those before them. What is answered while it is measured counts.
async fn flood(office: &Office, rate: f64, seconds: u64) -> Arc<Tally> {
    let tally = Arc::new(Tally::default());
    let resting: Arc<Mutex<Vec<Visitor>>> = Arc::default();
    let begun = Instant::now();
    let counted = begun + SETTLE..begun + SETTLE + Duration::from_secs(seconds);
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut readers = JoinSet::new();
    let mut sent = 0;
    while Instant::now() < counted.end {
        ticks.tick().await;
        while (sent as f64) < begun.elapsed().as_secs_f64() * rate {
            let rested = resting.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut reader = rested.unwrap_or_else(|| office.reader(sent));
            let (tally, resting, counted) = (tally.clone(), resting.clone(), counted.clone());
            readers.spawn(async move {
                let look = reader.look(PAGE).await;
                if counted.contains(&Instant::now()) {
                    tally.count(&look);
                }
                if look.is_ok() {
                    resting.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
                }
            });
            sent += 1;
        }
        while readers.try_join_next().is_some() {}
    }
    readers.abort_all();
    tally
}

/// Asks ten times a second. Returns how often it asked, and how often nothing good came in time.
async fn watch_health(mut watcher: Visitor, lasts: Duration) -> (usize, usize) {
    let begun = Instant::now();
    let (mut asked, mut missed) = (0, 0);
    while begun.elapsed() < lasts {
        let next = Instant::now() + Duration::from_millis(100);
        asked += 1;
        let answer = timeout(HEALTH_PATIENCE, watcher.look("/healthz")).await;
        if !matches!(answer, Ok(Ok(Look { status: 200, .. }))) {
            missed += 1;
            watcher.rest();
        }
        sleep_until(next).await;
    }
    (asked, missed)
}
