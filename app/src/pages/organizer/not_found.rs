//! The router's fallback: an address that leads nowhere.

use super::refused::set_status;
use crate::components::{ButtonLink, EmptyState, PageHeader, Variant};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use leptos_meta::Title;
use portico_domain::refusals::Kind;

/// Says that there is no such page, and where to go instead.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    set_status(Kind::NotFound);
    let l = locale();
    let title = td_string!(l, common.not_found.title);
    view! {
        <Title text=title/>
        <PageHeader title=title/>
        <EmptyState icon=icondata::LuCompass title=td_string!(l, common.not_found.text)>
            <div class="row">
                <ButtonLink href="/">{td_string!(l, common.not_found.home)}</ButtonLink>
                <ButtonLink href="/meetings" variant=Variant::Secondary>
                    {td_string!(l, common.not_found.meetings)}
                </ButtonLink>
            </div>
        </EmptyState>
    }
}
