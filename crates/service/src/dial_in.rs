//! Calling in to a meeting by telephone: CloudRoom tells a number and a PIN with each meeting (查询会议:
//! `pstnNum`, `pstnPwd`). Both let in whoever has them, so they stand sealed with the meeting.

use crate::Services;
use portico_domain::ids::MeetingId;
use portico_domain::refusals::Refusal;
use secrecy::{ExposeSecret, SecretString};

/// Where to call, and what to type there.
#[derive(Clone)]
pub struct DialIn {
    pub number: String,
    pub pin: Option<SecretString>,
}

impl DialIn {
    /// None without a number.
    pub(crate) fn of(number: Option<String>, pin: Option<SecretString>) -> Option<Self> {
        let number = number.map(|number| number.trim().to_owned()).filter(|number| !number.is_empty())?;
        Some(Self { number, pin })
    }

    fn is(&self, other: &Self) -> bool {
        let pin = |dial_in: &Self| dial_in.pin.as_ref().map(|pin| pin.expose_secret().to_owned());
        self.number == other.number && pin(self) == pin(other)
    }
}

impl Services {
    /// How one calls in to a meeting, as far as that is known. No page is held up for the lack of it.
    pub(crate) async fn dial_in(&self, meeting: &MeetingId) -> Option<DialIn> {
        match self.told(meeting).await {
            Ok(told) => told.dial_in,
            Err(refusal) => {
                tracing::warn!(%refusal, %meeting, "how one calls in cannot be read");
                None
            }
        }
    }

    /// Keeps what the vendor says now.
    pub(crate) async fn keep_dial_in(&self, meeting: &MeetingId, now: Option<DialIn>) -> Result<(), Refusal> {
        let mut told = self.told(meeting).await?;
        let same = match (&told.dial_in, &now) {
            (Some(before), Some(now)) => before.is(now),
            (None, None) => true,
            _ => false,
        };
        if same {
            return Ok(());
        }
        told.dial_in = now;
        self.keep_told(meeting, &told).await
    }
}
