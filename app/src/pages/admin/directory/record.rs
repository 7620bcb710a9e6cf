//! One list of what was made at the vendor through Portico.

use super::companies::Companies;
use super::departments::Departments;
use super::users::Users;
use crate::api::directory::{DirectoryPlace, RecordView};
use crate::components::{ButtonLink, EmptyState, Notice, Tone, Variant};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::directory::words::Part;
use leptos::prelude::*;

/// Users, departments or companies, with the ways to change them.
#[component]
pub fn Record(place: DirectoryPlace, record: RecordView, part: Part) -> impl IntoView {
    let l = locale();
    let open = if part == Part::Companies { record.companies_open } else { record.users_open };
    let explained = match part {
        Part::Companies => td_string!(l, directory.record.companies),
        Part::Departments => td_string!(l, directory.record.departments),
        _ => td_string!(l, directory.record.users),
    };
    let may_change = open && !place.paused;
    let id = place.id.clone();
    view! {
        <p class="muted">{explained}</p>
        <Obstacles place=place.clone() open=open part=part/>
        {may_change.then(|| view! { <Ways connection=place.id part=part/> })}
        {list(l, id, record, part, may_change)}
    }
}

/// Why nothing can be changed, and where that is mended.
#[component]
pub fn Obstacles(place: DirectoryPlace, open: bool, part: Part) -> impl IntoView {
    let l = locale();
    let connection = format!("/connections/{}", place.id);
    let button = move || {
        view! {
            <ButtonLink href=connection variant=Variant::Secondary>
                {td_string!(l, directory.missing.open)}
            </ButtonLink>
        }
    };
    if place.paused {
        return view! {
            <Notice tone=Tone::Warning title=td_string!(l, directory.paused.title) actions=button>
                <p>{td_string!(l, directory.paused.text)}</p>
            </Notice>
        }
        .into_any();
    }
    if open {
        return ().into_any();
    }
    let text = match part {
        Part::Companies => td_string!(l, directory.missing.companies),
        _ => td_string!(l, directory.missing.users),
    };
    view! {
        <Notice tone=Tone::Warning title=td_string!(l, directory.missing.title) actions=button>
            <p>{text}</p>
        </Notice>
    }
    .into_any()
}

/// To the forms.
#[component]
fn Ways(connection: String, part: Part) -> impl IntoView {
    let l = locale();
    let (add, other) = match part {
        Part::Companies => (td_string!(l, directory.companies.add), td_string!(l, directory.companies.other)),
        Part::Departments => {
            (td_string!(l, directory.departments.add), td_string!(l, directory.departments.other))
        }
        _ => (td_string!(l, directory.users.add), td_string!(l, directory.users.other)),
    };
    view! {
        <div class="form-actions">
            <ButtonLink href=part.form_address(&connection, "new", &[]) icon=icondata::LuPlus>{add}</ButtonLink>
            <ButtonLink href=part.form_address(&connection, "change", &[]) variant=Variant::Quiet>
                {other}
            </ButtonLink>
        </div>
    }
}

fn list(l: Locale, connection: String, record: RecordView, part: Part, may_change: bool) -> AnyView {
    let (empty, title) = match part {
        Part::Companies => (record.companies.is_empty(), td_string!(l, directory.record.no_companies)),
        Part::Departments => (record.departments.is_empty(), td_string!(l, directory.record.no_departments)),
        _ => (record.users.is_empty(), td_string!(l, directory.record.no_users)),
    };
    if empty {
        let icon = match part {
            Part::Companies => icondata::LuBuilding2,
            Part::Departments => icondata::LuNetwork,
            _ => icondata::LuUsers,
        };
        let text = td_string!(l, directory.record.nothing);
        return view! { <EmptyState icon=icon title=title text=text/> }.into_any();
    }
    match part {
        Part::Companies => {
            view! { <Companies connection=connection lines=record.companies may_change=may_change/> }
                .into_any()
        }
        Part::Departments => {
            view! { <Departments connection=connection nodes=record.departments may_change=may_change/> }
                .into_any()
        }
        _ => view! { <Users connection=connection lines=record.users may_change=may_change/> }.into_any(),
    }
}
