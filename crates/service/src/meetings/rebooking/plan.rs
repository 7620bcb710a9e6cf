//! What a change by booking again is about, and how far it has come. Written down before each call.

use super::changed;
use portico_domain::ids::VendorMeetingId;
use portico_domain::meetings::{Meeting, MeetingDraft, VendorOptions};
use portico_domain::refusals::Refusal;
use portico_domain::vmr::Options;
use portico_vendors::vmr::operations::booking::{Booking, BookingDraft, Person};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The call that is made next, or was made and got no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Stage {
    /// The new one is booked, while the old one stands.
    Booking,
    /// The new one stands; the old one is cancelled.
    Retiring,
    /// The vendor keeps the old one, so the new one is cancelled.
    Undoing,
    /// The old one stands in the way of the new one, and is cancelled first.
    Freeing,
    /// Nothing stands; the new one is booked.
    Rebooking,
    /// Nothing stands and the new one was refused; the old one is booked again.
    Restoring,
}

/// The plan of a change. Its text holds no secret: those travel in [`Plan::secrets`].
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Plan {
    pub stage: Stage,
    pub old: MeetingDraft,
    pub new: MeetingDraft,
    pub old_number: VendorMeetingId,
    pub new_number: Option<VendorMeetingId>,
    /// The room in which the old booking is, whether or not it was asked for.
    old_room: Option<u64>,
    /// How often the vendor was looked at in vain for what this stage booked.
    pub looks: i64,
    /// Why the change does not come about.
    pub refusal: Option<Refusal>,
    /// The names of the fields that change.
    pub changed: String,
}

/// Sealed beside the plan.
#[derive(Default, Serialize, Deserialize)]
struct Secrets {
    old_password: Option<String>,
    old_host: Option<String>,
    new_password: Option<String>,
    new_host: Option<String>,
}

impl Plan {
    /// `None`: nothing would change, so the number need not either.
    pub fn make(
        meeting: &Meeting,
        draft: &MeetingDraft,
        booking: &Booking,
        bookable: &[u64],
    ) -> Option<Self> {
        let old = draft_of(booking, bookable);
        let mut new = draft.clone();
        if let (Some(new), Some(old)) = (options(&mut new), options(&mut old.clone())) {
            // A room that was made for the old booking cannot be asked for.
            new.room = new.room.filter(|room| bookable.contains(room) || Some(*room) != room_of(booking));
            new.host_password = new.host_password.take().or_else(|| old.host_password.clone());
        }
        let changed = changed(meeting, &new, new.password != old.password);
        if changed.is_empty() && host_password(&new) == host_password(&old) {
            return None;
        }
        Some(Self {
            stage: Stage::Booking,
            old,
            new,
            old_number: VendorMeetingId::new(booking.id.as_str()),
            new_number: None,
            old_room: room_of(booking),
            looks: 0,
            refusal: None,
            changed,
        })
    }

    /// Reads what was written down; `None`: the change had not come so far.
    pub fn read(payload: &Value, secrets: &SecretString) -> Option<Self> {
        let mut plan: Plan = serde_json::from_value(payload.clone()).ok()?;
        let secrets: Secrets = serde_json::from_str(secrets.expose_secret()).ok()?;
        (plan.old.password, plan.new.password) = (secrets.old_password, secrets.new_password);
        if let Some(options) = options(&mut plan.old) {
            options.host_password = secrets.old_host;
        }
        if let Some(options) = options(&mut plan.new) {
            options.host_password = secrets.new_host;
        }
        Some(plan)
    }

    /// As it may be read by whoever reads the database.
    pub fn payload(&self) -> Value {
        let mut bare = self.clone();
        (bare.old.password, bare.new.password) = (None, None);
        serde_json::to_value(bare).unwrap_or_default()
    }

    pub fn secrets(&self) -> SecretString {
        let secrets = Secrets {
            old_password: self.old.password.clone(),
            old_host: host_password(&self.old),
            new_password: self.new.password.clone(),
            new_host: host_password(&self.new),
        };
        serde_json::to_string(&secrets).unwrap_or_default().into()
    }

    /// May the old booking be what the vendor finds the room taken by?
    pub fn stands_in_its_own_way(&self) -> bool {
        let meet = self.old.start < self.new.end && self.new.start < self.old.end;
        let wanted = read_options(&self.new).and_then(|options| options.room);
        meet && wanted.is_none_or(|room| Some(room) == self.old_room)
    }

    /// Lets the vendor choose the room of the old booking; `false`: it may already.
    pub fn give_up_room(&mut self) -> bool {
        options(&mut self.old).and_then(|options| options.room.take()).is_some()
    }
}

fn options(draft: &mut MeetingDraft) -> Option<&mut Options> {
    match &mut draft.options {
        VendorOptions::Vmr(options) => Some(options),
        _ => None,
    }
}

fn read_options(draft: &MeetingDraft) -> Option<&Options> {
    match &draft.options {
        VendorOptions::Vmr(options) => Some(options),
        _ => None,
    }
}

fn host_password(draft: &MeetingDraft) -> Option<String> {
    read_options(draft).and_then(|options| options.host_password.clone())
}

fn room_of(booking: &Booking) -> Option<u64> {
    booking.room.map(|room| room.0)
}

/// What would make the same booking again.
fn draft_of(booking: &Booking, bookable: &[u64]) -> MeetingDraft {
    let plain = |pin: &Option<SecretString>| pin.as_ref().map(|pin| pin.expose_secret().to_owned());
    MeetingDraft {
        subject: booking.theme.clone(),
        start: booking.start,
        end: booking.end,
        repeat: None,
        password: plain(&booking.visitor_pin),
        options: VendorOptions::Vmr(Box::new(Options {
            room: room_of(booking).filter(|room| bookable.contains(room)),
            introduction: booking.introduction.clone(),
            visitor_ids: booking.visitors.iter().map(|visitor| visitor.id.to_string()).collect(),
            auto_open: booking.auto_open,
            host_password: plain(&booking.host_pin),
        })),
    }
}

/// Is this booking what was asked for? Passwords are not compared: the vendor may have drawn its own.
pub(super) fn is_what_was_asked(booking: &Booking, asked: &BookingDraft) -> bool {
    let minute = |time: portico_domain::time::Timestamp| time.seconds().div_euclid(60);
    let invited = |people: &[Person]| {
        let mut ids: Vec<_> = people.iter().map(|person| person.id.clone()).collect();
        ids.sort();
        ids
    };
    let mut visitors = asked.visitors.clone();
    visitors.sort();
    booking.theme == asked.theme
        && booking.introduction == asked.introduction
        && minute(booking.start) == minute(asked.start)
        && minute(booking.end) == minute(asked.end)
        && booking.auto_open == asked.auto_open
        && asked.room.is_none_or(|room| booking.room == Some(room))
        && invited(&booking.visitors) == visitors
}
