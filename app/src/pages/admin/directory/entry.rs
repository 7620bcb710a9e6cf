//! `/directory/:connection/:kind/new` and `…/change?id=`: one user, department or company.

use super::company::{ChangeOneCompany, NewCompany};
use super::department::{ChangeOneDepartment, NewDepartment};
use super::find::Find;
use super::record::Obstacles;
use super::removing::Removal;
use super::standing::Standing;
use super::user::{ChangeOneUser, NewUser};
use crate::api::Refused;
use crate::api::directory::{Doubt, EntryLine, EntryView, view_entry};
use crate::components::{Link, Loading, PageHeader};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::directory::words::Part;
use crate::pages::organizer::refused::RefusedState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    connection: String,
    kind: String,
    act: String,
    id: String,
    parent: String,
}

/// The page of one entry.
pub struct EntryPage {
    asked: Memo<Asked>,
    found: Resource<Result<EntryView, Refused>>,
}

impl EntryPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let (path, query) = (use_params_map(), use_query_map());
        let asked = Memo::new(move |_| {
            let part = |name| path.with(|path| path.get(name).unwrap_or_default());
            let word = |name| query.with(|query| query.get(name).unwrap_or_default()).trim().to_owned();
            Asked {
                connection: part("connection"),
                kind: part("kind"),
                act: part("act"),
                id: word("id"),
                parent: word("parent"),
            }
        });
        let look = |asked: Asked| view_entry(asked.connection, asked.kind, asked.id);
        Self { asked, found: Resource::new(move || asked.get(), look) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let Self { asked, found } = this;
        let waiting = move || {
            view! {
                <PageHeader title=td_string!(l, directory.title)/>
                <Loading label=td_string!(l, directory.loading) rows=6/>
            }
        };
        view! {
            <Suspense fallback=waiting>
                {move || Suspend::new(async move {
                    let asked = asked.get_untracked();
                    match found.await {
                        Ok(found) => view! { <Found view=found asked=asked/> }.into_any(),
                        Err(Refused(refusal)) => view! {
                            <Title text=td_string!(l, directory.title)/>
                            <PageHeader title=td_string!(l, directory.title)/>
                            <RefusedState refusal=refusal/>
                        }
                        .into_any(),
                    }
                })}
            </Suspense>
        }
        .into_any()
    }
}

fn part_of(kind: &str) -> Part {
    match kind {
        "companies" => Part::Companies,
        "departments" => Part::Departments,
        _ => Part::Users,
    }
}

#[component]
fn Found(view: EntryView, asked: Asked) -> impl IntoView {
    let l = locale();
    let part = part_of(&asked.kind);
    let title = title(l, part, &asked, view.line.as_ref());
    let back = Link::new(part.address(&view.place.id), part.label(l));
    let usable = view.open && !view.place.paused;
    view! {
        <Title text=title.clone()/>
        <PageHeader title=title back=back/>
        <div class="stack">
            <Obstacles place=view.place.clone() open=view.open part=part/>
            {usable.then(|| content(view, part, asked))}
        </div>
    }
}

fn title(l: Locale, part: Part, asked: &Asked, line: Option<&EntryLine>) -> String {
    let name = line.map_or_else(|| asked.id.clone(), |line| line.name.clone());
    let find = asked.id.is_empty();
    match (part, asked.act == "new") {
        (Part::Companies, true) => td_string!(l, directory.companies.new_title).to_owned(),
        (Part::Departments, true) => td_string!(l, directory.departments.new_title).to_owned(),
        (_, true) => td_string!(l, directory.users.new_title).to_owned(),
        (Part::Companies, _) if find => td_string!(l, directory.companies.find_title).to_owned(),
        (Part::Departments, _) if find => td_string!(l, directory.departments.find_title).to_owned(),
        (_, _) if find => td_string!(l, directory.users.find_title).to_owned(),
        (Part::Companies, _) => td_string!(l, directory.companies.change_title, name = name).to_string(),
        (Part::Departments, _) => td_string!(l, directory.departments.change_title, name = name).to_string(),
        (_, _) => td_string!(l, directory.users.change_title, name = name).to_string(),
    }
}

fn content(view: EntryView, part: Part, asked: Asked) -> AnyView {
    if asked.act == "new" {
        // Whatever the address names, this makes another one.
        let view = EntryView { line: None, ..view };
        return form(view, part, String::new(), asked.parent, true);
    }
    if asked.id.is_empty() {
        return view! { <Find connection=view.place.id part=part/> }.into_any();
    }
    let doubt = view.line.as_ref().and_then(|line| line.doubt);
    let again = doubt == Some(Doubt::Creation);
    // Only a department has a name of ours as long as its making is in doubt.
    let removable = !(again && part == Part::Departments);
    view! {
        <Standing line=view.line.clone() part=part/>
        {form(view.clone(), part, asked.id.clone(), String::new(), again)}
        <Removal view=view part=part id=asked.id removable=removable/>
    }
    .into_any()
}

fn form(view: EntryView, part: Part, id: String, parent: String, new: bool) -> AnyView {
    match (part, new) {
        (Part::Companies, true) => view! { <NewCompany view=view/> }.into_any(),
        (Part::Companies, false) => view! { <ChangeOneCompany view=view id=id/> }.into_any(),
        (Part::Departments, true) => view! { <NewDepartment view=view id=id parent=parent/> }.into_any(),
        (Part::Departments, false) => view! { <ChangeOneDepartment view=view id=id/> }.into_any(),
        (_, true) => view! { <NewUser view=view/> }.into_any(),
        (_, false) => view! { <ChangeOneUser view=view id=id/> }.into_any(),
    }
}
