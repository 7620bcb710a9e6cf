//! `/webhooks/:id`: how an address stands, what was sent there, and what can be done about it.

use super::facts::{Concerns, WebhookFacts};
use super::log::Log;
use super::pause::Pausing;
use super::secret::Secret;
use super::settings::Settings;
use super::test::Testing;
use super::words::{Standing, WEBHOOKS};
use crate::api::Refused;
use crate::api::webhooks::{self as api, LogQuery, LogView, WebhookLine, WebhookView};
use crate::components::{Link, Loading, PageHeader};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::successes;
use crate::pages::organizer::refused::RefusedState;
use crate::pages::organizer::times_in::times_in;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// What can be done on the page. It lives as long as the page, not as long as one reading of it.
#[derive(Clone, Copy)]
struct Acts {
    test: ServerAction<api::TestWebhook>,
    replay: ServerAction<api::ReplayDelivery>,
    change: ServerAction<api::ChangeWebhook>,
    rotate: ServerAction<api::RotateWebhook>,
    pause: ServerAction<api::PauseWebhook>,
}

/// The page of one webhook.
pub struct WebhookPage {
    acts: Acts,
    query: Memo<LogQuery>,
    webhook: Resource<Result<WebhookView, Refused>>,
    log: Resource<Result<LogView, Refused>>,
}

fn back(l: Locale) -> Link {
    Link::new(WEBHOOKS, td_string!(l, webhooks.back))
}

impl WebhookPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let (address, asked) = (use_params_map(), use_query_map());
        let id = Memo::new(move |_| address.with(|address| address.get("id").unwrap_or_default()));
        let query = Memo::new(move |_| {
            asked.with(|asked| LogQuery {
                state: asked.get("state").unwrap_or_default(),
                after: asked.get("after").unwrap_or_default(),
            })
        });
        let acts = Acts {
            test: ServerAction::new(),
            replay: ServerAction::new(),
            change: ServerAction::new(),
            rotate: ServerAction::new(),
            pause: ServerAction::new(),
        };
        let (test, replay, pause) = (successes(acts.test), successes(acts.replay), successes(acts.pause));
        let sent = move || (id.get(), query.get(), test.get(), replay.get(), pause.get());
        Self {
            acts,
            query,
            webhook: Resource::new(move || id.get(), api::view_webhook),
            log: Resource::new(sent, |(id, query, ..)| api::read_log(id, query)),
        }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let WebhookPage { acts, query, webhook, log } = this;
        view! {
            <Suspense fallback=move || view! { <Loading label=td_string!(l, webhooks.loading) rows=6/> }>
                {move || Suspend::new(async move {
                    match webhook.await {
                        Ok(found) => view! {
                            <Webhook found=found acts=acts query=query log=log/>
                        }
                        .into_any(),
                        Err(Refused(refusal)) => view! {
                            <Title text=td_string!(l, webhooks.title)/>
                            <PageHeader title=td_string!(l, webhooks.title) back=back(l)/>
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

/// Asks how it stands whenever something was done, and leaves the forms alone.
fn keep_fresh(line: RwSignal<WebhookLine>, acts: Acts) {
    let counts = (
        successes(acts.test),
        successes(acts.replay),
        successes(acts.change),
        successes(acts.rotate),
        successes(acts.pause),
    );
    let done = move || {
        let (test, replay, change, rotate, pause) = counts;
        test.get() + replay.get() + change.get() + rotate.get() + pause.get()
    };
    Effect::new(move |before: Option<usize>| {
        let now = done();
        if before.is_some_and(|before| before != now) {
            let id = line.with_untracked(|line| line.id.clone());
            leptos::task::spawn_local(async move {
                if let Ok(found) = api::view_webhook(id).await {
                    // The page may be gone by now.
                    line.try_set(found.line);
                }
            });
        }
        now
    });
}

/// The whole page, once the webhook is known.
#[component]
fn Webhook(
    found: WebhookView,
    acts: Acts,
    query: Memo<LogQuery>,
    log: Resource<Result<LogView, Refused>>,
) -> impl IntoView {
    let l = locale();
    let WebhookView { line, form } = found;
    let id = line.id.clone();
    let line = RwSignal::new(line);
    keep_fresh(line, acts);
    let name = move || line.with(|line| line.name.clone());
    view! {
        <Title text=name/>
        <PageHeader
            title=Signal::derive(name)
            back=back(l)
            badge=move || view! { {move || view! { <Standing line=line.get()/> }} }
            meta=move || times_in(l)
        />
        <div class="stack">{move || view! { <Concerns line=line.get()/> }}</div>
        {move || view! { <WebhookFacts line=line.get()/> }}
        <Testing id=id.clone() action=acts.test/>
        <Log id=id.clone() query=query log=log action=acts.replay/>
        <Settings id=id form=form action=acts.change/>
        <Secret line=line action=acts.rotate/>
        <Pausing line=line action=acts.pause/>
    }
}
