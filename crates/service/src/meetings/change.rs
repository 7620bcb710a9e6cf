//! Changing a meeting.

use super::series::is_ours_to_repeat;
use super::version::Seen;
use crate::access::Organizer;
use crate::failures::stored;
use crate::intents::{Plan, Turn};
use crate::when::Zone;
use portico_domain::capabilities::{Support, Vendor};
use portico_domain::connections::Connection;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::{IntentId, MeetingId};
use portico_domain::meetings::{Meeting, MeetingDraft, MeetingState, Period, Repeat, VendorOptions};
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_domain::time::Timestamp;
use portico_vendors::Before;
use secrecy::ExposeSecret;
use serde::Serialize;
use serde_json::json;

/// A change as somebody asks for it.
pub(super) struct Wish<'a, B> {
    pub key: &'a str,
    /// What the key stands for.
    pub body: &'a B,
    pub zone: &'a Zone,
    /// What it may start from; anything, if that is not said.
    pub seen: Option<&'a Seen>,
}

impl Organizer {
    /// Changes a meeting at its vendor and in the index. The same `key` again changes nothing more.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with fields; [`Kind::NotAllowed`]; [`Kind::Conflict`] if it is over; the
    /// vendor's refusal beside the field it blames.
    pub async fn change(
        &self,
        id: &MeetingId,
        key: &str,
        form: &MeetingForm,
        zone: &Zone,
    ) -> Result<(), Refusal> {
        self.change_as_seen(id, key, form, zone, None).await
    }

    /// The same, if the meeting still is as whoever filled the form in saw it.
    ///
    /// # Errors
    /// As for [`Self::change`]; [`Kind::Conflict`] with what happened meanwhile.
    pub async fn change_as_seen(
        &self,
        id: &MeetingId,
        key: &str,
        form: &MeetingForm,
        zone: &Zone,
        seen: Option<&Seen>,
    ) -> Result<(), Refusal> {
        let (meeting, connection) = match seen {
            // What was changed at the vendor must not be overwritten either.
            Some(_) => self.editable(id).await.map(|(meeting, connection, _)| (meeting, connection))?,
            None => self.own(id).await?,
        };
        let meeting = self.changeable(meeting, &connection).await?;
        let draft = read(form, &meeting, &connection, zone)?;
        let wish = Wish { key, body: &(id, form), zone, seen };
        self.change_to(&meeting, &connection, draft, wish).await
    }

    /// A meeting that can be changed.
    ///
    /// # Errors
    /// [`Kind::Unconfirmed`]; [`Kind::Conflict`]: it is over, or runs where that is too late.
    pub(super) async fn changeable(
        &self,
        meeting: Meeting,
        connection: &Connection,
    ) -> Result<Meeting, Refusal> {
        match meeting.state {
            MeetingState::Scheduled | MeetingState::Live => {}
            MeetingState::Unconfirmed => return Err(Kind::Unconfirmed.into()),
            MeetingState::Ended | MeetingState::Cancelled => return Err(Kind::Conflict.into()),
        }
        if books_again(connection) { self.rebookable(&meeting).await } else { Ok(meeting) }
    }

    /// Makes the meeting what the draft says, once.
    ///
    /// # Errors
    /// As for [`Self::change_as_seen`].
    pub(super) async fn change_to(
        &self,
        meeting: &Meeting,
        connection: &Connection,
        mut draft: MeetingDraft,
        wish: Wish<'_, impl Serialize>,
    ) -> Result<(), Refusal> {
        if is_ours_to_repeat(connection, &draft) {
            // A meeting cannot become a series; its others would have to be booked.
            return Err(Refusal::field("repeat", Rule::NotAChoice));
        }
        let times = self.times_of(&mut draft, meeting, connection, wish.zone).await?;
        if let Some(told @ VendorOptions::Webapi(_)) = &meeting.options {
            // This vendor never says how the meeting stands afterwards.
            draft.options = as_told(&draft.options, told);
        }
        let plan = Plan {
            person: self.id(),
            key: wish.key,
            action: "meeting.change",
            connection: &connection.id,
            meeting: &meeting.id,
            payload: json!(MeetingDraft { password: None, ..draft.clone() }),
        };
        match self.services.begin(plan, wish.body).await? {
            Turn::Before(outcome) => outcome.map(|_| ()),
            Turn::Ours(intent) => {
                let outcome = match self.is_as_seen(&intent, &meeting.id, wish.seen).await {
                    Ok(()) => self.carry_change_out(&intent, meeting, connection, &draft, times).await,
                    Err(refusal) => Err(refusal),
                };
                self.services.settle(&intent, outcome.as_ref().copied()).await?;
                outcome
            }
        }
    }

