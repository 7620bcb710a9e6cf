//! Webhooks: other systems are told what happens here, signed as Standard Webhooks 1.0.0 says.
//!
//! The store writes each event down in the transaction that changes what it tells of. Here the events are
//! sent: in the order of their meeting, by whichever replica takes them up, again and again for a day.

mod deliver;
mod govern;
mod keep_delivering;
mod retry;
mod sign;

pub use govern::{NewSecret, WebhookRow};

use crate::Services;
use portico_domain::refusals::{Kind, Refusal};
use portico_vendors::kit::{AddressPolicy, Chance, Deadlines, Transport, random_chance};
use std::time::Duration;

/// Within what is recommended (Standard Webhooks, "Request timeouts").
const DEADLINES: Deadlines = Deadlines {
    connect: Duration::from_secs(5),
    first_byte: Duration::from_secs(15),
    total: Duration::from_secs(15),
    media_idle: Duration::from_secs(15),
};

/// The way out to the addresses, and the chance that spreads repeated tries.
pub struct Sending {
    public: Transport,
    private: Transport,
    chance: Chance,
}

impl Sending {
    /// # Errors
    /// [`Kind::Internal`]: the machine's certificates cannot be used.
    pub fn new(deadlines: Deadlines, chance: Chance) -> Result<Self, Refusal> {
        let transport = |private_network| {
            Transport::new(AddressPolicy { private_network }, deadlines)
                .map_err(|_| Refusal::of(Kind::Internal))
        };
        Ok(Self { public: transport(false)?, private: transport(true)?, chance })
    }

    fn transport(&self, private_network: bool) -> &Transport {
        if private_network { &self.private } else { &self.public }
    }
}

impl Services {
    /// Sends in this way. To be called before anything is sent; a second time does nothing.
    pub fn use_sending(&self, sending: Sending) {
        if self.inner.sending.set(sending).is_err() {
            tracing::error!("the way to send events was given twice");
        }
    }

    fn sending(&self) -> Result<&Sending, Refusal> {
        if self.inner.sending.get().is_none() {
            // Whoever comes first sets it; another one is as good.
            self.inner.sending.set(Sending::new(DEADLINES, random_chance())?).ok();
        }
        self.inner.sending.get().ok_or_else(|| Kind::Internal.into())
    }
}
