//! Who came and left.

use super::{Read, part};
use crate::api::materials::{AttendanceView, Moment, PersonLine, StayLine};
use crate::components::{ButtonLink, Cell, DataTable, EmptyState, Fold, HeadCell, Row, Section, Variant};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting_words::role_word;
use leptos::prelude::*;
use portico_domain::retention::ENTRANT_DAYS;

/// A line for each person, each stay folded away, and all of it as a file.
#[component]
pub fn AttendanceSection(id: String, read: Read) -> impl IntoView {
    let l = locale();
    let file = format!("/meetings/{id}/attendance.csv");
    view! {
        <Section
            id="attendance"
            title=td_string!(l, materials.attendance.title)
            actions=move || view! {
                <ButtonLink href=file variant=Variant::Quiet icon=icondata::LuDownload download=true>
                    {td_string!(l, materials.attendance.export)}
                </ButtonLink>
            }
        >
            {part(read, |view| Some(view.attendance), shown)}
        </Section>
    }
}

fn shown(l: Locale, attendance: AttendanceView) -> AnyView {
    if attendance.stays.is_empty() {
        return view! {
            <EmptyState
                icon=icondata::LuUsers
                title=td_string!(l, materials.attendance.empty)
                text=td_string!(l, materials.attendance.empty_text)
            />
        }
        .into_any();
    }
    let strangers = attendance.people.iter().any(|person| !person.named);
    view! {
        <div class="stack">
            <People people=attendance.people/>
            {strangers
                .then(|| {
                    let text = td_string!(l, materials.attendance.strangers, days = ENTRANT_DAYS);
                    view! { <p class="muted">{text.to_string()}</p> }
                })}
            <Fold
                summary=td_string!(l, materials.attendance.each)
                note=td_string!(l, materials.attendance.zone, zone = attendance.zone).to_string()
            >
                <Stays stays=attendance.stays/>
            </Fold>
        </div>
    }
    .into_any()
}

#[component]
fn People(people: Vec<PersonLine>) -> impl IntoView {
    let l = locale();
    let head = vec![
        HeadCell::new(td_string!(l, materials.attendance.name)),
        HeadCell::new(td_string!(l, materials.attendance.role)),
        HeadCell::new(td_string!(l, materials.attendance.now)),
        HeadCell::new(td_string!(l, materials.attendance.stays)).end(),
        HeadCell::new(td_string!(l, materials.attendance.total)).end(),
    ];
    let rows = people.into_iter().map(|person| person_row(l, person)).collect_view();
    view! { <DataTable caption=td_string!(l, materials.attendance.caption) head=head>{rows}</DataTable> }
}

fn person_row(l: Locale, person: PersonLine) -> impl IntoView {
    let role = person.role.map_or(td_string!(l, materials.none), |role| role_word(l, role));
    let now = match person.inside {
        true => td_string!(l, materials.attendance.inside),
        false => td_string!(l, materials.attendance.gone),
    };
    view! {
        <Row>
            <Cell main=true label=td_string!(l, materials.attendance.name)>{person.name}</Cell>
            <Cell label=td_string!(l, materials.attendance.role)>{role}</Cell>
            <Cell label=td_string!(l, materials.attendance.now)>{now}</Cell>
            <Cell label=td_string!(l, materials.attendance.stays) end=true>{person.stays}</Cell>
            <Cell label=td_string!(l, materials.attendance.total) end=true>{person.length}</Cell>
        </Row>
    }
}

#[component]
fn Stays(stays: Vec<StayLine>) -> impl IntoView {
    let l = locale();
    let head = vec![
        HeadCell::new(td_string!(l, materials.attendance.name)),
        HeadCell::new(td_string!(l, materials.attendance.entered)),
        HeadCell::new(td_string!(l, materials.attendance.left_at)),
        HeadCell::new(td_string!(l, materials.attendance.length)).end(),
    ];
    let rows = stays.into_iter().map(|stay| stay_row(l, stay)).collect_view();
    view! { <DataTable caption=td_string!(l, materials.attendance.stays_caption) head=head>{rows}</DataTable> }
}

fn stay_row(l: Locale, stay: StayLine) -> impl IntoView {
    let time = |moment: Moment| view! { <time datetime=moment.machine>{moment.words}</time> };
    let left = match stay.left {
        Some(left) => time(left).into_any(),
        None => td_string!(l, materials.attendance.inside).into_any(),
    };
    view! {
        <Row>
            <Cell main=true label=td_string!(l, materials.attendance.name)>{stay.name}</Cell>
            <Cell label=td_string!(l, materials.attendance.entered)>{time(stay.entered)}</Cell>
            <Cell label=td_string!(l, materials.attendance.left_at)>{left}</Cell>
            <Cell label=td_string!(l, materials.attendance.length) end=true>{stay.length}</Cell>
        </Row>
    }
}
