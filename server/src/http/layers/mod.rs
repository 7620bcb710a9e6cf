//! What every request passes through, outermost first.

mod caller;
mod headers;
mod language;
mod origin;
mod request_id;

pub use caller::{cookie_of, find_caller, session_cookie};
pub use headers::{DEVICE_PERMISSIONS, application_policy, guest_policy_towards, set_headers};
pub use language::{LANGUAGE_COOKIE, find_language};
pub use origin::refuse_foreign_writes;
pub use request_id::name_request;
