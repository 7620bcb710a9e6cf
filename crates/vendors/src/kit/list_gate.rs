//! Holding list calls below a vendor's limit, as a parameter.

use async_trait::async_trait;

/// What every try of a list call passes before anything is sent.
#[async_trait]
pub trait ListGate: Send + Sync {
    /// Waits for a place, for a few seconds at most. `false`: there is none soon, and nothing is sent.
    async fn pass(&self) -> bool;
}
