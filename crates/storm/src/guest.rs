//! One person at a join page, with a browser that does what `public/guest.js` does.

use crate::page::{self, Reply};
use crate::visitor::{Answer, Visitor};
use crate::{Site, streams::Stream};
use anyhow::ensure;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, sleep_until};

/// How often a page looks whose stream was lost.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// The door that everyone wants through.
#[derive(Clone)]
pub struct Door {
    pub site: Site,
    /// `/j/…`
    pub path: Arc<str>,
    pub opens: Instant,
    /// So many may be on their way to the page at once before it opens.
    pub gate: Arc<Semaphore>,
}

/// What a person met with.
#[derive(Debug, Default)]
pub struct Story {
    /// How long each load of the join page took.
    pub pages: Vec<Duration>,
    /// How long after the opening the server said so on the stream; none for one that came later.
    pub nudged: Option<Duration>,
    pub lost_stream: bool,
    /// Seconds, as the first page in the queue said.
    pub told: Option<u64>,
    /// From the first sending of the form to its answer: a way in, or a place in the queue.
    pub answered: Option<Duration>,
    /// From being told to the way in; nothing for one who was not told to wait.
    pub had: Duration,
    /// How long after the opening the person was in, or why not.
    pub outcome: Option<Result<Duration, String>>,
}

pub struct Guest {
    door: Door,
    number: usize,
    visitor: Visitor,
    story: Story,
}

impl Guest {
    pub fn new(door: Door, number: usize) -> Self {
        let visitor = Visitor::new(&door.site, number);
        Self { door, number, visitor, story: Story::default() }
    }

    /// Opens the page and its event stream; both use one connection, as in a browser.
    ///
    /// # Errors
    /// The person could not even wait.
    pub async fn arrive(&mut self) -> anyhow::Result<Stream> {
        let gate = self.door.gate.clone();
        let _permit = gate.acquire().await?;
        let answer = self.look().await?;
        ensure!(!page::is_open(&answer), "the door is open before its time");
        let mut stream = Stream::new(self.visitor.open(&format!("{}/events", self.door.path)).await?);
        ensure!(stream.next().await.as_deref() == Some("waiting"), "the stream does not begin");
        Ok(stream)
    }

    /// Waits for the door and goes in by itself.
    pub async fn wait(mut self, stream: Stream) -> Story {
        let outcome = self.wait_at(stream).await;
        self.finish(outcome)
    }

    /// Comes so long after the opening and goes in.
    pub async fn come(mut self, after: Duration) -> Story {
        sleep_until(self.door.opens + after).await;
        let outcome = self.walk_in().await;
        self.finish(outcome)
    }

    async fn wait_at(&mut self, stream: Stream) -> anyhow::Result<()> {
        let mut stream = Some(stream);
        // The same for the same person in each run.
        let chance = Duration::from_millis((self.number as u64).wrapping_mul(2_654_435_761) % 1000);
        loop {
            match stream.as_mut() {
                None => sleep(LOOK_EVERY + chance).await,
                Some(open) => match open.next().await.as_deref() {
                    Some("changed") => {
                        self.story.nudged.get_or_insert(self.door.opens.elapsed());
                        sleep(chance).await;
                    }
                    Some(_) => continue,
                    None => {
                        self.story.lost_stream = true;
                        stream = None;
                        continue;
                    }
                },
            }
            if page::is_open(&self.look().await?) {
                drop(stream);
                return self.enter().await;
            }
        }
    }

    async fn walk_in(&mut self) -> anyhow::Result<()> {
        let answer = self.look().await?;
        ensure!(page::is_open(&answer), "page: {}", page::describe(&answer));
        self.enter().await
    }

    async fn look(&mut self) -> anyhow::Result<Answer> {
        let started = Instant::now();
        let answer = self.visitor.get(&self.door.path).await?;
        self.story.pages.push(started.elapsed());
        ensure!(answer.status == 200, "page: {}", page::describe(&answer));
        Ok(answer)
    }

    /// Sends the form, and goes through the queue if there is one.
    async fn enter(&mut self) -> anyhow::Result<()> {
        let name = format!("Guest {}", self.number);
        let started = Instant::now();
        let mut told = None;
        let mut ticket = None;
        loop {
            let mut form = vec![("name", name.as_str())];
            form.extend(ticket.as_deref().map(|ticket| ("ticket", ticket)));
            let reply = Reply::read(&self.visitor.post(&self.door.path, &form).await?);
            self.story.answered.get_or_insert(started.elapsed());
            match reply {
                Reply::In => {
                    self.story.had = told.map_or(Duration::ZERO, |told: Instant| told.elapsed());
                    return Ok(());
                }
                Reply::Refused(why) => anyhow::bail!("form: {why}"),
                Reply::Queue { seconds, ticket: given } => {
                    self.story.told.get_or_insert(seconds);
                    told.get_or_insert(Instant::now());
                    ticket = Some(given);
                    self.visitor.rest();
                    // The script comes a second earlier, and the server holds it until its moment.
                    sleep(Duration::from_secs(seconds.saturating_sub(1))).await;
                }
            }
        }
    }

    fn finish(mut self, outcome: anyhow::Result<()>) -> Story {
        let after = self.door.opens.elapsed();
        self.story.outcome = Some(outcome.map(|()| after).map_err(|error| format!("{error:#}")));
        self.story
    }
}
