//! How much a token may ask for: so many requests a minute, counted by this process, and said in headers.

use super::problem::Problem;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use portico_domain::ids::TokenId;
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::tokens::ApiToken;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(60);
/// Windows that have passed are forgotten when there are so many.
const MOST_WINDOWS: usize = 10_000;

static SPENT: LazyLock<Mutex<HashMap<TokenId, Window>>> = LazyLock::new(Mutex::default);

struct Window {
    began: Instant,
    requests: u32,
}

/// What is left of a token's window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Requests in a window.
    most: u32,
    remaining: u32,
    /// Seconds until the window is over.
    reset: u32,
}

/// Counts a request of this token, of which `most` are allowed in a minute.
///
/// # Errors
/// There were too many, with how long to wait.
pub fn spend(token: &ApiToken, most: u32) -> Result<Left, Problem> {
    let mut spent = SPENT.lock().unwrap_or_else(PoisonError::into_inner);
    let now = Instant::now();
    if spent.len() >= MOST_WINDOWS {
        spent.retain(|_, window| now.duration_since(window.began) < WINDOW);
    }
    let window = spent.entry(token.id.clone()).or_insert(Window { began: now, requests: 0 });
    if now.duration_since(window.began) >= WINDOW {
        *window = Window { began: now, requests: 0 };
    }
    window.requests = window.requests.saturating_add(1);
    let wait = WINDOW.saturating_sub(now.duration_since(window.began));
    let reset = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
    let left = Left { most, remaining: most.saturating_sub(window.requests), reset };
    if window.requests > most {
        let refusal = Refusal { retry_after: Some(reset), ..Kind::Throttled.into() };
        return Err(Problem::from(refusal).with_limit(left));
    }
    Ok(left)
}

impl Left {
    /// `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` (seconds).
    pub fn write(self, headers: &mut HeaderMap) {
        for (name, value) in [
            ("ratelimit-limit", self.most),
            ("ratelimit-remaining", self.remaining),
            ("ratelimit-reset", self.reset),
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::ids::PersonId;
    use portico_domain::time::Timestamp;

    #[test]
    fn the_window_fills_for_one_token_alone() {
        let token = |id: &str| ApiToken {
            id: TokenId::new(id),
            person: PersonId::new("p"),
            name: String::new(),
            hint: String::new(),
            scopes: Default::default(),
            created: Timestamp(0),
            expires: None,
            used: None,
        };
        let (busy, quiet) = (token("limits-busy"), token("limits-quiet"));
        for n in 1..=600 {
            assert_eq!(spend(&busy, 600).map(|left| left.remaining).ok(), Some(600 - n));
        }
        assert_eq!(spend(&busy, 600).map(|_| ()).map_err(|problem| problem.status()), Err(429));
        assert_eq!(spend(&quiet, 600).map(|left| left.remaining).ok(), Some(599));
    }
}
