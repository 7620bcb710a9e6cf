//! `/recordings/:id`: one recording, played in the page.

use super::address::LIBRARY;
use super::delete::DeleteRecording;
use super::player::Player;
use super::results::MeetingOf;
use super::retention::Retention;
use super::sharing::{Sharing, SharingPart};
use crate::api::Refused;
use crate::api::recordings::{self, RecordingLine, RetainRecording};
use crate::components::{ButtonLink, Fact, Facts, Link, Loading, PageHeader, Section, Variant};
use crate::i18n::*;
use crate::language::{locale, vendor_word};
use crate::page::Page;
use crate::pages::organizer::meeting_words::size_word;
use crate::pages::organizer::outcome::successes;
use crate::pages::organizer::refused::RefusedState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The page of one recording.
pub struct RecordingPage {
    recording: Resource<Result<RecordingLine, Refused>>,
    standing: StandingPart,
    sharing: SharingPart,
}

/// When it goes: changed here, and read again without the player starting anew.
#[derive(Clone, Copy)]
struct StandingPart {
    /// The recording after a change; nothing before the first.
    changed: Resource<Result<Option<RecordingLine>, Refused>>,
    retain: ServerAction<RetainRecording>,
}

fn back(l: Locale) -> Link {
    Link::new(LIBRARY, td_string!(l, recordings.back))
}

impl RecordingPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let address = use_params_map();
        let id = Memo::new(move |_| address.with(|address| address.get("id").unwrap_or_default()));
        let retain = ServerAction::new();
        let retained = successes(retain);
        let recording = Resource::new(move || id.get(), recordings::view_recording);
        let changed = Resource::new(
            move || (id.get(), retained.get()),
            |(id, times)| async move {
                if times == 0 { Ok(None) } else { recordings::view_recording(id).await.map(Some) }
            },
        );
        Self { recording, standing: StandingPart { changed, retain }, sharing: SharingPart::load(id) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let RecordingPage { recording, standing, sharing } = this;
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
                        Ok(line) => view! { <Recording line=line standing=standing sharing=sharing/> }.into_any(),
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
fn Recording(line: RecordingLine, standing: StandingPart, sharing: SharingPart) -> impl IntoView {
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
        <Standing line=line part=standing/>
        <Sharing recording=id part=sharing/>
        {delete}
        {undeletable.map(|text| view! { <p class="muted section">{text}</p> })}
    }
}

/// Facts and when it goes, as they stand after the last change here.
#[component]
fn Standing(line: RecordingLine, part: StandingPart) -> impl IntoView {
    view! {
        <Transition fallback=|| ()>
            {move || {
                let line = line.clone();
                Suspend::new(async move {
                    let line = part.changed.await.ok().flatten().unwrap_or(line);
                    let retention = line.retention.clone().map(|view| {
                        let (id, goes) = (line.id.clone(), line.goes.clone());
                        let connection = line.connection_name.clone();
                        view! { <Retention id=id goes=goes view=view connection=connection action=part.retain/> }
                    });
                    view! {
                        <RecordingFacts line=line/>
                        {retention}
                    }
                })
            }}
        </Transition>
    }
}

/// What is known of it.
#[component]
fn RecordingFacts(line: RecordingLine) -> impl IntoView {
    let l = locale();
    let zone = use_context::<Page>().and_then(|page| page.viewer).map(|viewer| viewer.zone);
    let number = line.number.clone();
    let owner = line.owner.unwrap_or_else(|| td_string!(l, meetings.one.elsewhere).to_owned());
    let deletable = line.vendor.capabilities().delete_recording.possible();
    let goes = deletable.then(|| match line.goes {
        Some(goes) => {
            let zone = zone.clone().map(|zone| format!(" ({zone})"));
            view! { <time datetime=goes.machine>{goes.at}</time> {zone} }.into_any()
        }
        None => td_string!(l, recordings.retention.never).into_any(),
    });
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
                <Fact label=td_string!(l, recordings.owner)>{owner}</Fact>
                <Fact label=td_string!(l, recordings.column.length)>{line.length}</Fact>
                <Fact label=td_string!(l, recordings.column.size)>{size_word(l, line.size)}</Fact>
                <Fact label=td_string!(l, recordings.column.connection)>{line.connection_name}</Fact>
                {goes.map(|goes| view! { <Fact label=td_string!(l, recordings.retention.fact)>{goes}</Fact> })}
            </Facts>
        </Section>
    }
}
