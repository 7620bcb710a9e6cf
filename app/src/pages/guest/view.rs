//! What guest pages show, as plain data.

mod recording;

pub use recording::{RecordingState, RecordingView, SharedRecording};

use portico_domain::language::Language;
use portico_domain::links::JoinRole;
use portico_domain::refusals::Refusal;
use portico_service::calendar::WebEntry;
use std::borrow::Cow;

/// What every guest page needs to know.
#[derive(Clone, Debug, Default)]
pub struct GuestPage {
    pub language: Language,
    /// The folder of this release's files, such as `assets/0123456789abcdef`.
    pub assets: Cow<'static, str>,
    /// The style sheet itself, so that the page is seen without another way to the server; where it is empty,
    /// that of `assets` is asked for.
    pub style: &'static str,
    /// The path that shows this page again; the language switch comes back to it. Empty where there is none,
    /// and then there is no switch.
    pub path: String,
}

/// A meeting as a guest may know it.
#[derive(Clone, Debug, Default)]
pub struct Invitation {
    pub subject: String,
    /// Who invites; may be empty.
    pub organizer: String,
    pub when: When,
    pub live: bool,
    /// Path of the calendar file, if there is one.
    pub calendar: Option<String>,
    /// Filled-in entries for calendars on the web.
    pub web_entries: Vec<WebEntry>,
}

/// When a meeting takes place, in the words of the meeting's zone. The script turns them into the
/// viewer's, and leaves them alone where both clocks agree.
#[derive(Clone, Debug, Default)]
pub struct When {
    /// RFC 3339 with the offset of the meeting's zone, such as `2026-03-03T14:00:00+08:00`.
    pub start: String,
    /// As `start`; absent for a meeting without an end.
    pub end: Option<String>,
    /// "today", "Tue 3 Mar".
    pub day: String,
    /// "14:00".
    pub start_time: String,
    /// "15:00", or "tomorrow 01:00" where the day differs.
    pub end_time: Option<String>,
    /// "Asia/Shanghai, UTC+08:00".
    pub zone: String,
    /// "Every week".
    pub repeats: Option<String>,
    /// When it was to begin, if it was moved.
    pub moved_from: Option<Moment>,
}

/// An instant in the words of the meeting's zone.
#[derive(Clone, Debug, Default)]
pub struct Moment {
    /// RFC 3339, as [`When::start`].
    pub machine: String,
    /// "Tue 3 Mar 14:00", or the hour alone on the same day.
    pub text: String,
    /// "Asia/Shanghai, UTC+08:00".
    pub zone: String,
}

/// A recording that somebody may watch without an account.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    pub title: String,
    /// Path of its page.
    pub path: String,
}

/// The form of a join page, as typed so far.
#[derive(Clone, Debug, Default)]
pub struct JoinForm {
    /// Path that the form is posted to.
    pub action: String,
    pub name: String,
    /// Whose link it is, to be filled in; may be empty.
    pub invited: String,
    pub asks_passcode: bool,
    /// As what one enters, unless it is as everyone else.
    pub role: Option<JoinRole>,
    /// Of somebody who has asked to be let in, and need not type the passcode again; else empty.
    pub ticket: String,
    /// Why it was not accepted. Fields to blame: `name`, `passcode`; a wrong passcode is
    /// [`Rule::WrongPasscode`](portico_domain::refusals::Rule::WrongPasscode).
    pub refusal: Option<Refusal>,
}

