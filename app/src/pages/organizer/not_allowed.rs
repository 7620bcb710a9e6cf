//! For people who followed a link to a page that their role does not have.

use crate::components::{ButtonLink, EmptyState, Variant};
use crate::i18n::*;
use crate::language::{kind_text, locale};
use leptos::prelude::*;
use portico_domain::refusals::Kind;

/// Says so and leads back; not an alarm, for nothing is broken.
#[component]
pub fn NotAllowed() -> impl IntoView {
    let l = locale();
    view! {
        <EmptyState
            icon=icondata::LuLock
            title=td_string!(l, account.refused.not_allowed.title)
            text=kind_text(l, Kind::NotAllowed)
        >
            <ButtonLink href="/" variant=Variant::Secondary>
                {td_string!(l, account.refused.not_allowed.action)}
            </ButtonLink>
        </EmptyState>
    }
}