    async fn carry_change_out(
        &self,
        intent: &IntentId,
        meeting: &Meeting,
        connection: &Connection,
        draft: &MeetingDraft,
        times: Times,
    ) -> Result<(), Refusal> {
        if books_again(connection) {
            // On the heap, because it holds much and is held by much.
            return Box::pin(self.rebook(intent, meeting, connection, draft)).await;
        }
        self.services.lay_by(connection, intent, draft).await?;
        let outcome = self.send(meeting, connection, draft, times).await;
        if outcome.is_ok() {
            self.services.supersede(&meeting.id, intent).await?;
        }
        outcome
    }

    /// Whether the vendor has to be told when the meeting takes place. If not, the draft gets the known
    /// instants, seconds and all.
    async fn times_of(
        &self,
        draft: &mut MeetingDraft,
        meeting: &Meeting,
        connection: &Connection,
        zone: &Zone,
    ) -> Result<Times, Refusal> {
        if connection.vendor != Vendor::Cloudroom {
            return Ok(Times::Sent);
        }
        let can_be_sent = draft.repeat.is_none_or(|repeat| Period::SCHEDULABLE.contains(&repeat.period));
        if !has_same_times(draft, meeting, zone) {
            let not_a_choice = || Refusal::field("repeat", Rule::NotAChoice);
            return can_be_sent.then_some(Times::Sent).ok_or_else(not_a_choice);
        }
        if can_be_sent && self.may_have_been_changed(&meeting.id).await? {
            return Ok(Times::Sent);
        }
        (draft.start, draft.end) = (meeting.start, meeting.end.unwrap_or(draft.end));
        draft.repeat = meeting.repeat;
        Ok(Times::Kept)
    }

    /// After a change without an answer the vendor may have other times than we know.
    async fn may_have_been_changed(&self, id: &MeetingId) -> Result<bool, Refusal> {
        let open = self.services.store().intents().open_of_meeting(id).await.map_err(stored)?;
        Ok(open.iter().any(|intent| intent.action == "meeting.change"))
    }

    async fn send(
        &self,
        meeting: &Meeting,
        connection: &Connection,
        draft: &MeetingDraft,
        times: Times,
    ) -> Result<(), Refusal> {
        let services = &self.services;
        let vendor_id = meeting.vendor_id.as_ref().ok_or(Refusal::of(Kind::Unconfirmed))?;
        let vendor = services.vendor(connection).await?;
        let options = self.options_before(meeting).await?;
        let before = Before { same_times: times == Times::Kept, options: &options };
        let (person, subject) = (Some(self.id()), meeting.id.as_str());
        services.note(person, "meeting.change", subject, "begun", vendor_id.as_str()).await?;
        let answer = vendor.change_from(before, vendor_id, draft).await;
        let outcome = services.heed(connection, &*vendor, answer).await;
        match &outcome {
            Ok(()) => {
                let now = services.now();
                let filed = self.as_kept(meeting, connection, draft).await?;
                services.store().meetings().apply_draft(&meeting.id, &filed, now).await.map_err(stored)?;
                services.note(person, "meeting.change", subject, "done", vendor_id.as_str()).await?;
                services.remember(&meeting.id, person, "changed", &differences(meeting, draft)).await;
                // The vendor keeps what a change cannot say, such as a password that was taken away.
                services.take_over_detail(connection, &*vendor, &meeting.id, vendor_id).await;
            }
            Err(refusal) => {
                let outcome = if refusal.kind == Kind::Unconfirmed { "unknown" } else { "refused" };
                services.note(person, "meeting.change", subject, outcome, &refusal.to_string()).await?;
            }
        }
        outcome
    }

    /// All the options that the vendor may have: those that are known and, after a change without an answer,
    /// those that it asked for.
    async fn options_before(&self, meeting: &Meeting) -> Result<Vec<VendorOptions>, Refusal> {
        let open = self.services.store().intents().open_of_meeting(&meeting.id).await.map_err(stored)?;
        let changes = open.into_iter().filter(|intent| intent.action == "meeting.change");
        let asked = changes.filter_map(|intent| serde_json::from_value::<MeetingDraft>(intent.payload).ok());
        Ok(meeting.options.iter().cloned().chain(asked.map(|draft| draft.options)).collect())
    }

