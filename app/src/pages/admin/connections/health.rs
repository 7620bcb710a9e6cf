//! How a connection stands: the badge, and what it means.

use super::words::{self, remedy, skew_in_full};
use crate::api::connections::ConnectionLine;
use crate::components::{Notice, StateBadge, Tone};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::refusals::Kind;

/// The badge, and the reason in small print while failing.
#[component]
pub fn Standing(line: ConnectionLine) -> impl IntoView {
    let l = locale();
    let standing = words::Standing::of(&line);
    let reason = line.why.filter(|_| standing == words::Standing::Failing);
    view! {
        <StateBadge state=standing.badge() label=standing.label(l)/>
        {reason.map(|reason| view! { <span class="cell-note">{reason}</span> })}
    }
}

/// Everything about a connection that an administrator should act on, at the head of its page.
#[component]
pub fn Concerns(line: ConnectionLine) -> impl IntoView {
    let l = locale();
    let standing = words::Standing::of(&line);
    let label = standing.label(l);
    let concern = match standing {
        words::Standing::Answering => None,
        words::Standing::Paused => {
            Some((Tone::Info, td_string!(l, connections.paused_text).to_owned(), None))
        }
        words::Standing::NeverAsked => {
            Some((Tone::Info, td_string!(l, connections.never_asked_text).to_owned(), None))
        }
        words::Standing::Failing => {
            let kind = line.failure.as_deref().and_then(Kind::from_name).unwrap_or(Kind::VendorSilent);
            Some((Tone::Danger, line.why.unwrap_or_default(), remedy(l, kind, line.vendor)))
        }
    };
    let skew = skew_in_full(l, line.skew_seconds, line.vendor);
    view! {
        {concern.map(|(tone, text, remedy)| view! {
            <Notice tone=tone title=label>
                <p>{text}</p>
                {remedy.map(|remedy| view! { <p>{remedy}</p> })}
            </Notice>
        })}
        {skew.map(|text| view! {
            <Notice tone=Tone::Warning title=td_string!(l, connections.skew.title)>
                <p>{text}</p>
            </Notice>
        })}
    }
}
