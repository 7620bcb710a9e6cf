//! One use of a link while its way in is being made.
//!
//! Whoever closes the page, loads it again or presses twice takes their request away in the middle. The use that
//! it took is given back then, as it is when the vendor refuses.

use super::Guest;
use crate::Services;
use crate::failures::stored;
use portico_domain::ids::LinkId;
use portico_domain::refusals::{Kind, Refusal};
use tokio::runtime::Handle;

/// A use that is given back unless it is [kept](Taken::keep).
pub(super) struct Taken {
    services: Services,
    link: LinkId,
    open: bool,
}

impl Guest {
    /// One use of the link; `None` if there is none left.
    pub(super) async fn take_use(&self) -> Result<Option<Taken>, Refusal> {
        let (services, link) = (self.services.clone(), self.found.link.id.clone());
        // On its own: a use that is counted after whoever wanted it has gone away is given back, too.
        let take = tokio::spawn(async move {
            let now = services.now();
            let taken = services.store().links().use_once(&link, now).await.map_err(stored)?;
            Ok(taken.then(|| Taken { services, link, open: true }))
        });
        take.await.unwrap_or_else(|_| Err(Kind::Internal.into()))
    }
}

impl Taken {
    /// The way in is made.
    pub fn keep(mut self) {
        self.open = false;
    }

    /// There is no way in.
    pub async fn give_back(mut self) -> Result<(), Refusal> {
        self.open = false;
        let (services, link) = (self.services.clone(), self.link.clone());
        // On its own: a use that was half given back would be given back again.
        let back = tokio::spawn(async move { services.store().links().give_back(&link).await });
        back.await.map_or_else(|_| Err(Kind::Internal.into()), |done| done.map_err(stored))
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        // Without a runtime the process ends.
        let Some(runtime) = Handle::try_current().ok().filter(|_| self.open) else { return };
        let (services, link) = (self.services.clone(), self.link.clone());
        runtime.spawn(async move {
            if let Err(error) = services.store().links().give_back(&link).await {
                tracing::warn!(%error, "a use of a link could not be given back");
            }
        });
    }
}
