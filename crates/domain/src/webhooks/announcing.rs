//! What there is to tell of a meeting, from what was told before and how it stands.

use super::EventKind;
use crate::ids::VendorMeetingId;
use crate::meetings::MeetingState;

/// How a meeting stood when it was last told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    pub state: MeetingState,
    /// Rises with each change of subject, time and repetition.
    pub sequence: i64,
    pub members: i64,
    pub number: Option<VendorMeetingId>,
}

impl Announced {
    /// The events between `before` (absent: it was never told of) and now, in their order. What ran and no
    /// longer does has ended, also where a repeated meeting merely waits for its next time. A meeting that is
    /// over when it is first heard of is not told of, so that a new connection does not tell its history.
    pub fn since(&self, before: Option<&Announced>) -> Vec<EventKind> {
        use MeetingState::{Cancelled, Ended, Live, Scheduled, Unconfirmed};
        let stood = before.map(|before| before.state);
        let mut events = Vec::new();
        match (stood, self.state) {
            (_, Unconfirmed) => return events,
            (None, Ended | Cancelled) | (Some(Cancelled), Ended | Cancelled) => return events,
            (None | Some(Cancelled | Unconfirmed), Scheduled | Live) => events.push(EventKind::Scheduled),
            (Some(_), Cancelled) => return vec![EventKind::Cancelled],
            (Some(Live), Scheduled | Ended) | (Some(Scheduled | Unconfirmed), Ended) => {
                events.push(EventKind::Ended);
            }
            _ => {}
        }
        let known = before.filter(|_| events.first() != Some(&EventKind::Scheduled));
        if known.is_some_and(|known| known.sequence != self.sequence || known.number != self.number) {
            events.push(EventKind::Changed);
        }
        if self.state == Live {
            if stood != Some(Live) {
                events.push(EventKind::Started);
            } else if known.is_some_and(|known| known.members != self.members) {
                events.push(EventKind::Participants);
            }
        }
        events
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EventKind::{Cancelled as Off, Changed, Ended as Over, Participants, Scheduled as New, Started};
    use MeetingState::{Cancelled, Ended, Live, Scheduled, Unconfirmed};

    fn stand(state: MeetingState, sequence: i64, members: i64) -> Announced {
        Announced { state, sequence, members, number: Some(VendorMeetingId::new("1")) }
    }

    #[test]
    fn each_step_is_told_once_and_in_order() {
        let told = |before: Option<Announced>, now: Announced| now.since(before.as_ref());
        let cases: [(Option<Announced>, Announced, &[EventKind]); 17] = [
            (None, stand(Unconfirmed, 0, 0), &[]),
            (None, stand(Scheduled, 0, 0), &[New]),
            (None, stand(Live, 0, 3), &[New, Started]),
            (None, stand(Ended, 0, 0), &[]),
            (None, stand(Cancelled, 0, 0), &[]),
            (Some(stand(Scheduled, 0, 0)), stand(Scheduled, 0, 0), &[]),
            (Some(stand(Scheduled, 0, 0)), stand(Scheduled, 1, 0), &[Changed]),
            (Some(stand(Scheduled, 0, 0)), stand(Live, 1, 2), &[Changed, Started]),
            (Some(stand(Live, 0, 2)), stand(Live, 0, 3), &[Participants]),
            (Some(stand(Live, 0, 2)), stand(Ended, 0, 0), &[Over]),
            (Some(stand(Live, 0, 2)), stand(Scheduled, 1, 0), &[Over, Changed]),
            (Some(stand(Scheduled, 0, 0)), stand(Ended, 0, 0), &[Over]),
            (Some(stand(Scheduled, 0, 0)), stand(Cancelled, 1, 0), &[Off]),
            (Some(stand(Ended, 0, 0)), stand(Scheduled, 1, 0), &[Changed]),
            (Some(stand(Ended, 0, 0)), stand(Live, 0, 1), &[Started]),
            (Some(stand(Cancelled, 1, 0)), stand(Scheduled, 1, 0), &[New]),
            (Some(stand(Cancelled, 1, 0)), stand(Ended, 1, 0), &[]),
        ];
        for (before, now, events) in cases {
            assert_eq!(told(before.clone(), now.clone()), events, "{before:?} to {now:?}");
        }
    }

    #[test]
    fn another_number_is_a_change() {
        let now = Announced { number: Some(VendorMeetingId::new("2")), ..stand(Scheduled, 0, 0) };
        assert_eq!(now.since(Some(&stand(Scheduled, 0, 0))), [Changed]);
    }
}
