//! The list itself, its pages, and what stands there when it is empty.

use super::address::{LIBRARY, beginning};
use crate::api::recordings::{Going, RecordingLine, RecordingQuery};
use crate::components::{
    ButtonLink, Cell, DataTable, EmptyState, HeadCell, IconLink, Link, Pagination, Row, Variant,
};
use crate::i18n::*;
use crate::language::locale;
use crate::page::{Page, Viewer};
use crate::pages::organizer::meeting_words::size_word;
use leptos::prelude::*;

/// Recordings as a table; as cards on narrow screens.
#[component]
pub fn RecordingTable(rows: Vec<RecordingLine>) -> impl IntoView {
    let l = locale();
    let head = vec![
        HeadCell::new(td_string!(l, recordings.column.title)),
        HeadCell::new(td_string!(l, recordings.column.meeting)),
        HeadCell::new(td_string!(l, recordings.column.created)),
        HeadCell::new(td_string!(l, recordings.column.length)).end(),
        HeadCell::new(td_string!(l, recordings.column.size)).end(),
        HeadCell::new(td_string!(l, recordings.column.connection)),
        HeadCell::new(td_string!(l, recordings.column.actions)).hidden(),
    ];
    let rows = rows.into_iter().map(|line| view! { <RecordingRow line=line/> }).collect_view();
    view! {
        <DataTable caption=td_string!(l, recordings.caption) head=head>
            {rows}
        </DataTable>
    }
}

/// One recording.
#[component]
fn RecordingRow(line: RecordingLine) -> impl IntoView {
    let l = locale();
    let page = format!("{LIBRARY}/{}", line.id);
    let play = page.clone();
    let download = format!("{page}/download");
    let play_label = td_string!(l, recordings.play, title = line.title.as_str()).to_string();
    let download_label = td_string!(l, recordings.download_named, title = line.title.as_str()).to_string();
    let leaving = line.goes.filter(|goes| goes.soon).map(|goes| leaving(l, &goes));
    let owner = line.owner.map(|name| td_string!(l, recordings.owned, name = name).to_string());
    view! {
        <Row>
            <Cell main=true label=td_string!(l, recordings.column.title)>
                <a href=page>{line.title}</a>
                {leaving.map(|text| view! { <span class="cell-note">{text}</span> })}
            </Cell>
            <Cell label=td_string!(l, recordings.column.meeting)>
                <MeetingOf meeting=line.meeting subject=line.meeting_subject number=line.number/>
                {owner.map(|text| view! { <span class="cell-note">{text}</span> })}
            </Cell>
            <Cell label=td_string!(l, recordings.column.created)>
                <time datetime=line.machine>{line.created}</time>
            </Cell>
            <Cell end=true label=td_string!(l, recordings.column.length)>{line.length}</Cell>
            <Cell end=true label=td_string!(l, recordings.column.size)>{size_word(l, line.size)}</Cell>
            <Cell label=td_string!(l, recordings.column.connection)>{line.connection_name}</Cell>
            <Cell actions=true>
                <IconLink icon=icondata::LuPlay href=play label=play_label/>
                <IconLink
                    icon=icondata::LuDownload
                    href=download
                    label=download_label
                    attr:rel="external"
                    attr:download=""
                />
            </Cell>
        </Row>
    }
}

/// That a recording goes within days, or should have gone.
fn leaving(l: Locale, goes: &Going) -> String {
    let at = goes.at.as_str();
    match goes.overdue {
        true => td_string!(l, recordings.retention.overdue, at = at).to_string(),
        false => td_string!(l, recordings.retention.soon, at = at).to_string(),
    }
}

/// The meeting that a recording belongs to: a link where Portico knows it, else its number.
#[component]
pub fn MeetingOf(meeting: Option<String>, subject: Option<String>, number: String) -> impl IntoView {
    let l = locale();
    let words = subject.unwrap_or_else(|| td_string!(l, recordings.number, number = number).to_string());
    match meeting {
        Some(id) => view! { <a href=format!("/meetings/{id}")>{words}</a> }.into_any(),
        None => words.into_any(),
    }
}

/// To the next part of the list, and back to its start.
#[component]
pub fn ResultPages(query: RecordingQuery, next: Option<String>) -> impl IntoView {
    let l = locale();
    let first =
        (!query.after.is_empty()).then(|| Link::new(beginning(&query, ""), td_string!(l, recordings.first)));
    let next = next.map(|after| Link::new(beginning(&query, &after), td_string!(l, recordings.next)));
    view! { <Pagination label=td_string!(l, recordings.pages) previous=first next=next/> }
}

/// A search that found nothing; the filters above stay.
#[component]
pub fn NoneMatch() -> impl IntoView {
    let l = locale();
    view! {
        <EmptyState
            icon=icondata::LuSearchX
            title=td_string!(l, recordings.none_match.title)
            text=td_string!(l, recordings.none_match.text)
        >
            <ButtonLink href=LIBRARY variant=Variant::Secondary>
                {td_string!(l, recordings.filters.clear)}
            </ButtonLink>
        </EmptyState>
    }
}

/// Nothing recorded yet, or nobody to have recorded it.
#[component]
pub fn NoRecordings(connected: bool) -> impl IntoView {
    let l = locale();
    if connected {
        return view! {
            <EmptyState
                icon=icondata::LuFilm
                title=td_string!(l, recordings.empty.title)
                text=td_string!(l, recordings.empty.text)
            />
        }
        .into_any();
    }
    let viewer = use_context::<Page>().and_then(|page| page.viewer);
    let may_connect = viewer.as_ref().is_some_and(Viewer::may_administer);
    let text = if may_connect {
        td_string!(l, recordings.no_connection.text_admin)
    } else {
        td_string!(l, recordings.no_connection.text)
    };
    view! {
        <EmptyState
            icon=icondata::LuUnplug
            title=td_string!(l, recordings.no_connection.title)
            text=text
        >
            {may_connect.then(|| view! {
                <ButtonLink href="/connections/new">{td_string!(l, recordings.no_connection.action)}</ButtonLink>
            })}
        </EmptyState>
    }
    .into_any()
}
