//! What a page shows instead of its content when reading it was refused.

use super::not_allowed::NotAllowed;
use crate::components::{ButtonLink, Notice, Tone, Variant};
use crate::i18n::*;
use crate::language::{locale, refusal_text};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use portico_domain::refusals::{Kind, Refusal};

/// The answer's status tells scripts and caches what the words tell people.
#[cfg(feature = "ssr")]
pub(super) fn set_status(kind: Kind) {
    let status = http::StatusCode::from_u16(kind.status());
    if let (Some(response), Ok(status)) = (use_context::<leptos_axum::ResponseOptions>(), status) {
        response.set_status(status);
    }
}

#[cfg(not(feature = "ssr"))]
pub(super) fn set_status(_kind: Kind) {}

/// Title, way out and its words for a kind of refusal.
fn way_out(l: Locale, kind: Kind, here: String) -> (&'static str, String, &'static str) {
    match kind {
        Kind::NotFound => (
            td_string!(l, account.refused.not_found.title),
            "/".to_owned(),
            td_string!(l, account.refused.not_found.action),
        ),
        Kind::NotSignedIn => (
            td_string!(l, account.refused.not_signed_in.title),
            "/sign-in".to_owned(),
            td_string!(l, account.refused.not_signed_in.action),
        ),
        _ => (td_string!(l, account.refused.other.title), here, td_string!(l, account.refused.other.action)),
    }
}

/// A designed error state: what happened, whose fault, what now.
#[component]
pub fn RefusedState(refusal: Refusal) -> impl IntoView {
    let l = locale();
    set_status(refusal.kind);
    if refusal.kind == Kind::NotAllowed {
        return view! { <NotAllowed/> }.into_any();
    }
    let location = use_location();
    let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
    let here = if query.is_empty() { path } else { format!("{path}?{}", query.trim_start_matches('?')) };
    let tone = if refusal.kind == Kind::NotFound { Tone::Info } else { Tone::Danger };
    let (title, href, action) = way_out(l, refusal.kind, here);
    view! {
        <Notice
            tone=tone
            title=title
            actions=move || view! {
                // External: a fresh page, not the one in the browser's memory.
                <ButtonLink href=href variant=Variant::Secondary attr:rel="external">{action}</ButtonLink>
            }
        >
            <p>{refusal_text(l, &refusal)}</p>
        </Notice>
    }
    .into_any()
}
