//! Vendors and the state of connections in words.

use crate::api::connections::ConnectionLine;
use crate::components::BadgeState;
use crate::i18n::*;
use portico_domain::capabilities::Vendor;
use portico_domain::refusals::Kind;

/// Where connections are.
pub const CONNECTIONS: &str = "/connections";

/// The vendors that this release can speak to; only these are offered.
pub const OFFERED: [Vendor; 3] = Vendor::ALL;

/// From here on a difference of clocks is worth a warning.
const NOTICEABLE_SKEW: i64 = 60;

/// What people call a vendor.
pub fn vendor_name(l: Locale, vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Cloudroom => td_string!(l, connections.vendor_name.cloudroom),
        Vendor::Vmr => td_string!(l, connections.vendor_name.vmr),
        Vendor::Webapi => td_string!(l, connections.vendor_name.webapi),
    }
}

/// How a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Answering,
    Failing,
    Paused,
    NeverAsked,
}

impl Standing {
    /// A paused connection is paused, whatever came before.
    pub fn of(line: &ConnectionLine) -> Self {
        match line {
            line if line.paused => Self::Paused,
            line if line.failing => Self::Failing,
            line if line.answered.is_none() => Self::NeverAsked,
            _ => Self::Answering,
        }
    }

    pub const fn badge(self) -> BadgeState {
        match self {
            Self::Answering => BadgeState::Ok,
            Self::Failing => BadgeState::Silent,
            Self::Paused => BadgeState::Paused,
            Self::NeverAsked => BadgeState::Unconfirmed,
        }
    }

    pub fn label(self, l: Locale) -> &'static str {
        match self {
            Self::Answering => td_string!(l, connections.state.answering),
            Self::Failing => td_string!(l, connections.state.failing),
            Self::Paused => td_string!(l, connections.state.paused),
            Self::NeverAsked => td_string!(l, connections.state.never_asked),
        }
    }
}

/// What an administrator can do about a failure, where Portico knows something.
pub fn remedy(l: Locale, kind: Kind, vendor: Vendor) -> Option<&'static str> {
    match kind {
        Kind::VendorSilent => Some(td_string!(l, connections.remedy.silent)),
        Kind::VendorUnreadable => Some(match vendor {
            Vendor::Cloudroom => td_string!(l, connections.remedy.unreadable),
            Vendor::Vmr => td_string!(l, connections.remedy.unreadable_vmr),
            Vendor::Webapi => td_string!(l, connections.remedy.unreadable_webapi),
        }),
        Kind::VendorCredential => Some(td_string!(l, connections.remedy.credential)),
        Kind::VendorClock => Some(td_string!(l, connections.remedy.clock)),
        Kind::VendorBusy => Some(td_string!(l, connections.remedy.busy)),
        _ => None,
    }
}

/// The difference of clocks in a few words; `None` as long as it does not matter.
pub fn skew_in_short(l: Locale, skew: Option<i64>) -> Option<String> {
    let skew = skew.filter(|skew| skew.abs() >= NOTICEABLE_SKEW)?;
    let seconds = skew.abs();
    Some(if skew > 0 {
        td_string!(l, connections.skew.short_ahead, seconds = seconds).to_string()
    } else {
        td_string!(l, connections.skew.short_behind, seconds = seconds).to_string()
    })
}

/// The same with its consequence and what to do. CloudRoom alone signs with the time.
pub fn skew_in_full(l: Locale, skew: Option<i64>, vendor: Vendor) -> Option<String> {
    let skew = skew.filter(|skew| skew.abs() >= NOTICEABLE_SKEW)?;
    let seconds = skew.abs();
    if vendor != Vendor::Cloudroom {
        return Some(if skew > 0 {
            td_string!(l, connections.skew.unsigned_ahead, seconds = seconds).to_string()
        } else {
            td_string!(l, connections.skew.unsigned_behind, seconds = seconds).to_string()
        });
    }
    Some(if skew > 0 {
        td_string!(l, connections.skew.ahead, seconds = seconds).to_string()
    } else {
        td_string!(l, connections.skew.behind, seconds = seconds).to_string()
    })
}

/// The clock as a fact.
pub fn clock(l: Locale, skew: Option<i64>) -> String {
    match skew {
        None => td_string!(l, connections.skew.unknown).to_owned(),
        Some(_) => skew_in_short(l, skew).unwrap_or_else(|| td_string!(l, connections.skew.none).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_differences_of_clocks_are_not_mentioned() {
        assert_eq!(skew_in_short(Locale::en, None), None);
        assert_eq!(skew_in_short(Locale::en, Some(-59)), None);
        assert!(skew_in_short(Locale::en, Some(60)).is_some_and(|text| text.contains("60 s ahead")));
        let full = |vendor| skew_in_full(Locale::en, Some(-90), vendor).unwrap_or_default();
        assert!(full(Vendor::Cloudroom).contains("90 s behind") && full(Vendor::Cloudroom).contains("300 s"));
        assert!(full(Vendor::Vmr).contains("90 s behind") && !full(Vendor::Vmr).contains("300 s"));
    }
}
