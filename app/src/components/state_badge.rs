//! Where something stands: a shape, a colour and a word, so that none of them is alone.

use super::icon::{Icon, IconSize};
use leptos::prelude::*;
use portico_domain::meetings::MeetingState;

/// The states that pages show. `Soon` and `Silent` are the page's own reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeState {
    Scheduled,
    /// Scheduled, and about to begin.
    Soon,
    Live,
    Ended,
    Cancelled,
    /// Asked for, not yet known to exist.
    Unconfirmed,
    /// The vendor does not answer.
    Silent,
    /// Works as it should (a connection).
    Ok,
    /// Stopped on purpose (a connection).
    Paused,
}

impl BadgeState {
    /// The word for classes and `data-state` attributes.
    pub const fn name(self) -> &'static str {
        match self {
            BadgeState::Scheduled => "scheduled",
            BadgeState::Soon => "soon",
            BadgeState::Live => "live",
            BadgeState::Ended => "ended",
            BadgeState::Cancelled => "cancelled",
            BadgeState::Unconfirmed => "unconfirmed",
            BadgeState::Silent => "silent",
            BadgeState::Ok => "ok",
            BadgeState::Paused => "paused",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            BadgeState::Scheduled => "state state-scheduled",
            BadgeState::Soon => "state state-soon",
            BadgeState::Live => "state state-live",
            BadgeState::Ended => "state state-ended",
            BadgeState::Cancelled => "state state-cancelled",
            BadgeState::Unconfirmed => "state state-unconfirmed",
            BadgeState::Silent => "state state-silent",
            BadgeState::Ok => "state state-ok",
            BadgeState::Paused => "state state-paused",
        }
    }

    const fn icon(self) -> icondata::Icon {
        match self {
            BadgeState::Scheduled => icondata::LuCalendar,
            BadgeState::Soon => icondata::LuClock,
            BadgeState::Live => icondata::LuRadio,
            BadgeState::Ended => icondata::LuCheck,
            BadgeState::Cancelled => icondata::LuBan,
            BadgeState::Unconfirmed => icondata::LuCircleHelp,
            BadgeState::Silent => icondata::LuUnplug,
            BadgeState::Ok => icondata::LuCircleCheck,
            BadgeState::Paused => icondata::LuCirclePause,
        }
    }
}

impl From<MeetingState> for BadgeState {
    fn from(state: MeetingState) -> Self {
        match state {
            MeetingState::Scheduled => BadgeState::Scheduled,
            MeetingState::Live => BadgeState::Live,
            MeetingState::Ended => BadgeState::Ended,
            MeetingState::Cancelled => BadgeState::Cancelled,
            MeetingState::Unconfirmed => BadgeState::Unconfirmed,
        }
    }
}

/// A state with its word.
#[component]
pub fn StateBadge(#[prop(into)] state: BadgeState, #[prop(into)] label: String) -> impl IntoView {
    view! {
        <span class=state.class()>
            <Icon icon=state.icon() size=IconSize::Small/>
            <span>{label}</span>
        </span>
    }
}
