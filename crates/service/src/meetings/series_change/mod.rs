//! Changing several meetings of a series together: this and those that follow, or all of them.
//!
//! The intent of the whole writes down how the opened meeting and each start stood before anything was
//! changed (`basis.rs`), so that the same save sent again does what is left of the same thing, instead of
//! measuring from what it has done already. Each meeting is then changed under an intent of its own; one that
//! is refused does not stop the others, and the answer says what became of each (`outcome.rs`).

mod alter;
mod basis;
mod outcome;

use super::change::{Wish, read};
use super::lasting::{booking, cancelling, changing, in_progress, meanwhile};
use super::version::Seen;
use crate::access::Organizer;
use crate::failures::stored;
use crate::intents::{Plan, Turn};
use crate::when::Zone;
use alter::Alteration;
use basis::{Basis, Occurrence};
use outcome::{Outcome, refusal_of};
use portico_domain::connections::Connection;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::{IntentId, MeetingId, SeriesId};
use portico_domain::meetings::{Meeting, MeetingState, Reach};
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_store::intents::{Intent, IntentState};
use secrecy::ExposeSecret;
use serde_json::json;
use std::time::Duration;

/// Often enough that nobody takes for dead who is at it.
const SHOW_EVERY: Duration = Duration::from_secs(5);
/// Who changes a series holds it for so long after each sign of life.
const HOLD_SECONDS: i64 = 30;
/// What the intent to change several meetings of a series is called.
pub(super) const CHANGE_SERIES: &str = "series.change";

/// A form for several meetings of a series, as it was sent.
#[derive(Clone)]
struct Save {
    organizer: Organizer,
    connection: Connection,
    opened: MeetingId,
    key: String,
    form: MeetingForm,
    zone: Zone,
    seen: Option<Seen>,
    reach: Reach,
    lease: Lease,
}

/// One save at a time works at a series. The version of the opened meeting alone would let a second one pass until that
/// meeting's turn comes, which may be the last.
#[derive(Clone)]
struct Lease {
    name: String,
    holder: String,
}

impl Organizer {
    /// Changes a meeting, and with it others of its series as far as `reach` says. Of the others only what
    /// the form changes of this one is changed; those that have begun or are over stay.
    ///
    /// # Errors
    /// As for [`Self::change_as_seen`]. Where some were changed and some were not, the first refusal, and in
    /// it what became of each. [`Kind::InProgress`]: it takes longer than a request may, and goes on.
    pub async fn change_series(
        &self,
        id: &MeetingId,
        key: &str,
        form: &MeetingForm,
        zone: &Zone,
        seen: Option<&Seen>,
        reach: Reach,
    ) -> Result<(), Refusal> {
        if reach == Reach::This {
            return self.change_as_seen(id, key, form, zone, seen).await;
        }
        let until = self.services.last_moment();
        let (meeting, connection) = match seen {
            Some(_) => self.editable(id).await.map(|(meeting, connection, _)| (meeting, connection))?,
            None => self.own(id).await?,
        };
        let Some(series) = meeting.series.clone() else {
            // What the vendor itself repeats is one meeting there.
            return Err(Refusal::field("scope", Rule::NotAChoice));
        };
        let save = Save {
            organizer: self.clone(),
            connection,
            opened: id.clone(),
            key: key.to_owned(),
            form: form.clone(),
            zone: zone.clone(),
            seen: seen.cloned(),
            reach,
            lease: Lease { name: changing(&series), holder: portico_store::new_id() },
        };
        // It goes on when the browser has gone: half of it helps nobody. On the heap, so that a single meeting does not
        // carry the room that a series needs.
        self.services.begun(Box::pin(async move { save.begin(meeting, &series).await }), until).await
    }

    /// In which zone a series keeps its hour: as it was made, or else its owner's, or else its connection's.
    async fn zone_of_series(
        &self,
        series: &SeriesId,
        meeting: &Meeting,
        connection: &Connection,
    ) -> Result<Zone, Refusal> {
        let store = self.services.store();
        let kept = store.meetings().series_zone(series).await.map_err(stored)?;
        if let Some(zone) = kept.and_then(|name| Zone::named(&name)) {
            return Ok(zone);
        }
        // An earlier Portico that ran beside this one left it with the intent alone.
        let made = store.intents().by_id(&IntentId(series.0.clone())).await.map_err(stored)?;
        let made = made.and_then(|intent| intent.payload["zone"].as_str().and_then(Zone::named));
        if let Some(zone) = made {
            return Ok(zone);
        }
        let owner = match &meeting.owner {
            Some(owner) => store.people().by_id(owner).await.map_err(stored)?,
            None => None,
        };
        let owners = owner.and_then(|owner| owner.zone).and_then(|name| Zone::named(&name));
        Ok(owners.or_else(|| Zone::named(&connection.zone)).unwrap_or_else(Zone::utc))
    }
}