    /// What stands at the vendor after a change. CloudRoom keeps a password that is not mentioned, and what a
    /// change cannot say; not every server tells of them.
    async fn as_kept(
        &self,
        meeting: &Meeting,
        connection: &Connection,
        draft: &MeetingDraft,
    ) -> Result<MeetingDraft, Refusal> {
        let mut filed = draft.clone();
        if connection.vendor == Vendor::Cloudroom && filed.password.is_none() {
            let known = self.services.store().meetings().password(&meeting.id).await.map_err(stored)?;
            filed.password = known.map(|known| known.expose_secret().to_owned());
        }
        if let Some(known) = &meeting.options {
            filed.options = as_told(&filed.options, known);
        }
        Ok(filed)
    }
}

/// Is a change there a new booking and the end of the old one?
fn books_again(connection: &Connection) -> bool {
    connection.vendor.capabilities().change == Support::Portico
}

/// What a change does about when the meeting takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Times {
    Sent,
    /// Left out: the vendor has them as they are. It would judge them anew, and refuse a start that is past.
    Kept,
}

/// Reads the form of a change, in which a period that nobody can choose may stay.
pub(super) fn read(
    form: &MeetingForm,
    meeting: &Meeting,
    connection: &Connection,
    zone: &Zone,
) -> Result<MeetingDraft, Refusal> {
    let kept = meeting.repeat.map(|repeat| repeat.period);
    let read = form.read_change(connection.vendor, kept).map_err(Refusal::invalid)?;
    let mut draft = read.place(|time| zone.place(time)).map_err(Refusal::invalid)?;
    let own = Zone::named(&connection.zone).unwrap_or_else(Zone::utc);
    keep_last_day(&mut draft, meeting, zone, &own);
    Ok(draft)
}

/// A last day that stays as the form showed it stays to the second: where the day ends at another hour than where
/// it was chosen, it would let one more repetition in, or one less. Only the last repetition must not begin after it.
fn keep_last_day(draft: &mut MeetingDraft, meeting: &Meeting, zone: &Zone, own: &Zone) {
    let (Some(wanted), Some(known)) = (&mut draft.repeat, meeting.repeat) else { return };
    let day = |until: Option<Timestamp>| until.map(|until| zone.date(until));
    if day(wanted.until) == day(known.until) {
        let hour = draft.start.since(own.day_start(own.date(draft.start)));
        let last = |day: Timestamp| Timestamp::from_millis(own.day_start(own.date(day)).millis() + hour);
        wanted.until = known.until.map(|until| until.max(last(until)));
    }
}

/// Is it when it was, as exactly as a form says it: to the minute, and to the day for a last day?
fn has_same_times(draft: &MeetingDraft, meeting: &Meeting, zone: &Zone) -> bool {
    let days = |repeat: Repeat| (repeat.period, repeat.until.map(|until| zone.date_field(until)));
    zone.field(draft.start) == zone.field(meeting.start)
        && meeting.end.is_some_and(|end| zone.field(draft.end) == zone.field(end))
        && draft.repeat.map(days) == meeting.repeat.map(days)
}

/// The names of the form's fields that differ, for the meeting's history.
pub(super) fn differences(meeting: &Meeting, draft: &MeetingDraft) -> String {
    let mut fields = Vec::new();
    let mut differ = |differs: bool, field| {
        if differs {
            fields.push(field);
        }
    };
    differ(meeting.subject != draft.subject, "subject");
    differ(meeting.start != draft.start, "start");
    differ(meeting.end != draft.lasting_end(), "end");
    differ(meeting.repeat != draft.repeat, "repeat");
    let told = meeting.options.as_ref();
    differ(told.is_none_or(|told| as_told(&draft.options, told) != *told), "options");
    fields.join(" ")
}

/// What a change asks for, with what it cannot say as the vendor tells it: notices and votes are sent at the
/// creation only, and who names no host leaves it as it was. Whether a WebAPI meeting is broadcast is said
/// at its creation, too, and no vendor tells a host's password.
pub(super) fn as_told(asked: &VendorOptions, told: &VendorOptions) -> VendorOptions {
    let mut asked = asked.clone();
    if let (VendorOptions::Cloudroom(asked), VendorOptions::Cloudroom(told)) = (&mut asked, told) {
        asked.email_notice = told.email_notice;
        asked.sms_notice = told.sms_notice;
        asked.vote_ids.clone_from(&told.vote_ids);
        asked.host_id = asked.host_id.or(told.host_id);
    }
    if let (VendorOptions::Webapi(asked), VendorOptions::Webapi(told)) = (&mut asked, told) {
        asked.live = told.live;
    }
    if let VendorOptions::Vmr(asked) = &mut asked {
        asked.host_password = None;
    }
    asked
}
