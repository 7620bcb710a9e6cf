//! Request ids, as a parameter.

use std::sync::Arc;

/// Makes a new request id for each call.
pub type RequestIds = Arc<dyn Fn() -> String + Send + Sync>;

/// Random UUIDs (version 4).
pub fn random_request_ids() -> RequestIds {
    Arc::new(|| uuid::Uuid::new_v4().to_string())
}
