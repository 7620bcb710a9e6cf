//! `/recordings/:id`: one recording, played in the page.

use super::address::LIBRARY;
use super::delete::DeleteRecording;
use super::player::Player;
use super::results::MeetingOf;
use super::sharing::{Sharing, SharingPart};
use crate::api::Refused;
use crate::api::recordings::{self, RecordingLine};
use crate::components::{ButtonLink, Fact, Facts, Link, Loading, PageHeader, Section, Variant};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use crate::pages::organizer::meeting_words::{size_word, vendor_word};
use crate::pages::organizer::refused::RefusedState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The page of one recording.
pub struct RecordingPage {
    recording: Resource<Result<RecordingLine, Refused>>,
    sharing: SharingPart,
}

fn back(l: Locale) -> Link {
    Link::new(LIBRARY, td_string!(l, recordings.back))
}

impl RecordingPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let address = use_params_map();
        let id = Memo::new(move |_| address.with(|address| address.get("id").unwrap_or_default()));
        let recording = Resource::new(move || id.get(), recordings::view_recording);
        Self { recording, sharing: SharingPart::load(id) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let RecordingPage { recording, sharing } = this;
        let waiting = move || {
            view! {
                <PageHeader title=td_string!(l, recordings.title) back=back(l)/>
                <Loading label=td_string!(l, recordings.loading_one) rows=6/>
            }
        };
        view! {
            <Suspense fallback=waiting>
                {move || Suspend::new(async move {
                    match recording.await {
                        Ok(line) => view! { <Recording line=line sharing=sharing/> }.into_any(),
                        Err(Refused(refusal)) => view! {
                            <Title text=td_string!(l, recordings.title)/>
                            <PageHeader title=td_string!(l, recordings.title) back=back(l)/>
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

/// Player, facts, download, links for people outside, delete.
#[component]
fn Recording(line: RecordingLine, sharing: SharingPart) -> impl IntoView {
    let l = locale();
    let download = format!("{LIBRARY}/{}/download", line.id);
    let size = line.size.as_ref().map(|size| format!(" · {size}")).unwrap_or_default();
    let meta = format!("{} · {}{size}", line.created, line.length);
    let delete = line.may_delete.then(|| {
        let (id, title, connection) = (line.id.clone(), line.title.clone(), line.connection_name.clone());
        view! { <DeleteRecording id=id title=title connection=connection/> }
    });
    let id = line.id.clone();
    let undeletable = (!line.vendor.capabilities().delete_recording.possible())
        .then(|| td_string!(l, materials.cannot_delete, vendor = vendor_word(l, line.vendor)).to_string());
    view! {
        <Title text=line.title.clone()/>
        <PageHeader
            title=line.title.clone()
            back=back(l)
            meta=move || meta
            actions=move || view! {
                <ButtonLink href=download variant=Variant::Secondary icon=icondata::LuDownload download=true>
                    {td_string!(l, recordings.download)}
                </ButtonLink>
            }
        />
        <Player id=line.id.clone() title=line.title.clone()/>
        <RecordingFacts line=line/>
        <Sharing recording=id part=sharing/>
        {delete}
        {undeletable.map(|text| view! { <p class="muted section">{text}</p> })}
    }
}

/// What is known of it.
#[component]
fn RecordingFacts(line: RecordingLine) -> impl IntoView {
    let l = locale();
    let zone = use_context::<Page>().and_then(|page| page.viewer).map(|viewer| viewer.zone);
    let number = line.number.clone();
    view! {
        <Section id="facts" title=td_string!(l, recordings.facts)>
            <Facts>
                <Fact label=td_string!(l, recordings.column.meeting)>
                    <MeetingOf
                        meeting=line.meeting
                        subject=line.meeting_subject
                        number=number
                    />
                </Fact>
                <Fact label=td_string!(l, recordings.number_label)>{line.number}</Fact>
                <Fact label=td_string!(l, recordings.column.created)>
                    <time datetime=line.machine>{line.created}</time>
                    {zone.map(|zone| format!(" ({zone})"))}
                </Fact>
                <Fact label=td_string!(l, recordings.column.length)>{line.length}</Fact>
                <Fact label=td_string!(l, recordings.column.size)>{size_word(l, line.size)}</Fact>
                <Fact label=td_string!(l, recordings.column.connection)>{line.connection_name}</Fact>
            </Facts>
        </Section>
    }
}
