//! One line in the log and one count for each call to a vendor: no address, no header, no content.

use super::error::Cause;
use portico_domain::capabilities::Vendor;
use tokio::time::Instant;

/// The metric of every call: how long it took in seconds, by vendor, operation and outcome.
pub const CALL_SECONDS: &str = "portico_vendor_call_seconds";

/// Which call it was.
pub(crate) struct Call<'a> {
    pub vendor: Vendor,
    pub operation: &'static str,
    pub request_id: Option<&'a str>,
    pub started: Instant,
}

impl Call<'_> {
    /// Writes down how it ended.
    pub(crate) fn note<T>(&self, outcome: &Result<T, Cause>) {
        let Self { vendor, operation, request_id, started } = *self;
        let took = started.elapsed();
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        match outcome {
            Ok(_) => tracing::debug!(operation, request_id, millis, "vendor answered"),
            Err(cause) => tracing::info!(operation, request_id, millis, %cause, "vendor call failed"),
        }
        let outcome = outcome.as_ref().err().map_or("answered", word);
        metrics::histogram!(CALL_SECONDS,
            "vendor" => vendor.name(), "operation" => operation, "outcome" => outcome)
        .record(took);
    }
}

/// Few, so that they can be counted.
fn word(cause: &Cause) -> &'static str {
    match cause {
        Cause::Unreachable(_) => "unreachable",
        Cause::Late(_) => "late",
        Cause::Cut => "cut",
        Cause::TooLarge | Cause::Unreadable { .. } => "unreadable",
        Cause::Status { .. } => "status",
        Cause::Code { .. } => "refused",
        Cause::HeldBack => "held-back",
        Cause::Resting { .. } => "resting",
        Cause::ForeignId | Cause::ForeignMedia | Cause::Unsupported | Cause::NoCredential => "not-sent",
        Cause::Missing => "missing",
    }
}
