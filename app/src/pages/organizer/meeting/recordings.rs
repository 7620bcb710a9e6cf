//! The meeting's recordings.

use crate::api::recordings::RecordingLine;
use crate::components::{ButtonLink, Cell, DataTable, EmptyState, HeadCell, Row, Section, Variant};
use crate::i18n::*;
use crate::language::{locale, vendor_word};
use crate::pages::organizer::meeting_words::size_word;
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;

/// What was recorded, to play and to download.
#[component]
pub fn Recordings(rows: Vec<RecordingLine>, possible: bool, vendor: Vendor) -> impl IntoView {
    let l = locale();
    let content = match (rows.is_empty(), possible) {
        (true, false) => {
            let text =
                td_string!(l, meetings.recordings.impossible, vendor = vendor_word(l, vendor)).to_string();
            view! { <p class="muted">{text}</p> }.into_any()
        }
        (true, true) => view! {
            <EmptyState
                icon=icondata::LuFilm
                title=td_string!(l, meetings.recordings.empty)
                text=td_string!(l, meetings.recordings.empty_text)
            />
        }
        .into_any(),
        (false, _) => view! { <RecordingTable rows=rows/> }.into_any(),
    };
    view! { <Section id="recordings" title=td_string!(l, meetings.recordings.title)>{content}</Section> }
}

#[component]
fn RecordingTable(rows: Vec<RecordingLine>) -> impl IntoView {
    let l = locale();
    let head = vec![
        HeadCell::new(td_string!(l, meetings.recordings.name)),
        HeadCell::new(td_string!(l, meetings.recordings.created)),
        HeadCell::new(td_string!(l, meetings.recordings.length)).end(),
        HeadCell::new(td_string!(l, meetings.recordings.size)).end(),
        HeadCell::new(td_string!(l, meetings.recordings.actions)).hidden(),
    ];
    let rows = rows.into_iter().map(|recording| row(l, recording)).collect_view();
    view! { <DataTable caption=td_string!(l, meetings.recordings.caption) head=head>{rows}</DataTable> }
}

fn row(l: Locale, recording: RecordingLine) -> impl IntoView {
    let page = format!("/recordings/{}", recording.id);
    let (file, title_leads_to) = (format!("{page}/download"), page.clone());
    view! {
        <Row>
            <Cell main=true><a href=title_leads_to>{recording.title}</a></Cell>
            <Cell label=td_string!(l, meetings.recordings.created)>
                <time datetime=recording.machine>{recording.created}</time>
            </Cell>
            <Cell label=td_string!(l, meetings.recordings.length) end=true>{recording.length}</Cell>
            <Cell label=td_string!(l, meetings.recordings.size) end=true>{size_word(l, recording.size)}</Cell>
            <Cell label=td_string!(l, meetings.recordings.actions) actions=true>
                <ButtonLink href=page variant=Variant::Quiet icon=icondata::LuPlay>
                    {td_string!(l, meetings.recordings.play)}
                </ButtonLink>
                <ButtonLink href=file variant=Variant::Quiet icon=icondata::LuDownload download=true>
                    {td_string!(l, meetings.recordings.download)}
                </ButtonLink>
            </Cell>
        </Row>
    }
}
