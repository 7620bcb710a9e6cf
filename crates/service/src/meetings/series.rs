//! Series that Portico makes of single meetings, for vendors that cannot repeat one.
//!
//! A series is booked whole or not at all. The intent of the whole gives it its id, and each occurrence
//! has an intent of its own below that, so that a submit that was interrupted goes on where it stopped.

use super::lasting::{booking, cancelling, changing, in_progress};
use crate::Services;
use crate::access::{Member, Organizer};
use crate::failures::stored;
use crate::intents::{Plan, Turn};
use crate::registry::Client;
use crate::when::{Zone, occurrences};
use portico_domain::capabilities::Support;
use portico_domain::connections::Connection;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::{IntentId, MeetingId, SeriesId};
use portico_domain::meetings::{Meeting, MeetingDraft, MeetingState};
use portico_domain::refusals::{FieldRefusal, Kind, Refusal, Rule};
use portico_domain::time::Timestamp;
use portico_store::intents::Intent;
use serde_json::json;

/// Most meetings of one series.
pub const MOST_OCCURRENCES: usize = 60;
/// What the intent of a whole series is called.
pub(super) const SCHEDULE_SERIES: &str = "series.schedule";

/// A series that is being booked.
#[derive(Clone)]
struct Booking {
    organizer: Organizer,
    connection: Connection,
    vendor: Client,
    series: SeriesId,
    /// The id of the first meeting, chosen beforehand: it is where the form leads to.
    first: MeetingId,
    drafts: Vec<MeetingDraft>,
    zone: Zone,
}

/// Must Portico itself repeat this meeting?
pub(super) fn is_ours_to_repeat(connection: &Connection, draft: &MeetingDraft) -> bool {
    draft.repeat.is_some() && connection.vendor.capabilities().repeat == Support::Portico
}

impl Organizer {
    /// Books each occurrence as a meeting of its own. Returns the first one.
    ///
    /// # Errors
    /// As for a single meeting; a refusal names the day of the occurrence it is about, and nothing stays
    /// booked. An occurrence without an answer is no refusal: it stands as unconfirmed. [`Kind::InProgress`]: it
    /// takes longer than a request may, and goes on.
    pub(super) async fn schedule_series(
        &self,
        key: &str,
        form: &MeetingForm,
        zone: &Zone,
        connection: Connection,
        draft: &MeetingDraft,
    ) -> Result<MeetingId, Refusal> {
        let until = self.services.last_moment();
        let drafts = each(draft, zone)?;
        let vendor = self.services.vendor(&connection).await?;
        let first = MeetingId(portico_store::new_id());
        let plan = Plan {
            person: self.id(),
            key,
            action: SCHEDULE_SERIES,
            connection: &connection.id,
            meeting: &first,
            payload: json!({ "subject": draft.subject, "occurrences": drafts.len(), "zone": zone.name() }),
        };
        let (series, first) = match self.services.begin(plan, form).await? {
            Turn::Ours(intent) => (intent.0, first),
            Turn::Before(Err(refusal)) if is_under_way(&refusal) => {
                let earlier = self.services.latest(self.id(), key).await?.ok_or(refusal)?;
                (earlier.id.0, earlier.meeting.unwrap_or(first))
            }
            Turn::Before(outcome) => return outcome,
        };
        let (organizer, zone, series) = (self.clone(), zone.clone(), SeriesId(series));
        let booking = Booking { organizer, connection, vendor, series, first, drafts, zone };
        self.services.begun(async move { booking.run().await }, until).await
    }
}

/// Nobody has said yet what became of it.
fn is_under_way(refusal: &Refusal) -> bool {
    matches!(refusal.kind, Kind::InProgress | Kind::Unconfirmed)
}

/// The occurrences, each as a meeting that does not repeat.
fn each(draft: &MeetingDraft, zone: &Zone) -> Result<Vec<MeetingDraft>, Refusal> {
    let repeat = draft.repeat.ok_or(Refusal::of(Kind::Internal))?;
    let until = repeat.until.ok_or_else(|| Refusal::field("until", Rule::UntilMissing))?;
    let starts = occurrences(draft.start, repeat, draft.start, until.plus_seconds(1), zone);
    if starts.len() > MOST_OCCURRENCES {
        return Err(Refusal::field("until", Rule::TooMany { most: MOST_OCCURRENCES as u32 }));
    }
    if starts.is_empty() {
        // Working days from a Saturday until the Sunday.
        return Err(Refusal::field("until", Rule::UntilBeforeStart));
    }
    let lasts = draft.end.since(draft.start);
    let one = |start: Timestamp| MeetingDraft {
        start,
        end: Timestamp::from_millis(start.millis() + lasts),
        repeat: None,
        ..draft.clone()
    };
    Ok(starts.into_iter().map(one).collect())
}

/// What became of one occurrence.
enum Step {
    Booked,
    /// It was booked and given back: the series it belongs to was being withdrawn.
    Withdrawn,
}

