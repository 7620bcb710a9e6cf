//! The place of the one action: the button, or until the door opens the countdown, and the wish to be let in.

use super::view::JoinState;
use crate::components::guest::{Countdown, GuestAction, GuestButton, GuestWish};
use crate::i18n::*;
use leptos::prelude::*;

/// What stands where the button is.
pub enum Door {
    Open,
    Later {
        at: String,
        left: i64,
    },
    /// Nobody knows when.
    Unknown,
}

impl Door {
    pub fn of(state: &JoinState) -> Self {
        match state {
            JoinState::TooEarly { opens_at, opens_in, .. } => {
                Door::Later { at: opens_at.clone(), left: (*opens_in).max(0) }
            }
            JoinState::NotBegun { .. } => Door::Unknown,
            _ => Door::Open,
        }
    }

    /// The button, or the countdown with the wish below it. Whoever has no script sends the wish as the form that
    /// it is in, as often as they like: once the door is open, it is the way in.
    pub fn action(self, l: Locale, path: &str) -> AnyView {
        match self {
            Door::Open => view! {
                <GuestAction note=td_string!(l, guest.join_note)>
                    <GuestButton>{td_string!(l, guest.join)}</GuestButton>
                </GuestAction>
            }
            .into_any(),
            Door::Later { at, left } => {
                let value = left_text(l, left);
                let countdown = view! {
                    <Countdown opens=at label=td_string!(l, guest.opens_in) value=value left=left/>
                };
                waiting(l, path, Some(countdown.into_any()))
            }
            Door::Unknown => waiting(l, path, None),
        }
    }
}

/// The wish, below the countdown if there is one.
fn waiting(l: Locale, path: &str, countdown: Option<AnyView>) -> AnyView {
    let again = path.to_owned();
    let aside = move || {
        view! {
            <label hidden data-sound=""><input type="checkbox"/>{td_string!(l, guest.sound)}</label>
            <noscript>
                {td_string!(l, guest.press_again)} " "
                <a href=again>{td_string!(l, guest.refresh)}</a>
            </noscript>
        }
    };
    view! {
        <GuestAction aside=aside>
            {countdown}
            <GuestWish told=td_string!(l, guest.will_let_in)>{td_string!(l, guest.let_me_in)}</GuestWish>
        </GuestAction>
    }
    .into_any()
}

/// What the script reads out while it waits; only a few times, so that nobody is talked over.
pub fn announcements(l: Locale, state: &JoinState) -> Option<impl IntoView + use<>> {
    let waits = matches!(
        state,
        JoinState::TooEarly { .. }
            | JoinState::NotBegun { .. }
            | JoinState::Unconfirmed
            | JoinState::VendorSilent { .. }
    );
    // Behind such a door one tries now and then, and mostly in vain: it is not told to be open.
    let opens = !matches!(state, JoinState::NotBegun { for_host: false, .. });
    waits.then(|| {
        view! {
            <p
                class="visually-hidden"
                role="status"
                data-say=""
                data-five=td_string!(l, guest.five_minutes)
                data-one=td_string!(l, guest.one_minute)
                data-open=opens.then(|| td_string!(l, guest.open_now))
            ></p>
        }
    })
}

/// How long still, for people: "2 d 3 h", "2 h 5 min", "12 min".
pub fn left_text(l: Locale, seconds: i64) -> String {
    let minutes = (seconds.max(0) + 59) / 60;
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours) {
        (0, 0) => td_string!(l, guest.left.minutes, minutes = rest).to_string(),
        (0, _) => td_string!(l, guest.left.hours, hours = hours, minutes = rest).to_string(),
        _ => td_string!(l, guest.left.days, days = days, hours = hours).to_string(),
    }
}
