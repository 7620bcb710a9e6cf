//! What was sent to an address, and how it went; each can be sent again.

use super::test::Outcome;
use super::words::{DeliveryBadge, WEBHOOKS, event_words, outcome_words};
use crate::api::Refused;
use crate::api::webhooks::{DeliveryLine, LogQuery, LogView, ReplayDelivery};
use crate::components::{
    Badge, Button, Cell, DataTable, HeadCell, Link, Loading, Pagination, Row, Section, Tab, Tabs, Variant,
};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::NotDone;
use crate::pages::organizer::refused::RefusedState;
use leptos::prelude::*;
use portico_domain::webhooks::DeliveryState;

/// The log, as the address asks for it.
#[component]
pub fn Log(
    id: String,
    query: Memo<LogQuery>,
    log: Resource<Result<LogView, Refused>>,
    action: ServerAction<ReplayDelivery>,
) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id", "delivery"]);
    let id = StoredValue::new(id);
    view! {
        <Section id="log" title=td_string!(l, webhooks.log.title)>
            <div class="stack">
                <NotDone state=state title=td_string!(l, webhooks.log.trouble)/>
                <Outcome action=action/>
                {move || view! { <States id=id.get_value() query=query.get()/> }}
                <Transition fallback=move || view! { <Loading label=td_string!(l, webhooks.log.loading)/> }>
                    {move || Suspend::new(async move {
                        let (id, query) = (id.get_value(), query.get_untracked());
                        match log.await {
                            Ok(found) => view! {
                                <Found id=id query=query found=found state=state action=action/>
                            }
                            .into_any(),
                            Err(Refused(refusal)) => view! { <RefusedState refusal=refusal/> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
        </Section>
    }
}

/// The address of a part of the log.
fn address(id: &str, state: &str, after: &str) -> String {
    let part = [("state", state), ("after", after)];
    let query: Vec<String> = part
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{WEBHOOKS}/{id}{mark}{}", query.join("&"))
}

/// Each state has its own address, so that it works without script.
#[component]
fn States(id: String, query: LogQuery) -> impl IntoView {
    let l = locale();
    let tab = |name: &str, label: &'static str| Tab::new(address(&id, name, ""), label, query.state == name);
    let tabs = vec![
        tab("", td_string!(l, webhooks.log.all)),
        tab(DeliveryState::Waiting.name(), td_string!(l, webhooks.delivery.waiting)),
        tab(DeliveryState::Failed.name(), td_string!(l, webhooks.delivery.failed)),
        tab(DeliveryState::Delivered.name(), td_string!(l, webhooks.delivery.delivered)),
    ];
    view! { <Tabs label=td_string!(l, webhooks.log.states) tabs=tabs/> }
}

#[component]
fn Found(
    id: String,
    query: LogQuery,
    found: LogView,
    state: FormState,
    action: ServerAction<ReplayDelivery>,
) -> impl IntoView {
    let l = locale();
    let newest = address(&id, &query.state, "");
    let previous = (!query.after.is_empty()).then(|| Link::new(newest, td_string!(l, webhooks.log.newest)));
    let older =
        |after: String| Link::new(address(&id, &query.state, &after), td_string!(l, webhooks.log.older));
    let next = found.next.map(older);
    let lines = if found.rows.is_empty() {
        let text = match query.state.is_empty() {
            true => td_string!(l, webhooks.log.empty),
            false => td_string!(l, webhooks.log.none_so),
        };
        view! { <p class="muted">{text}</p> }.into_any()
    } else {
        let head = vec![
            HeadCell::new(td_string!(l, webhooks.log.event)),
            HeadCell::new(td_string!(l, webhooks.log.at)),
            HeadCell::new(td_string!(l, webhooks.column.state)),
            HeadCell::new(td_string!(l, webhooks.log.outcome)),
            HeadCell::new(td_string!(l, webhooks.log.attempts)).end(),
            HeadCell::new(td_string!(l, webhooks.log.replay)).hidden(),
        ];
        let row = |line| view! { <Line id=id.clone() line=line state=state action=action/> };
        let rows = found.rows.into_iter().map(row).collect_view();
        view! { <DataTable caption=td_string!(l, webhooks.log.caption) head=head>{rows}</DataTable> }
            .into_any()
    };
    view! {
        {lines}
        <Pagination label=td_string!(l, webhooks.log.pages) previous=previous next=next/>
    }
}

#[component]
fn Line(
    id: String,
    line: DeliveryLine,
    state: FormState,
    action: ServerAction<ReplayDelivery>,
) -> impl IntoView {
    let l = locale();
    let event = event_words(l, line.kind);
    let event = match line.meeting.clone() {
        Some(meeting) => view! { <a href=format!("/meetings/{meeting}")>{event}</a> }.into_any(),
        None => event.into_any(),
    };
    let outcome = outcome_words(l, &line);
    let next = line.next.clone();
    let settled = line.state != DeliveryState::Waiting;
    view! {
        <Row>
            <Cell main=true>
                {event}
                {line.replay.then(|| view! { " " <Badge>{td_string!(l, webhooks.log.replayed)}</Badge> })}
                <span class="cell-note">{line.kind.name()}</span>
            </Cell>
            <Cell label=td_string!(l, webhooks.log.at)>
                <time datetime=line.machine>{line.at}</time>
            </Cell>
            <Cell label=td_string!(l, webhooks.column.state)>
                <DeliveryBadge state=line.state/>
                {next.map(|next| view! { <span class="cell-note">{next}</span> })}
            </Cell>
            <Cell label=td_string!(l, webhooks.log.outcome)>{outcome}</Cell>
            <Cell label=td_string!(l, webhooks.log.attempts) end=true>{line.attempts}</Cell>
            <Cell actions=true>
                {settled.then(|| view! {
                    <PostForm action=action state=state no_summary=true>
                        <input type="hidden" name="id" value=id/>
                        <input type="hidden" name="delivery" value=line.id/>
                        <Button variant=Variant::Quiet icon=icondata::LuRotateCcw>
                            {td_string!(l, webhooks.log.replay)}
                        </Button>
                    </PostForm>
                })}
            </Cell>
        </Row>
    }
}