/// Was that try refused before anything was done, because the meeting had been changed meanwhile or just then?
fn was_out_of_date(earlier: &Intent) -> bool {
    let said = earlier.result.as_ref().and_then(|said| serde_json::from_value::<Refusal>(said.clone()).ok());
    let outdated = |said: &Refusal| said.meanwhile.is_some() || said.kind == Kind::InProgress;
    said.is_some_and(|said| outdated(&said) && said.partly.is_none())
}

impl Save {
    async fn begin(&self, opened: Meeting, series: &SeriesId) -> Result<(), Refusal> {
        let held = self.hold().await?;
        if !held && !self.is_sent_again().await? {
            return Err(in_progress());
        }
        let services = &self.organizer.services;
        // What somebody books or cancels meanwhile would be as it was.
        let outcome = match held && services.is_at(&[booking(series), cancelling(series)]).await? {
            true => Err(in_progress()),
            false => self.carry_out(&opened, series, held).await,
        };
        if held {
            services.let_go(&self.lease.name, &self.lease.holder).await;
        }
        outcome
    }

    /// Takes the series, or shows that it is still held. `false`: somebody else has it.
    async fn hold(&self) -> Result<bool, Refusal> {
        let (services, Lease { name, holder }) = (&self.organizer.services, &self.lease);
        let now = services.now();
        let until = now.plus_seconds(HOLD_SECONDS);
        services.store().leases().acquire(name, holder, now, until).await.map_err(stored)
    }

    /// The same save, sent a second time, waits for what comes of the first.
    async fn is_sent_again(&self) -> Result<bool, Refusal> {
        let services = &self.organizer.services;
        let earlier = services.latest_of(self.organizer.id(), &self.key, CHANGE_SERIES).await?;
        Ok(earlier.is_some_and(|earlier| earlier.state != IntentState::Refused))
    }

    async fn carry_out(&self, opened: &Meeting, series: &SeriesId, held: bool) -> Result<(), Refusal> {
        let (organizer, services) = (&self.organizer, &self.organizer.services);
        let basis = self.basis(opened, series).await?;
        // What is wrong with the form is said before anything is written down.
        let draft = read(&self.form, opened, &self.connection, &self.zone)?;
        let alteration = Alteration::between(&self.opened, &basis, &draft, services);
        let basis = basis.with_times(alteration.moves());
        let plan = Plan {
            person: organizer.id(),
            key: &self.key,
            action: CHANGE_SERIES,
            connection: &self.connection.id,
            meeting: &self.opened,
            payload: json!(basis),
        };
        match services.begin(plan, &self.body()).await? {
            Turn::Before(outcome) => outcome.map(|_| ()),
            Turn::Ours(intent) if held => self.run(&intent, &basis, &alteration).await,
            Turn::Ours(intent) => {
                // The first try was refused just now.
                let refusal = in_progress();
                services.settle(&intent, Err(&refusal)).await?;
                Err(refusal)
            }
        }
    }

    fn body(&self) -> (&MeetingId, &MeetingForm, &'static str) {
        (&self.opened, &self.form, self.reach.name())
    }

    /// How everything stood before the first try with this key.
    async fn basis(&self, opened: &Meeting, series: &SeriesId) -> Result<Basis, Refusal> {
        let services = &self.organizer.services;
        let asked = services.digest_of(&self.body());
        let earlier = services.latest_of(self.organizer.id(), &self.key, CHANGE_SERIES).await?;
        let before = earlier.as_ref().and_then(|intent| Basis::read(&intent.payload));
        let stale = earlier.as_ref().is_some_and(was_out_of_date);
        if let Some(before) = before.clone().filter(|before| !stale || before.is_begun()) {
            return Ok(before.for_try(asked));
        }
        let store = services.store();
        let all = store.meetings().of_series(series).await.map_err(stored)?;
        let password = store.meetings().password(&opened.id).await.map_err(stored)?;
        let password = services.password_digest(password.as_ref().map(ExposeSecret::expose_secret));
        let zone = self.organizer.zone_of_series(series, opened, &self.connection).await?;
        let basis = Basis::new(opened, &all, password, &zone, asked);
        Ok(before.map_or(basis.clone(), |before| basis.after(&before)))
    }

