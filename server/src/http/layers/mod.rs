//! What every request passes through, outermost first.

mod caller;
mod excess;
mod headers;
mod language;
mod origin;
mod overload;
mod panics;
mod refused;
mod request_id;
mod slow_bodies;

pub use caller::{cookie_of, find_caller, session_cookie};
pub use excess::refuse_excess;
pub use headers::{DEVICE_PERMISSIONS, application_policy, guest_policy_towards, set_headers};
pub use language::{LANGUAGE_COOKIE, find_language};
pub use origin::refuse_foreign_writes;
pub use overload::{say_when, shed_load};
pub use panics::catch_panics;
pub use request_id::name_request;
pub use slow_bodies::refuse_slow_bodies;
