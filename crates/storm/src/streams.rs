//! Ten thousand open event streams: what each costs, and how soon all of them hear of a change.

use crate::office::{Booked, Office, minute_after};
use crate::visitor::Visitor;
use crate::{Site, Vendor, memory};
use anyhow::{Context, ensure};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};

/// So many are being opened at once.
const OPENING: usize = 64;
/// How long after a change is waited for those that have not heard of it.
const PATIENCE: Duration = Duration::from_secs(10);
/// Until the memory of what came before is given back.
const SETTLE: Duration = Duration::from_secs(2);
/// Seconds that are enough to open them all before the door opens.
const LEAD_SECONDS: i64 = 60;

/// An open event stream.
pub struct Stream {
    body: Incoming,
    text: String,
}

impl Stream {
    pub(crate) fn new(body: Incoming) -> Self {
        Self { body, text: String::new() }
    }

    /// The name of the next event, `None` once the stream has ended. Comments that keep it alive are
    /// passed over.
    pub(crate) async fn next(&mut self) -> Option<String> {
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let name = event.lines().find_map(|line| line.strip_prefix("event: ")).map(str::to_owned);
                self.text = rest.to_owned();
                if name.is_some() {
                    return name;
                }
            }
            let frame = self.body.frame().await?.ok()?;
            self.text.push_str(&String::from_utf8_lossy(frame.data_ref()?));
        }
    }
}

/// What to try.
pub struct Wanted {
    pub site: Site,
    /// The link that the server printed.
    pub setup: String,
    pub streams: usize,
    /// The server's process, if its memory is to be looked at.
    pub process: Option<u32>,
    /// Also wait for the door to open; takes up to two minutes.
    pub opening: bool,
}

/// How a change reached those who wait.
#[derive(Clone, Copy, Debug)]
pub struct Delivery {
    pub change: &'static str,
    /// How many heard of it at all.
    pub reached: usize,
    pub within_a_second: usize,
    pub slowest: Duration,
}

#[derive(Debug)]
pub struct Found {
    pub opening_took: Duration,
    /// Of the server, in kilobytes, for each stream.
    pub kilobytes: Option<f64>,
    pub deliveries: Vec<Delivery>,
}

/// Opens the streams, changes the meeting, and looks who hears of it.
///
/// # Errors
/// A stream cannot be opened, or the server does not do what it is asked to.
pub async fn run(wanted: &Wanted) -> anyhow::Result<Found> {
    let mut office = Office::set_up(&wanted.site, &wanted.setup).await?;
    let lead = if wanted.opening { LEAD_SECONDS } else { 86_400 };
    let opens = minute_after(lead)?;
    let meeting = office.book(Vendor::Cloudroom, opens).await?;
    sleep(SETTLE).await;
    let before = wanted.process.and_then(memory::resident);
    let started = Instant::now();
    let (sender, mut heard) = unbounded_channel();
    let mut streams = open_all(wanted, &meeting, sender).await?;
    let opening_took = started.elapsed();
    sleep(SETTLE).await;
    let after = wanted.process.and_then(memory::resident);
    let kilobytes = before
        .zip(after)
        .map(|(before, after)| after.saturating_sub(before) as f64 * 1.024 / wanted.streams as f64);
    let mut deliveries = Vec::new();
    if wanted.opening {
        let left = opens.as_millisecond() - jiff::Timestamp::now().as_millisecond();
        let left = u64::try_from(left).context("the streams were not open before the door")?;
        let changed = Instant::now() + Duration::from_millis(left);
        deliveries.push(gather("the door opens", &mut heard, changed, wanted.streams).await);
    }
    let changed = Instant::now();
    office.cancel(&meeting).await?;
    deliveries.push(gather("the meeting is cancelled", &mut heard, changed, wanted.streams).await);
    streams.abort_all();
    Ok(Found { opening_took, kilobytes, deliveries })
}

async fn open_all(
    wanted: &Wanted,
    meeting: &Booked,
    heard: UnboundedSender<Instant>,
) -> anyhow::Result<JoinSet<()>> {
    let gate = Arc::new(Semaphore::new(OPENING));
    let path: Arc<str> = format!("{}/events", meeting.path).into();
    let mut opening = JoinSet::new();
    for number in 0..wanted.streams {
        let (gate, path, site) = (gate.clone(), path.clone(), wanted.site.clone());
        opening.spawn(async move {
            let _permit = gate.acquire().await?;
            let mut stream = Stream::new(Visitor::new(&site, number).open(&path).await?);
            ensure!(stream.next().await.as_deref() == Some("waiting"), "the stream does not begin");
            Ok(stream)
        });
    }
    let mut listening = JoinSet::new();
    while let Some(stream) = opening.join_next().await {
        let (mut stream, heard) = (stream??, heard.clone());
        listening.spawn(async move {
            while let Some(event) = stream.next().await {
                if event == "changed" && heard.send(Instant::now()).is_err() {
                    break;
                }
            }
        });
    }
    Ok(listening)
}

async fn gather(
    change: &'static str,
    heard: &mut UnboundedReceiver<Instant>,
    changed: Instant,
    streams: usize,
) -> Delivery {
    let mut times = Vec::with_capacity(streams);
    while times.len() < streams
        && let Ok(Some(at)) = timeout_at(changed + PATIENCE, heard.recv()).await
    {
        times.push(at.saturating_duration_since(changed));
    }
    Delivery {
        change,
        reached: times.len(),
        within_a_second: times.iter().filter(|time| **time <= Duration::from_secs(1)).count(),
        slowest: times.into_iter().max().unwrap_or_default(),
    }
}
