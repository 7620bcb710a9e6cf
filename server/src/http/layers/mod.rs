//! What every request passes through, outermost first.

mod caller;
mod excess;
mod headers;
mod language;
mod origin;
mod overload;
mod panics;
mod receive;
mod refused;
mod request_id;
mod slow_bodies;
mod time_limit;

pub use caller::{cookie_of, find_caller, session_cookie};
pub use headers::{DEVICE_PERMISSIONS, application_policy, guest_policy_towards};
pub use language::{LANGUAGE_COOKIE, find_language};
pub use origin::refuse_foreign_writes;
#[cfg(test)]
pub use panics::catch_panics;
pub use receive::receive;
pub use refused::accepts_page;
pub use time_limit::limit_time;
