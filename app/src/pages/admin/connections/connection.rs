//! `/connections/:id`: how a vendor account stands, and what can be done about it.

use super::edit::Settings;
use super::facts::ConnectionFacts;
use super::health::Concerns;
use super::pause::Pausing;
use super::remove::Removing;
use super::secret::ChangeKey;
use super::test::Testing;
use super::words::CONNECTIONS;
use crate::api::Refused;
use crate::api::connections::{self as api, ConnectionLine, ConnectionView};
use crate::components::{Link, Loading, PageHeader, Section};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, saved_word};
use crate::pages::organizer::refused::RefusedState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use portico_domain::forms::ConnectionForm;

/// The page of one connection.
pub struct ConnectionPage {
    connection: Resource<Result<ConnectionView, Refused>>,
}

fn back(l: Locale) -> Link {
    Link::new(CONNECTIONS, td_string!(l, connections.new.back))
}

impl ConnectionPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let address = use_params_map();
        let id = Memo::new(move |_| address.with(|address| address.get("id").unwrap_or_default()));
        Self { connection: Resource::new(move || id.get(), api::view_connection) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let connection = this.connection;
        let waiting = move || {
            view! {
                <PageHeader title=td_string!(l, connections.title) back=back(l)/>
                <Loading label=td_string!(l, connections.loading_one) rows=6/>
            }
        };
        view! {
            <Suspense fallback=waiting>
                {move || Suspend::new(async move {
                    match connection.await {
                        Ok(found) => view! { <Connection found=found/> }.into_any(),
                        Err(Refused(refusal)) => view! {
                            <Title text=td_string!(l, connections.title)/>
                            <PageHeader title=td_string!(l, connections.title) back=back(l)/>
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

/// Asks how the connection stands whenever something was tried, and leaves the forms alone.
fn keep_fresh(line: RwSignal<ConnectionLine>, form: RwSignal<ConnectionForm>, tried: Signal<usize>) {
    Effect::new(move |before: Option<usize>| {
        let now = tried.get();
        if before.is_some_and(|before| before != now) {
            let id = line.with_untracked(|line| line.id.clone());
            leptos::task::spawn_local(async move {
                if let Ok(found) = api::view_connection(id).await {
                    // The page may be gone by now.
                    line.try_set(found.line);
                    form.try_set(found.form);
                }
            });
        }
        now
    });
}

/// The whole page, once the connection is known.
#[component]
fn Connection(found: ConnectionView) -> impl IntoView {
    let l = locale();
    let ConnectionView { line, form } = found;
    let (id, vendor) = (line.id.clone(), line.vendor);
    let (line, settings) = (RwSignal::new(line), RwSignal::new(form.clone()));
    let test = ServerAction::<api::TestConnection>::new();
    let change = ServerAction::<api::ChangeConnection>::new();
    let secret = ServerAction::<api::ChangeSecret>::new();
    let pause = ServerAction::<api::PauseConnection>::new();
    let tried = Signal::derive(move || {
        test.version().get() + change.version().get() + secret.version().get() + pause.version().get()
    });
    keep_fresh(line, settings, tried);
    let saved = saved_word();
    let done = Signal::derive(move || {
        // What the address says is about the last page, not about what was done on this one.
        saved.get_value().filter(|_| tried.get() == 0).map(|word| saved_text(l, &word).to_owned())
    });
    let name = move || line.with(|line| line.name.clone());
    view! {
        <Title text=name/>
        <PageHeader title=Signal::derive(name) back=back(l)/>
        <div class="stack">
            <Done text=done/>
            {move || view! { <Concerns line=line.get()/> }}
        </div>
        {move || view! { <ConnectionFacts line=line.get() form=settings.get()/> }}
        <Testing id=id.clone() vendor=vendor action=test/>
        <Settings id=id.clone() vendor=vendor form=form action=change/>
        <ChangeKey id=id.clone() vendor=vendor line=line action=secret/>
        <Section id="pause" title=td_string!(l, connections.pause.title)>
            <div class="stack">
                <Pausing id=id.clone() line=line action=pause/>
                <Removing id=id line=line/>
            </div>
        </Section>
    }
}

fn saved_text(l: Locale, word: &str) -> &'static str {
    match word {
        "settings" => td_string!(l, connections.saved.settings),
        "secret" => td_string!(l, connections.saved.secret),
        "paused" => td_string!(l, connections.saved.paused),
        "resumed" => td_string!(l, connections.saved.resumed),
        _ => td_string!(l, connections.saved.other),
    }
}
