//! Request ids, as a parameter.

use std::sync::Arc;

/// Makes a new request id for each call.
pub type RequestIds = Arc<dyn Fn() -> String + Send + Sync>;

/// Random UUIDs (version 4).
pub fn random_request_ids() -> RequestIds {
    // This thread's generator, which asks the system only now and then.
    Arc::new(|| uuid::Builder::from_random_bytes(rand::random()).into_uuid().to_string())
}
