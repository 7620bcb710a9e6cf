//! Picking people from a vendor's contacts: search, pages, a tick for each.

use super::invite::Invited;
use crate::api::Refused;
use crate::api::people::{FindPeople as Find, PeopleFound, PersonChoice};
use crate::components::{Button, ButtonType, FormActions, Notice, TextField, TextKind, Tone, Variant};
use crate::i18n::*;
use crate::language::locale;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// What is looked for.
#[derive(Clone, Copy)]
struct Query {
    typed: RwSignal<String>,
    searched: RwSignal<String>,
    page: RwSignal<u32>,
}

/// The panel; only where there is script.
#[component]
pub fn FindPeople(connection: String, invited: Invited) -> impl IntoView {
    let l = locale();
    let query = Query { typed: RwSignal::default(), searched: RwSignal::default(), page: RwSignal::new(1) };
    let find = ServerAction::<Find>::new();
    Effect::new(move |_| {
        find.dispatch(Find {
            connection: connection.clone(),
            search: query.searched.get(),
            page: query.page.get(),
        });
    });
    // Read out instead of the whole list.
    let status = move || {
        find.value().with(|value| match value {
            Some(Ok(found)) if found.rows.is_empty() => td_string!(l, meetings.form.nobody_found).to_owned(),
            Some(Ok(found)) => {
                let (page, count) = (found.page, found.rows.len());
                td_string!(l, meetings.form.people_shown, page = page, count = count).to_string()
            }
            _ => String::new(),
        })
    };
    let results = move || match find.value().get() {
        None => ().into_any(),
        Some(Ok(found)) => view! { <Results found=found invited=invited query=query/> }.into_any(),
        Some(Err(Refused(_))) => view! {
            <Notice tone=Tone::Warning>{td_string!(l, meetings.form.contacts_silent)}</Notice>
        }
        .into_any(),
    };
    view! {
        <Summary invited=invited/>
        <Search query=query pending=find.pending().into()/>
        <p class="muted" aria-live="polite">{status}</p>
        <div aria-busy=move || find.pending().get().then_some("true")>{results}</div>
    }
}

/// Who is invited, by name.
#[component]
fn Summary(invited: Invited) -> impl IntoView {
    let l = locale();
    move || {
        let names: Vec<String> = invited.ids().iter().map(|id| invited.name(id)).collect();
        let text = if names.is_empty() {
            td_string!(l, meetings.form.nobody_invited).to_owned()
        } else {
            let names = names.join(td_string!(l, meetings.one.comma));
            td_string!(l, meetings.form.invited_names, names = names).to_string()
        };
        view! { <p class="muted">{text}</p> }
    }
}

#[component]
fn Search(query: Query, pending: Signal<bool>) -> impl IntoView {
    let l = locale();
    let search = move || {
        query.page.set(1);
        query.searched.set(query.typed.get_untracked());
    };
    let on_key = move |event: KeyboardEvent| {
        // Or else it would send the form.
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            search();
        }
    };
    view! {
        <TextField
            kind=TextKind::Search
            id="people-search"
            name=""
            label=td_string!(l, meetings.form.find_people)
            hint=td_string!(l, meetings.form.find_people_hint)
            on:input=move |event| query.typed.set(event_target_value(&event))
            on:keydown=on_key
        />
        <FormActions>
            <Button
                variant=Variant::Secondary
                kind=ButtonType::Button
                icon=icondata::LuSearch
                pending=pending
                on:click=move |_| search()
            >
                {td_string!(l, meetings.form.find)}
            </Button>
        </FormActions>
    }
}

#[component]
fn Results(found: PeopleFound, invited: Invited, query: Query) -> impl IntoView {
    let l = locale();
    let PeopleFound { rows, page, more } = found;
    let ticks = rows.into_iter().map(|person| view! { <Tick person=person invited=invited/> }).collect_view();
    let turn = move |to: u32, label: &'static str| {
        view! {
            <Button
                variant=Variant::Secondary
                kind=ButtonType::Button
                on:click=move |_| query.page.set(to)
            >
                {label}
            </Button>
        }
    };
    let before = (page > 1).then(|| turn(page - 1, td_string!(l, meetings.form.people_before)));
    let after = more.then(|| turn(page + 1, td_string!(l, meetings.form.people_after)));
    let paged = before.is_some() || after.is_some();
    view! {
        <div class="choice-list">{ticks}</div>
        {paged.then(|| view! {
            <FormActions>
                {before}
                {after}
            </FormActions>
        })}
    }
}

/// One person. The box has no name: what is sent is the field with the ids.
#[component]
fn Tick(person: PersonChoice, invited: Invited) -> impl IntoView {
    let id = format!("person-{}", person.id);
    let number = person.id.clone();
    let ticked = {
        let id = person.id.clone();
        move || invited.holds(&id)
    };
    let name = if person.name.is_empty() { person.id.clone() } else { person.name.clone() };
    view! {
        <div class="choice">
            <input
                type="checkbox"
                id=id.clone()
                prop:checked=ticked
                on:change=move |event| invited.set(&person, event_target_checked(&event))
            />
            <label for=id>{name} " " <span class="choice-hint">{number}</span></label>
        </div>
    }
}
