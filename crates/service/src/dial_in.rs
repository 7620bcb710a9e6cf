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

    /// Where a host enters with nothing but a browser, if that is known.
    pub(crate) async fn host_address(&self, meeting: &MeetingId) -> Option<String> {
        let told = self.told(meeting).await.ok()?;
        let url = told.host_url.map(|url| url.expose_secret().to_owned())?;
        // A vendor's link leads to the web or nowhere.
        ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme)).then_some(url)
    }

    /// Keeps what the vendor says now of how to come in. An address that it leaves out is the one of before.
    pub(crate) async fn keep_ways_in(
        &self,
        meeting: &MeetingId,
        dial_in: Option<DialIn>,
        host_url: Option<SecretString>,
    ) -> Result<(), Refusal> {
        let mut told = self.told(meeting).await?;
        let plain = |url: &Option<SecretString>| url.as_ref().map(|url| url.expose_secret().to_owned());
        let same_number = match (&told.dial_in, &dial_in) {
            (Some(before), Some(now)) => before.is(now),
            (None, None) => true,
            _ => false,
        };
        let same_address = host_url.is_none() || plain(&told.host_url) == plain(&host_url);
        if same_number && same_address {
            return Ok(());
        }
        told.dial_in = dial_in;
        told.host_url = host_url.or(told.host_url);
        self.keep_told(meeting, &told).await
    }
}
