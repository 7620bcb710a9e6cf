//! Did a change happen? A vendor's details show most of what a change says, but servers leave things out: the
//! password, say. What they do not show is not believed to be done because the rest is as it was: it is sent
//! again, since saying the same twice is saying it once.

use super::change::as_told;
use super::look::repeat_after;
use super::reconcile::Found;
use crate::Services;
use crate::failures::stored;
use crate::registry::Client;
use portico_domain::connections::Connection;
use portico_domain::ids::VendorMeetingId;
use portico_domain::meetings::{Meeting, MeetingDraft};
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::time::Timestamp;
use portico_store::intents::Intent;
use portico_vendors::{Before, MeetingDetail, Silent};
use secrecy::{ExposeSecret, SecretString};

/// What the vendor said of a meeting, and when it was asked.
pub(super) struct Told {
    pub detail: MeetingDetail,
    pub asked: Timestamp,
}

impl Services {
    /// # Errors
    /// The vendor is silent: later.
    pub(super) async fn recognise_change(
        &self,
        intent: &Intent,
        meeting: &Meeting,
        number: &VendorMeetingId,
        (connection, vendor): (&Connection, &Client),
        told: Told,
    ) -> Result<Found, Refusal> {
        let asked_for = self.asked_for(intent).await?;
        let Some(draft) = asked_for.filter(|draft| is_as_asked(draft, &told.detail)) else {
            // Whoever took it up since has filed what came after.
            if !self.is_held(intent).await? {
                return Ok(Found::Open);
            }
            self.file_detail(meeting, told.detail, told.asked).await?;
            return Ok(Found::DidNot);
        };
        let password = self.store().meetings().password(&meeting.id).await.map_err(stored)?;
        let known = Known { meeting, password };
        if known.is_shown_to_differ(&draft, &told.detail) || !known.may_hide(&draft, &told.detail) {
            return self.file_if_held(intent, meeting, draft, told).await;
        }
        if self.is_overtaken(intent, &meeting.id).await? {
            return Ok(Found::Open);
        }
        let options: Vec<_> = meeting.options.iter().chain([&draft.options]).cloned().collect();
        // When it takes place is as it was asked for.
        let before = Before { same_times: true, options: &options };
        let answer = vendor.change_from(before, number, &draft).await;
        if !self.settled(connection, &**vendor, answer).await? {
            if !self.is_held(intent).await? {
                return Ok(Found::Open);
            }
            // What is refused now may have been done then, and nobody will ever tell.
            self.file_detail(meeting, told.detail, told.asked).await?;
            return Ok(Found::Refused(Box::new(Kind::Unconfirmed.into())));
        }
        let found = self.file_if_held(intent, meeting, draft, told).await?;
        if matches!(found, Found::Happened) {
            self.supersede(&meeting.id, &intent.id).await?;
        }
        Ok(found)
    }

    /// Files a change that happened, unless somebody else has taken it up since: then a later change may have been
    /// made, which this would undo in the index.
    async fn file_if_held(
        &self,
        intent: &Intent,
        meeting: &Meeting,
        draft: MeetingDraft,
        told: Told,
    ) -> Result<Found, Refusal> {
        if !self.is_held(intent).await? {
            return Ok(Found::Open);
        }
        self.file_change(meeting, draft, told).await?;
        Ok(Found::Happened)
    }

    async fn file_change(&self, meeting: &Meeting, draft: MeetingDraft, told: Told) -> Result<(), Refusal> {
        let silent = told.detail.silent;
        let password = draft.password.clone().filter(|_| silent.password).map(SecretString::from);
        self.file_detail(&after(meeting, draft, &told.detail), told.detail, told.asked).await?;
        if let Some(password) = password {
            let meetings = self.store().meetings();
            meetings.set_password(&meeting.id, Some(&password)).await.map_err(stored)?;
        }
        Ok(())
    }
}

/// A meeting as the index has it.
struct Known<'a> {
    meeting: &'a Meeting,
    password: Option<SecretString>,
}

impl Known<'_> {
    fn has_password(&self, password: Option<&str>) -> bool {
        self.password.as_ref().map(ExposeSecret::expose_secret) == password
    }

    /// Does the vendor, who has what `asked` says as far as it tells, tell of anything that was otherwise? Then it
    /// has made the change, and the whole of it.
    fn is_shown_to_differ(&self, asked: &MeetingDraft, detail: &MeetingDetail) -> bool {
        let known = self.meeting;
        let password = asked.password.as_deref().filter(|_| !detail.silent.password);
        !is_subject(&detail.subject, &known.subject)
            || Some(known.start) != detail.start
            || known.end != detail.end
            || known.repeat != repeat_after(known.repeat, detail)
            || known.options.as_ref().is_some_and(|options| detail.options_over(Some(options)) != *options)
            || password.is_some_and(|password| !self.has_password(Some(password)))
    }

    /// Might something of the change not be done without the vendor's telling?
    fn may_hide(&self, asked: &MeetingDraft, detail: &MeetingDetail) -> bool {
        let password = asked.password.as_deref().filter(|_| detail.silent.password);
        let as_known = |options| as_told(&asked.options, options) == *options;
        let subject = detail.subject.is_empty() && asked.subject != self.meeting.subject;
        subject
            || !self.meeting.options.as_ref().is_some_and(as_known)
            || password.is_some_and(|password| !self.has_password(Some(password)))
    }
}

/// Might the vendor's subject be this one? An empty one says nothing.
fn is_subject(told: &str, subject: &str) -> bool {
    told.is_empty() || told == subject
}

/// Is the meeting at the vendor what a change asked for, as far as a change says it and the vendor tells?
fn is_as_asked(asked: &MeetingDraft, detail: &MeetingDetail) -> bool {
    let told = detail.options_over(Some(&asked.options));
    is_subject(&detail.subject, &asked.subject)
        && Some(asked.start) == detail.start
        && Some(asked.end) == detail.end
        && asked.repeat == repeat_after(asked.repeat, detail)
        && as_told(&asked.options, &told) == told
        && has_password_as_asked(asked, detail)
}

/// A change that mentions no password leaves it as it is.
fn has_password_as_asked(asked: &MeetingDraft, detail: &MeetingDetail) -> bool {
    let told = detail.password.as_ref().map(ExposeSecret::expose_secret);
    detail.silent.password || asked.password.is_none() || asked.password.as_deref() == told
}

/// What is known of a meeting after a change that happened: what the vendor leaves out is as it was asked for.
fn after(known: &Meeting, asked: MeetingDraft, told: &MeetingDetail) -> Meeting {
    let options = match &known.options {
        Some(known) => as_told(&asked.options, known),
        None => asked.options,
    };
    let Silent { repeat, until, .. } = told.silent;
    let repeat = if repeat || until { asked.repeat } else { known.repeat };
    let subject = if told.subject.is_empty() { asked.subject } else { known.subject.clone() };
    Meeting { subject, options: Some(options), repeat, ..known.clone() }
}