impl Booking {
    async fn run(&self) -> Result<MeetingId, Refusal> {
        let holder = portico_store::new_id();
        if !self.hold(&holder).await? {
            // Someone else is at it, here or on another machine.
            return Err(in_progress());
        }
        let services = &self.organizer.services;
        let outcome = match services.is_at(&[cancelling(&self.series), changing(&self.series)]).await? {
            true => Err(in_progress()),
            false => self.book_all(&holder).await,
        };
        let outcome = match outcome {
            Err(refusal) if must_be_withdrawn(&refusal) => {
                self.organizer.withdraw_series(&self.connection, &self.series).await?;
                Err(refusal)
            }
            outcome => outcome,
        };
        if !outcome.as_ref().is_err_and(|refusal| refusal.kind == Kind::InProgress) {
            services.settle(&IntentId(self.series.0.clone()), outcome.as_ref().copied()).await?;
        }
        services.store().leases().release(&booking(&self.series), &holder).await.map_err(stored)?;
        outcome.map(|()| self.first.clone())
    }

    async fn hold(&self, holder: &str) -> Result<bool, Refusal> {
        self.organizer.services.show(&booking(&self.series), holder).await
    }

    async fn book_all(&self, holder: &str) -> Result<(), Refusal> {
        for (number, draft) in self.drafts.iter().enumerate() {
            if !self.hold(holder).await? {
                return Err(in_progress());
            }
            match self.book(number, draft).await {
                Ok(Step::Booked) => {}
                Ok(Step::Withdrawn) => return Err(Kind::VendorSilent.into()),
                // It may stand; reconciliation finds out.
                Err(refusal) if refusal.kind == Kind::Unconfirmed => {}
                Err(refusal) => return Err(self.on_its_day(refusal, draft)),
            }
            if number == 0 {
                // Of a series that is refused at once nothing stays.
                let meetings = self.organizer.services.store().meetings();
                meetings.keep_series_zone(&self.series, self.zone.name()).await.map_err(stored)?;
            }
        }
        Ok(())
    }

    async fn book(&self, number: usize, draft: &MeetingDraft) -> Result<Step, Refusal> {
        let (organizer, services) = (&self.organizer, &self.organizer.services);
        let id = match number {
            0 => self.first.clone(),
            _ => MeetingId(portico_store::new_id()),
        };
        let key = format!("{}/{number}", self.series);
        let plan = Plan {
            person: organizer.id(),
            key: &key,
            action: "meeting.schedule",
            connection: &self.connection.id,
            meeting: &id,
            payload: json!({ "subject": draft.subject, "start": draft.start, "end": draft.end }),
        };
        let body = (&draft.subject, draft.start, draft.end);
        match services.begin(plan, &body).await? {
            Turn::Before(Err(refusal)) => Err(refusal),
            Turn::Before(Ok(id)) => {
                let known = services.store().meetings().by_id(&id).await.map_err(stored)?;
                let gone = known.is_none_or(|meeting| meeting.state == MeetingState::Cancelled);
                Ok(if gone { Step::Withdrawn } else { Step::Booked })
            }
            Turn::Ours(intent) => {
                let (connection, series) = (&self.connection, Some(&self.series));
                let outcome = organizer.create(connection, &self.vendor, &id, draft, series).await;
                services.settle(&intent, outcome.as_ref().map(|_| ())).await?;
                outcome?;
                services.remember(&id, Some(organizer.id()), "scheduled", "").await;
                Ok(Step::Booked)
            }
        }
    }

    /// Says which occurrence a refusal is about; what the vendor blames, it blames at that time.
    fn on_its_day(&self, mut refusal: Refusal, draft: &MeetingDraft) -> Refusal {
        refusal.occurrence = Some(self.zone.date_field(draft.start));
        if refusal.kind == Kind::VendorRefused && refusal.fields.is_empty() {
            refusal.fields.push(FieldRefusal::new("start", Rule::Vendor));
        }
        refusal
    }
}

/// Someone said no, so what was booked before is given back. Where Portico itself failed, the same form
/// goes on later.
fn must_be_withdrawn(refusal: &Refusal) -> bool {
    !matches!(refusal.kind, Kind::InProgress | Kind::Unavailable | Kind::Internal | Kind::Conflict)
}

impl Member {
    /// All meetings of the series that a meeting belongs to, the earliest first; none if it stands alone.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn series(&self, meeting: &Meeting) -> Result<Vec<Meeting>, Refusal> {
        let Some(series) = &meeting.series else { return Ok(Vec::new()) };
        self.services.store().meetings().of_series(series).await.map_err(stored)
    }
}

impl Services {
    /// Was the whole series booked, although nobody noted it?
    pub(super) async fn is_series_complete(&self, intent: &Intent) -> Result<bool, Refusal> {
        let series = SeriesId(intent.id.0.clone());
        let booked = self.store().meetings().of_series(&series).await.map_err(stored)?;
        let wanted = intent.payload["occurrences"].as_u64().unwrap_or(u64::MAX);
        let stands =
            |meeting: &&Meeting| meeting.vendor_id.is_some() && meeting.state != MeetingState::Cancelled;
        Ok(booked.iter().filter(stands).count() as u64 >= wanted)
    }
}