/// Where a join link stands.
#[derive(Clone, Debug)]
pub enum JoinState {
    /// One may go in.
    Open(JoinForm),
    /// The door opens later.
    TooEarly {
        form: JoinForm,
        /// RFC 3339.
        opens_at: String,
        /// Seconds to go, rounded up.
        opens_in: i64,
    },
    /// It is time, but the vendor lets nobody in yet.
    NotBegun {
        form: JoinForm,
        /// Because the host must be there first; else the vendor opens its meeting later.
        for_host: bool,
    },
    /// The vendor does not answer; trying is still possible.
    VendorSilent {
        form: JoinForm,
        /// The vendor's name as people know it.
        vendor: String,
        /// How old what is shown is: "3 minutes ago".
        age: String,
    },
    /// Not yet known to exist at the vendor.
    Unconfirmed,
    /// As many people as it was made for have used the link.
    UsedUp,
    Ended {
        /// "today 15:02".
        at: Moment,
        /// What the organizer shares of it.
        recordings: Vec<Watch>,
    },
    Cancelled,
    /// The organizer withdrew the link.
    Revoked,
    Expired {
        /// Until when it worked: "yesterday 18:00".
        at: Moment,
    },
    /// There is no such link.
    Unknown,
}

impl JoinState {
    /// The word that the script and the style sheet know it by.
    pub const fn name(&self) -> &'static str {
        match self {
            JoinState::Open(_) => "open",
            JoinState::TooEarly { .. } => "too-early",
            JoinState::NotBegun { .. } => "not-begun",
            JoinState::VendorSilent { .. } => "vendor-silent",
            JoinState::Unconfirmed => "unconfirmed",
            JoinState::UsedUp => "used-up",
            JoinState::Ended { .. } => "ended",
            JoinState::Cancelled => "cancelled",
            JoinState::Revoked => "revoked",
            JoinState::Expired { .. } => "expired",
            JoinState::Unknown => "unknown",
        }
    }

    /// The form, where there is one.
    pub const fn form(&self) -> Option<&JoinForm> {
        match self {
            JoinState::Open(form)
            | JoinState::TooEarly { form, .. }
            | JoinState::NotBegun { form, .. }
            | JoinState::VendorSilent { form, .. } => Some(form),
            _ => None,
        }
    }

    /// The same, to be filled in.
    pub const fn form_mut(&mut self) -> Option<&mut JoinForm> {
        match self {
            JoinState::Open(form)
            | JoinState::TooEarly { form, .. }
            | JoinState::NotBegun { form, .. }
            | JoinState::VendorSilent { form, .. } => Some(form),
            _ => None,
        }
    }
}

/// The join page `/j/{slug}`.
#[derive(Clone, Debug)]
pub struct JoinView {
    pub page: GuestPage,
    /// Absent where the link leads nowhere, or the holder is no longer to know.
    pub meeting: Option<Invitation>,
    pub state: JoinState,
    /// What the organizer shares of earlier times, where the meeting takes place again; the latest first.
    pub earlier: Vec<Watch>,
}

impl JoinView {
    /// The HTTP status of the page: the refusal's where there is one, else that of the state.
    pub fn status(&self) -> u16 {
        if let Some(refusal) = self.state.form().and_then(|form| form.refusal.as_ref()) {
            return refusal.kind.status();
        }
        match self.state {
            // The index answers for a silent vendor, and a meeting being confirmed is no failure.
            JoinState::Open(_)
            | JoinState::TooEarly { .. }
            | JoinState::NotBegun { .. }
            | JoinState::VendorSilent { .. }
            | JoinState::Unconfirmed => 200,
            JoinState::UsedUp
            | JoinState::Ended { .. }
            | JoinState::Cancelled
            | JoinState::Revoked
            | JoinState::Expired { .. } => 410,
            JoinState::Unknown => 404,
        }
    }
}

/// The check of the device, `/check` or `/j/{slug}/check`.
#[derive(Clone, Debug, Default)]
pub struct CheckView {
    pub page: GuestPage,
    /// The join page that it was opened from.
    pub back: Option<String>,
}

/// A number to call, and the PIN to type there.
#[derive(Clone, Default)]
pub struct Phone {
    pub number: String,
    /// A credential.
    pub pin: Option<String>,
}

