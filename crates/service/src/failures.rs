//! Turns failures of the store and of vendors into refusals, and logs what the refusal hides.

use portico_domain::refusals::{Kind, Refusal};
use portico_store::{StoreError, StoreErrorKind};
use portico_vendors::kit::VendorError;

/// An incident number: names the log line that has the cause.
pub(crate) fn incident() -> String {
    portico_store::new_id()
}

pub(crate) fn stored(error: StoreError) -> Refusal {
    let kind = match error.kind() {
        StoreErrorKind::Busy | StoreErrorKind::Unavailable | StoreErrorKind::Full => Kind::Unavailable,
        StoreErrorKind::Conflict => Kind::Conflict,
        StoreErrorKind::Corrupt | StoreErrorKind::Key | StoreErrorKind::Other => Kind::Internal,
    };
    let incident = incident();
    tracing::error!(%incident, %error, "the store failed");
    Refusal { incident: Some(incident), ..kind.into() }
}

pub(crate) fn vendor(error: &VendorError) -> Refusal {
    let mut refusal = error.refusal();
    // What a person can mend, or what the vendor's document does not have, is nobody's failure.
    let foreseen = match refusal.kind {
        Kind::VendorRefused => error.entry().is_some(),
        Kind::Unsupported => true,
        _ => false,
    };
    if foreseen {
        tracing::info!(%error, "the vendor refused");
    } else {
        let incident = incident();
        tracing::warn!(%incident, %error, "the vendor failed");
        refusal.incident = Some(incident);
    }
    refusal
}
