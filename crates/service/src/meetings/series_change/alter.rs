//! What a form changes of the meeting that it shows, and what that makes of another meeting of its series.

use super::basis::{Basis, Occurrence};
use crate::Services;
use crate::when::Zone;
use jiff::civil::Time;
use portico_domain::ids::MeetingId;
use portico_domain::meetings::{Meeting, MeetingDraft, VendorOptions};
use portico_domain::refusals::{Refusal, Rule};
use portico_domain::time::Timestamp;
use serde_json::Value;

const MINUTE_MILLIS: i64 = 60_000;
/// What a draft without an end must hold.
const PLACEHOLDER_MINUTES: i64 = 60;

/// What is another way in the form than it was; `None`: as before.
pub(super) struct Alteration {
    opened: MeetingId,
    /// The opened meeting becomes all that the form says.
    draft: MeetingDraft,
    subject: bool,
    password: bool,
    before: Option<VendorOptions>,
    /// So many days on; with another hour on that day, if there is one.
    days: i32,
    clock: Option<Time>,
    /// In milliseconds.
    lasts: Option<i64>,
    later: bool,
    /// An earlier try may have moved some; the form may take that back.
    again: bool,
}

impl Alteration {
    pub fn between(opened: &MeetingId, basis: &Basis, draft: &MeetingDraft, services: &Services) -> Self {
        let zone = basis.zone();
        let minutes = |lasts: i64| lasts.div_euclid(MINUTE_MILLIS);
        let lasts = draft.lasting_end().map(|end| end.since(draft.start));
        let lasted = basis.end.map(|end| end.since(basis.start));
        let another_hour = zone.clock(draft.start) != zone.clock(basis.start);
        Self {
            opened: opened.clone(),
            subject: draft.subject != basis.subject,
            password: services.password_digest(draft.password.as_deref()) != basis.password,
            before: basis.options.clone(),
            days: zone.days_between(basis.start, draft.start),
            clock: another_hour.then(|| zone.time(draft.start)),
            lasts: lasts.filter(|lasts| lasted.map(minutes) != Some(minutes(*lasts))),
            later: draft.start > basis.start,
            again: basis.has_moved(),
            draft: draft.clone(),
        }
    }

    /// Does it change when they take place?
    pub const fn moves(&self) -> bool {
        self.days != 0 || self.clock.is_some() || self.lasts.is_some()
    }

    /// In which order to change them, so that none is moved to where the next one still stands.
    pub fn in_order<'a>(
        &self,
        reached: impl DoubleEndedIterator<Item = &'a Occurrence>,
    ) -> Vec<&'a Occurrence> {
        if self.later { reached.rev().collect() } else { reached.collect() }
    }

    /// What it makes of a meeting; `None`: that is so already.
    ///
    /// # Errors
    /// There is no such time.
    pub fn of(
        &self,
        meeting: &Meeting,
        password: Option<String>,
        occurrence: &Occurrence,
        zone: &Zone,
    ) -> Result<Option<MeetingDraft>, Refusal> {
        let now = MeetingDraft {
            subject: meeting.subject.clone(),
            start: meeting.start,
            end: meeting.end.unwrap_or_else(|| meeting.start.plus_minutes(PLACEHOLDER_MINUTES)),
            repeat: meeting.repeat,
            password,
            options: meeting.options.clone().unwrap_or_else(|| self.draft.options.clone()),
        };
        let altered = if meeting.id == self.opened {
            self.draft.clone()
        } else {
            let (start, end) = self.times(&now, occurrence, zone)?;
            MeetingDraft {
                subject: if self.subject { self.draft.subject.clone() } else { now.subject.clone() },
                start,
                end,
                repeat: now.repeat,
                password: if self.password { self.draft.password.clone() } else { now.password.clone() },
                options: self.options(&now.options),
            }
        };
        Ok((altered != now).then_some(altered))
    }

    /// Measured from when it was to take place before the first try, so that a second one moves it no further.
    fn times(
        &self,
        now: &MeetingDraft,
        occurrence: &Occurrence,
        zone: &Zone,
    ) -> Result<(Timestamp, Timestamp), Refusal> {
        let moved = self.again || self.days != 0 || self.clock.is_some();
        let start = match moved {
            true => zone.moved(occurrence.start, self.days, self.clock),
            false => Some(now.start),
        };
        let start = start.ok_or_else(|| Refusal::field("start", Rule::NotATime))?;
        let lasted = match (moved, occurrence.end) {
            (true, Some(end)) => end.since(occurrence.start),
            _ => now.end.since(now.start),
        };
        let lasts = self.lasts.unwrap_or(lasted);
        Ok((start, Timestamp::from_millis(start.millis().saturating_add(lasts))))
    }

    /// Field by field; what the form leaves as it was stays as each meeting has it.
    fn options(&self, now: &VendorOptions) -> VendorOptions {
        let wanted = &self.draft.options;
        let json = |options: &VendorOptions| serde_json::to_value(options).unwrap_or_default();
        let before = self.before.as_ref().unwrap_or(wanted);
        let overlaid = overlay(json(now), &json(before), &json(wanted));
        let mut options = serde_json::from_value(overlaid).unwrap_or_else(|_| now.clone());
        // It is in no JSON. Whoever types one means all of them.
        if let (VendorOptions::Vmr(options), VendorOptions::Vmr(wanted)) = (&mut options, wanted) {
            options.host_password.clone_from(&wanted.host_password);
        }
        options
    }
}

fn overlay(now: Value, before: &Value, wanted: &Value) -> Value {
    match (now, before, wanted) {
        (now, before, wanted) if before == wanted => now,
        (Value::Object(mut now), Value::Object(before), Value::Object(wanted)) => {
            for (name, wanted) in wanted {
                let kept = now.remove(name).unwrap_or_default();
                let before = before.get(name).unwrap_or(&Value::Null);
                now.insert(name.clone(), overlay(kept, before, wanted));
            }
            Value::Object(now)
        }
        (_, _, wanted) => wanted.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_differs_is_laid_over() {
        let now = json!({ "room": 7, "introduction": "mine", "rules": { "chat": true, "sound": true } });
        let before = json!({ "room": 1, "introduction": "old", "rules": { "chat": false, "sound": false } });
        let wanted = json!({ "room": 1, "introduction": "new", "rules": { "chat": false, "sound": true } });
        let then = json!({ "room": 7, "introduction": "new", "rules": { "chat": true, "sound": true } });
        assert_eq!(overlay(now.clone(), &before, &wanted), then);
        assert_eq!(overlay(now.clone(), &before, &before), now);
    }
}
