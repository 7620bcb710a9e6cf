//! What takes longer than its request may: a series is up to sixty calls, one after the other. The work goes on by
//! itself; the request waits a while for it, and pages show meanwhile how far it has come.

use super::cancel_series::CANCEL_SERIES;
use super::series::SCHEDULE_SERIES;
use super::series_change::CHANGE_SERIES;
use crate::Services;
use crate::access::{Member, Organizer};
use crate::failures::stored;
use crate::intents::refusal_of;
use portico_domain::ids::{IntentId, MeetingId, SeriesId};
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::{Kind, Refusal};
use portico_store::intents::{Intent, IntentState};
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::Instant;

/// So long a request waits for what goes on without it; shorter than its answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Seconds after which it makes sense to look again.
const LOOK_AGAIN: u32 = 5;
/// Seconds after which work is taken for dead that nobody shows any more; longer than any call lasts.
const SHOWN_SECONDS: i64 = 60;
const SHOW_EVERY: Duration = Duration::from_secs(15);
/// Often enough that reconciliation does not take for dead who is at it.
const KEEP_OPEN_EVERY: Duration = Duration::from_secs(5);
/// So often somebody looks who waits for what somebody else does.
pub(super) const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What is being done to a series, or was left undone.
#[derive(Clone, Debug, PartialEq)]
pub enum SeriesWork {
    /// So many of so many are booked.
    Booking {
        booked: usize,
        of: usize,
    },
    /// Nobody goes on with the booking: only the form can.
    Interrupted {
        booked: usize,
        of: usize,
    },
    /// It could not be had whole, so nothing of it stays.
    Refused(Box<Refusal>),
    Changing,
    Cancelling,
    /// Not every meeting was changed; why, if that is known.
    NotAllChanged(Option<Box<Refusal>>),
    NotAllCancelled(Option<Box<Refusal>>),
}

/// The lease of whoever books the series.
pub(super) fn booking(series: &SeriesId) -> String {
    format!("series/{series}")
}

/// The lease of whoever changes several of its meetings.
pub(super) fn changing(series: &SeriesId) -> String {
    format!("series/{series}/change")
}

/// The lease of whoever cancels what is left of it.
pub(super) fn cancelling(series: &SeriesId) -> String {
    format!("series/{series}/cancel")
}

/// For so long a page says that not all was done.
const TOLD_SECONDS: i64 = 86_400;

/// It goes on; look again in a moment.
pub(crate) fn in_progress() -> Refusal {
    Refusal { retry_after: Some(LOOK_AGAIN), ..Kind::InProgress.into() }
}

/// Work that has been begun and is not yet over. Counted, so that a process that ends can finish it first.
struct AtWork(Services);

