//! What exists only under `--sandbox`, which serves on loopback.

use super::State;
use axum::Router;
use axum::extract::Path;
use axum::response::Html;
use axum::routing::get;

/// The largest page that is made.
const MOST_BYTES: usize = 1_000_000;

pub fn router() -> Router<State> {
    Router::new().route("/bench/constant/{bytes}", get(constant))
}

/// A page that costs nothing but its bytes: the limit beside which `make bench` measures others.
async fn constant(Path(bytes): Path<usize>) -> Html<String> {
    Html("a".repeat(bytes.min(MOST_BYTES)))
}