/// The last hop into the vendor. The answer carries a credential and must be `no-store`.
#[derive(Clone, Default)]
pub struct HandOverView {
    /// `path` is the join page's.
    pub page: GuestPage,
    pub subject: String,
    /// The name that the person enters with.
    pub name: String,
    /// The CRMT string, a credential; anything that does not begin with `CRMT:` is not shown.
    pub crmt: Option<String>,
    /// The vendor's page for the browser; linked or, as text, told.
    pub public_url: Option<String>,
    /// Of the connection: `http:` pages of its vendor are linked.
    pub private_network: bool,
    /// The meeting's own number to call.
    pub phone: Option<Phone>,
    /// Numbers to call, with commas between them; may be empty.
    pub dial_in: String,
    /// Where to get the client, if that may be linked.
    pub client_url: Option<String>,
}

/// A place in the queue before the last hop. The answer carries the ticket and must be `no-store`.
#[derive(Clone, Debug, Default)]
pub struct QueueView {
    /// Without a `path`: no address shows this page again.
    pub page: GuestPage,
    /// Path that the form is posted to.
    pub action: String,
    pub subject: String,
    /// The name that the person enters with.
    pub name: String,
    /// How many go in before them.
    pub before: i64,
    /// Seconds until it is their turn, rounded up.
    pub wait: i64,
    /// When that is, RFC 3339.
    pub turn: String,
    /// The same on the clock of the meeting's zone: "14:03".
    pub clock: String,
    /// "Asia/Shanghai, UTC+08:00".
    pub zone: String,
    pub ticket: String,
    /// The vendor's page for the browser, which they may take at once; linked or, as text, told.
    pub public_url: Option<String>,
    /// Of the connection: `http:` pages of its vendor are linked.
    pub private_network: bool,
}

/// The last hop by number. The answer carries a credential and must be `no-store`.
#[derive(Clone)]
pub struct NumberView {
    /// `path` is the join page's.
    pub page: GuestPage,
    pub subject: String,
    /// The name that the person typed; the vendor asks for it again.
    pub name: String,
    /// Whose PIN it is.
    pub role: JoinRole,
    /// The vendor's page of this meeting; linked or, as text, told.
    pub share_address: Option<String>,
    /// Of the connection: `http:` pages of its vendor are linked.
    pub private_network: bool,
    pub number: String,
    /// Absent where the meeting has none.
    pub pin: Option<String>,
}

/// The sign-in page, posted to `/sign-in`.
#[derive(Clone, Debug, Default)]
pub struct SignInView {
    pub page: GuestPage,
    pub account: String,
    /// The path of ours to go to afterwards; may be empty.
    pub next: String,
    pub refusal: Option<Refusal>,
    /// Identity providers.
    pub ways: Vec<SignInWay>,
}

/// A way to sign in besides with a password.
#[derive(Clone, Debug, Default)]
pub struct SignInWay {
    /// Path that the button posts to.
    pub action: String,
    /// What people call the identity provider.
    pub label: String,
}

/// On the way to an identity provider. The answer also tells the browser to go on by itself.
#[derive(Clone, Debug, Default)]
pub struct LeavingView {
    pub page: GuestPage,
    /// What people call it.
    pub provider: String,
    /// http and https only.
    pub address: String,
}

/// The first set-up. Passwords are never sent back.
#[derive(Clone, Debug, Default)]
pub struct SetUpView {
    pub page: GuestPage,
    /// Path that the form is posted to.
    pub action: String,
    pub account: String,
    pub name: String,
    pub refusal: Option<Refusal>,
}

/// Choosing a password, by a one-time link. Passwords are never sent back.
#[derive(Clone, Debug, Default)]
pub struct InviteView {
    pub page: GuestPage,
    /// Path that the form is posted to.
    pub action: String,
    pub account: String,
    pub name: String,
    pub refusal: Option<Refusal>,
}

/// A way on from a message.
#[derive(Clone, Debug)]
pub struct WayOn {
    /// A path of ours.
    pub href: String,
    pub label: String,
}

/// A page that says one thing.
#[derive(Clone, Debug, Default)]
pub struct MessageView {
    pub page: GuestPage,
    pub title: String,
    pub text: String,
    pub way_on: Option<WayOn>,
}