impl AtWork {
    fn new(services: &Services) -> Self {
        services.inner.lasting.fetch_add(1, Ordering::Relaxed);
        Self(services.clone())
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.inner.lasting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Services {
    /// How long requests wait for what goes on without them, where 20 s is too long.
    pub fn wait_at_most(&self, patience: Duration) {
        // What was said first holds.
        let _ = self.inner.patience.set(patience);
    }

    pub(crate) fn patience(&self) -> Duration {
        self.inner.patience.get().copied().unwrap_or(PATIENCE)
    }

    /// Begins work that goes on when the request is over or the browser has gone: half of it helps nobody. Waits for
    /// it until then.
    pub(super) async fn begun<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Refusal>> + Send + 'static,
        until: Instant,
    ) -> Result<T, Refusal> {
        let at_work = AtWork::new(self);
        let task = tokio::spawn(async move {
            let _at_work = at_work;
            work.await
        });
        // What comes of it later, pages find in its intent.
        match tokio::time::timeout_at(until, task).await {
            Ok(done) => done.unwrap_or_else(|_| Err(Kind::Internal.into())),
            Err(_) => Err(in_progress()),
        }
    }

    /// Waits until all that goes on without a request is over.
    pub async fn finish_lasting(&self) {
        while self.inner.lasting.load(Ordering::Relaxed) > 0 {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Until when a request that begins now waits.
    pub(super) fn last_moment(&self) -> Instant {
        Instant::now() + self.patience()
    }

    /// `false`: somebody else shows the same.
    pub(super) async fn show(&self, lease: &str, holder: &str) -> Result<bool, Refusal> {
        let now = self.now();
        let until = now.plus_seconds(SHOWN_SECONDS);
        self.store().leases().acquire(lease, holder, now, until).await.map_err(stored)
    }

    /// Is somebody booking, changing or cancelling a series?
    pub(crate) async fn is_worked_on(&self, series: &SeriesId) -> Result<bool, Refusal> {
        self.is_at(&[booking(series), changing(series), cancelling(series)]).await
    }

    /// Is somebody at one of these?
    pub(super) async fn is_at(&self, leases: &[String]) -> Result<bool, Refusal> {
        let held = self.store().leases().held(self.now()).await.map_err(stored)?;
        Ok(leases.iter().any(|lease| held.contains(lease)))
    }

    /// Does the work of an intent, and meanwhile shows reconciliation that somebody is at it.
    pub(super) async fn keeping_open<T>(&self, intent: &IntentId, work: impl Future<Output = T>) -> T {
        meanwhile(work, KEEP_OPEN_EVERY, || async {
            if let Err(error) = self.store().intents().keep_open(intent, self.now()).await {
                tracing::warn!(%error, "a change of a series could not be held");
            }
        })
        .await
    }

    /// Does the work, and goes on showing that somebody is at it.
    pub(super) async fn shown<T>(&self, lease: &str, holder: &str, work: impl Future<Output = T>) -> T {
        let done = meanwhile(work, SHOW_EVERY, || async {
            if let Err(refusal) = self.show(lease, holder).await {
                tracing::warn!(%refusal, lease, "work that goes on could not be shown");
            }
        })
        .await;
        self.let_go(lease, holder).await;
        done
    }

    /// Gives a lease back. If that fails, it runs out by itself; what was done is done.
    pub(super) async fn let_go(&self, lease: &str, holder: &str) {
        if let Err(error) = self.store().leases().release(lease, holder).await {
            tracing::warn!(%error, lease, "a lease is left to run out");
        }
    }
}

/// Does the work, and each time that so long has passed one beat.
pub(super) async fn meanwhile<T, B: Future<Output = ()>>(
    work: impl Future<Output = T>,
    every: Duration,
    beat: impl Fn() -> B,
) -> T {
    let beats = async {
        loop {
            tokio::time::sleep(every).await;
            beat().await;
        }
    };
    tokio::select! {
        done = work => done,
        never = beats => never,
    }
}

impl Organizer {
    /// The meeting to look at while what was sent with this key goes on: the first of a series that is being
    /// booked, or the one whose change reaches others. None if nothing goes on, and none before the first is booked.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn under_way(&self, key: &str) -> Result<Option<MeetingId>, Refusal> {
        let whole = |intent: &Intent| {
            matches!(intent.action.as_str(), SCHEDULE_SERIES | CHANGE_SERIES)
                && matches!(intent.state, IntentState::Pending | IntentState::Unknown)
        };
        let latest = self.services.latest(self.id(), key).await?.filter(whole);
        let Some(id) = latest.and_then(|intent| intent.meeting) else { return Ok(None) };
        let found = self.services.store().meetings().by_id(&id).await.map_err(stored)?;
        Ok(found.filter(|meeting| meeting.state != MeetingState::Unconfirmed).map(|meeting| meeting.id))
    }
}

impl Member {
    /// What is being done to the series of a meeting; nothing for most.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn series_work(&self, meeting: &Meeting) -> Result<Option<SeriesWork>, Refusal> {
        let Some(series) = &meeting.series else { return Ok(None) };
        let store = self.services.store();
        let held = store.leases().held(self.services.now()).await.map_err(stored)?;
        if held.contains(&cancelling(series)) {
            return Ok(Some(SeriesWork::Cancelling));
        }
        if held.contains(&changing(series)) {
            return Ok(Some(SeriesWork::Changing));
        }
        let made = store.intents().by_id(&IntentId(series.0.clone())).await.map_err(stored)?;
        match made {
            Some(made) if made.state == IntentState::Refused => {
                Ok(Some(SeriesWork::Refused(Box::new(refusal_of(made)))))
            }
            Some(made) if made.state != IntentState::Done => {
                let (booked, of) = self.booked(series, &made).await?;
                let goes_on = held.contains(&booking(series));
                Ok(match goes_on {
                    true => Some(SeriesWork::Booking { booked, of }),
                    // Whoever has cancelled what there was knows.
                    false => (booked > 0).then_some(SeriesWork::Interrupted { booked, of }),
                })
            }
            _ => self.left_undone(series).await,
        }
    }

    /// What the last change or cancellation of several left as it was, if it is not long ago.
    async fn left_undone(&self, series: &SeriesId) -> Result<Option<SeriesWork>, Refusal> {
        let services = &self.services;
        let actions = [CHANGE_SERIES, CANCEL_SERIES];
        let latest = services.store().intents().latest_of_series(series, actions).await.map_err(stored)?;
        let recent = services.now().minus_seconds(TOLD_SECONDS);
        let Some(latest) = latest.filter(|it| it.state != IntentState::Done && it.created > recent) else {
            return Ok(None);
        };
        let cancels = latest.action == CANCEL_SERIES;
        let refusal = (latest.state == IntentState::Refused).then(|| refusal_of(latest));
        let why = match refusal {
            // The form was wrong, out of date or too late, so nothing was begun.
            Some(refusal) if !cancels && refusal.partly.is_none() && refusal.kind != Kind::VendorSilent => {
                return Ok(None);
            }
            // It was broken off.
            Some(refusal) if refusal.kind == Kind::VendorSilent && refusal.partly.is_none() => None,
            refusal => refusal.map(Box::new),
        };
        Ok(Some(match cancels {
            true => SeriesWork::NotAllCancelled(why),
            false => SeriesWork::NotAllChanged(why),
        }))
    }

    /// How many are booked, of how many.
    async fn booked(&self, series: &SeriesId, made: &Intent) -> Result<(usize, usize), Refusal> {
        let all = self.services.store().meetings().of_series(series).await.map_err(stored)?;
        let booked = all.iter().filter(|one| one.vendor_id.is_some() && one.state != MeetingState::Cancelled);
        let wanted = made.payload["occurrences"].as_u64().unwrap_or_default();
        Ok((booked.count(), usize::try_from(wanted).unwrap_or_default().max(all.len())))
    }
}
