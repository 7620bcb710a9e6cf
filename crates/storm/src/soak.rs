//! Hours of everything at once: what the server holds must not grow (guarantees, reliability 16).

use crate::office::{Office, minute_after};
use crate::visitor::Visitor;
use crate::{Site, Vendor, memory};
use anyhow::Context;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, interval, sleep, timeout};

/// What signed-in people read.
const PAGES: [&str; 9] = [
    "/",
    "/meetings",
    "/meetings?view=month",
    "/meetings/new",
    "/recordings",
    "/connections",
    "/audit",
    "/system",
    "/account",
];
const READERS: usize = 6;
const GUESTS: usize = 6;
/// Guests that wait for a while with a stream open, and go away without a word.
const WAITING: usize = 20;
/// Between two requests of one visitor.
const PAUSE: Duration = Duration::from_millis(100);
const SAMPLES: usize = 30;

pub struct Wanted {
    pub site: Site,
    /// The link that the server printed.
    pub setup: String,
    /// The server's process.
    pub process: u32,
    pub minutes: u64,
}

/// What the server held at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    pub kibibytes: u64,
    pub threads: u64,
    pub descriptors: u64,
}

#[derive(Debug)]
pub struct Found {
    pub asked: usize,
    /// Anything that was not answered as it should have been.
    pub failed: usize,
    pub samples: Vec<Sample>,
}

impl Found {
    /// The mean of the last third, in percent of that of the third before. (The first one warms up.)
    pub fn grown(&self, what: impl Fn(&Sample) -> u64) -> usize {
        let third = self.samples.len() / 3;
        let sum = |from: usize| self.samples.iter().skip(from).take(third).map(&what).sum::<u64>();
        let (middle, last) = (sum(third), sum(2 * third));
        usize::try_from((last * 100).div_ceil(middle.max(1))).unwrap_or(usize::MAX)
    }
}

#[derive(Default)]
struct Tally {
    asked: AtomicUsize,
    failed: AtomicUsize,
}

impl Tally {
    fn count(&self, good: bool) {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.failed.fetch_add(usize::from(!good), Ordering::Relaxed);
    }
}

/// Lets them all loose and looks at the server from time to time.
///
/// # Errors
/// The server cannot be set up, or the system does not tell what it holds.
pub async fn run(wanted: &Wanted) -> anyhow::Result<Found> {
    let mut office = Office::set_up(&wanted.site, &wanted.setup).await?;
    // Nobody gets in before the end: entering is what the storms are for.
    let opens = minute_after(i64::try_from(wanted.minutes)? * 60 + 3600)?;
    let door: Arc<str> = office.book(Vendor::Cloudroom, opens).await?.path.into();
    let tally = Arc::new(Tally::default());
    let mut visitors = JoinSet::new();
    for number in 0..READERS {
        visitors.spawn(read(office.reader(number), number, tally.clone()));
    }
    for number in 0..GUESTS {
        visitors.spawn(visit(Visitor::new(&wanted.site, 1000 + number), door.clone(), tally.clone()));
    }
    for number in 0..WAITING {
        visitors.spawn(wait(wanted.site.clone(), 2000 + number, door.clone(), tally.clone()));
    }
    let every = Duration::from_secs(wanted.minutes * 60).div_f64(SAMPLES as f64);
    let mut moments = interval(every);
    moments.tick().await;
    let mut samples = Vec::new();
    while samples.len() < SAMPLES {
        moments.tick().await;
        samples.push(sample(wanted.process).context("the system does not tell what the server holds")?);
    }
    visitors.abort_all();
    let count = |of: &AtomicUsize| of.load(Ordering::Relaxed);
    Ok(Found { asked: count(&tally.asked), failed: count(&tally.failed), samples })
}

fn sample(process: u32) -> Option<Sample> {
    Some(Sample {
        kibibytes: memory::resident(process)?,
        threads: memory::threads(process)?,
        descriptors: memory::descriptors(process)?,
    })
}

async fn read(mut reader: Visitor, number: usize, tally: Arc<Tally>) {
    for page in PAGES.iter().cycle().skip(number) {
        let answer = reader.look(page).await;
        tally.count(matches!(answer, Ok(look) if look.status == 200));
        sleep(PAUSE).await;
    }
}

/// Looks at the join page, sends the form before its time, and comes from a new connection now and then.
async fn visit(mut guest: Visitor, door: Arc<str>, tally: Arc<Tally>) {
    for turn in 0_usize.. {
        tally.count(matches!(guest.look(&door).await, Ok(look) if look.status == 200));
        sleep(PAUSE).await;
        if turn.is_multiple_of(5) {
            // Too early is an answer too.
            tally.count(
                matches!(guest.post(&door, &[("name", "Eve")]).await, Ok(answer) if answer.status < 500),
            );
            guest.rest();
        }
    }
}

async fn wait(site: Site, number: usize, door: Arc<str>, tally: Arc<Tally>) {
    let patience = Duration::from_secs(5 + number as u64 % 7);
    loop {
        let begun = Instant::now();
        let open = Visitor::new(&site, number).open(&format!("{door}/events")).await;
        tally.count(open.is_ok());
        if let Ok(body) = open {
            let mut stream = crate::streams::Stream::new(body);
            let _ = timeout(patience, async { while stream.next().await.is_some() {} }).await;
        }
        sleep(patience.saturating_sub(begun.elapsed()).max(PAUSE)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_that_of_the_last_third() {
        let sample = |kibibytes| Sample { kibibytes, threads: 4, descriptors: 10 };
        let found =
            |held: &[u64]| Found { asked: 0, failed: 0, samples: held.iter().copied().map(sample).collect() };
        assert_eq!(found(&[1, 2, 100, 100, 100, 100]).grown(|it| it.kibibytes), 100);
        assert_eq!(found(&[1, 2, 100, 100, 150, 150]).grown(|it| it.kibibytes), 150);
        assert_eq!(found(&[1, 2, 100, 100, 150, 150]).grown(|it| it.threads), 100);
    }
}