    async fn run(&self, intent: &IntentId, basis: &Basis, alteration: &Alteration) -> Result<(), Refusal> {
        let services = &self.organizer.services;
        let outcome = match self.is_still_as_seen(intent, basis).await {
            Ok(()) => {
                // One meeting may take longer than a change may go without a sign of life.
                let work = meanwhile(self.change_each(intent, basis, alteration), SHOW_EVERY, || async {
                    if let Err(refusal) = self.hold().await {
                        tracing::warn!(%refusal, "a series could not be held");
                    }
                });
                services.keeping_open(intent, work).await
            }
            Err(refusal) => Err(refusal),
        };
        services.settle(intent, outcome.as_ref().copied()).await?;
        outcome
    }

    /// The version is that of the opened meeting, which an earlier try may have changed already.
    async fn is_still_as_seen(&self, intent: &IntentId, basis: &Basis) -> Result<(), Refusal> {
        let organizer = &self.organizer;
        let key = basis.key_of(&self.key, &self.opened);
        let earlier = organizer.services.latest(organizer.id(), &key).await?;
        if earlier.is_some_and(|earlier| earlier.state == IntentState::Done) {
            return Ok(());
        }
        organizer.is_as_seen(intent, &self.opened, self.seen.as_ref()).await
    }

    async fn change_each(
        &self,
        intent: &IntentId,
        basis: &Basis,
        alteration: &Alteration,
    ) -> Result<(), Refusal> {
        let services = &self.organizer.services;
        let mut outcomes = Vec::new();
        for occurrence in alteration.in_order(basis.reached(self.reach)) {
            // Reconciliation sees that somebody is at it.
            let intents = services.store().intents();
            if !intents.keep_open(intent, services.now()).await.map_err(stored)? {
                return Err(in_progress());
            }
            let held = self.hold().await?;
            let outcome = match held {
                true => self.change_one(basis, alteration, occurrence).await,
                // We were believed dead, so somebody else is at it.
                false => Some(Err(in_progress())),
            };
            if let Some(outcome) = outcome {
                outcomes.push(Outcome { occurrence: occurrence.clone(), outcome });
            }
        }
        if outcomes.iter().all(|one| one.outcome.is_ok()) {
            return Ok(());
        }
        let version = self.organizer.version_for_next_try(&self.opened).await?;
        Err(refusal_of(outcomes, version, &basis.zone()))
    }

    /// `None`: it is none of those that are changed.
    async fn change_one(
        &self,
        basis: &Basis,
        alteration: &Alteration,
        occurrence: &Occurrence,
    ) -> Option<Result<(), Refusal>> {
        let here = occurrence.id == self.opened;
        let meeting = match self.organizer.own(&occurrence.id).await {
            Ok((meeting, _)) => meeting,
            Err(refusal) => return Some(Err(refusal)),
        };
        let now = self.organizer.services.now();
        match meeting.state {
            MeetingState::Scheduled if here || meeting.start > now => {}
            MeetingState::Unconfirmed => return Some(Err(Kind::Unconfirmed.into())),
            _ if here => {}
            _ => return None,
        }
        Some(Box::pin(self.alter(basis, alteration, occurrence, meeting)).await)
    }

    async fn alter(
        &self,
        basis: &Basis,
        alteration: &Alteration,
        occurrence: &Occurrence,
        meeting: Meeting,
    ) -> Result<(), Refusal> {
        let (organizer, here) = (&self.organizer, occurrence.id == self.opened);
        let meeting = organizer.changeable(meeting, &self.connection).await?;
        let password = organizer.services.store().meetings().password(&meeting.id).await.map_err(stored)?;
        let password = password.map(|password| password.expose_secret().to_owned());
        let altered = alteration.of(&meeting, password, occurrence, &basis.zone())?;
        let Some(draft) = altered else { return Ok(()) };
        let key = basis.key_of(&self.key, &meeting.id);
        let wish = Wish {
            key: &key,
            // What was asked for, not what comes of it: that depends on how the meeting stands by then.
            body: &(&meeting.id, self.body()),
            zone: &self.zone,
            seen: self.seen.as_ref().filter(|_| here),
        };
        organizer.change_to(&meeting, &self.connection, draft, wish).await
    }
}
