//! Turns failures of the store and of vendors into refusals, and logs what the refusal hides.

use portico_domain::capabilities::Vendor;
use portico_domain::refusals::{Kind, Refusal};
use portico_store::{StoreError, StoreErrorKind};
use portico_vendors::kit::{CodeEntry, VendorError};
use portico_vendors::{cloudroom, vmr, webapi};

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

fn entry(vendor: Vendor, code: &str) -> Option<&'static CodeEntry> {
    match vendor {
        Vendor::Cloudroom => cloudroom::codes::find(code),
        Vendor::Vmr => vmr::codes::find(code),
        Vendor::Webapi => webapi::codes::find(code),
    }
}

/// A failure of which only its kind and the vendor's code were noted, with what the vendor's document says of
/// the code. `None`: there is no such kind.
pub fn noted_failure(vendor: Vendor, kind: &str, code: Option<&str>) -> Option<Refusal> {
    let kind = Kind::from_name(kind)?;
    let entry = code.and_then(|code| entry(vendor, code));
    Some(Refusal { vendor: entry.map(|entry| entry.explain(vendor)), ..kind.into() })
}
