//! Ways to what the meeting has besides this page.

use crate::api::meetings::MeetingView;
use crate::components::{ButtonLink, Section, Variant};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::materials::has_materials;
use leptos::prelude::*;

/// Attendance and documents where the vendor has them; who sees the meeting, for those who decide it.
#[component]
pub fn More(view: MeetingView) -> impl IntoView {
    let l = locale();
    let materials = has_materials(&view);
    let id = view.line.id;
    (materials || view.may_edit).then(|| {
        view! {
            <Section id="more" title=td_string!(l, meetings.more.title)>
                <div class="row">
                    {materials.then(|| view! {
                        <ButtonLink
                            href=format!("/meetings/{id}/materials")
                            variant=Variant::Secondary
                            icon=icondata::LuFolderOpen
                        >
                            {td_string!(l, materials.page.title)}
                        </ButtonLink>
                    })}
                    {view.may_edit.then(|| view! {
                        <ButtonLink
                            href=format!("/meetings/{id}/sharing")
                            variant=Variant::Secondary
                            icon=icondata::LuUsers
                        >
                            {td_string!(l, people.shares.page)}
                        </ButtonLink>
                    })}
                </div>
            </Section>
        }
    })
}
