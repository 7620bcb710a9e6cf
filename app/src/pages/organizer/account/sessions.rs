//! Where one is signed in, and how to end that.

use crate::api::account::{ChangePassword, EndOtherSessions, EndSession, SessionLine, view_account};
use crate::components::{Badge, Button, Cell, Confirm, DataTable, HeadCell, Row, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, NotDone, said, successes};
use crate::pages::organizer::times_in::TimesIn;
use leptos::prelude::*;

/// Looks again whenever sessions may have ended: here, or by a change of the password.
fn keep_fresh(sessions: RwSignal<Vec<SessionLine>>, ended: Signal<usize>) {
    Effect::new(move |before: Option<usize>| {
        let now = ended.get();
        if before.is_some_and(|before| before != now) {
            leptos::task::spawn_local(async move {
                if let Ok(account) = view_account().await {
                    // The page may be gone by now.
                    sessions.try_set(account.sessions);
                }
            });
        }
        now
    });
}

/// The table of sessions.
#[component]
pub fn Sessions(
    sessions: Vec<SessionLine>,
    action: ServerAction<EndSession>,
    password: ServerAction<ChangePassword>,
) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id"]);
    let sessions = RwSignal::new(sessions);
    let others = ServerAction::<EndOtherSessions>::new();
    let (ends, changes, all) = (successes(action), successes(password), successes(others));
    keep_fresh(sessions, Signal::derive(move || ends.get() + changes.get() + all.get()));
    let head = vec![
        HeadCell::new(td_string!(l, account.sessions.browser)),
        HeadCell::new(td_string!(l, account.sessions.network)),
        HeadCell::new(td_string!(l, account.sessions.since)),
        HeadCell::new(td_string!(l, account.sessions.seen)),
        HeadCell::new(td_string!(l, account.sessions.actions)).hidden(),
    ];
    view! {
        <Section id="sessions" title=td_string!(l, account.sessions.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, account.sessions.text)}</p>
                <Done text=said(action, td_string!(l, account.saved.session))/>
                <NotDone state=state title=td_string!(l, account.refused.other.title)/>
                <TimesIn/>
                <DataTable caption=td_string!(l, account.sessions.caption) head=head>
                    <For each=move || sessions.get() key=|line| (line.id.clone(), line.seen.clone()) let:line>
                        <SessionRow line=line action=action state=state/>
                    </For>
                </DataTable>
                <Done text=said(others, td_string!(l, account.saved.sessions))/>
                <EndOthers sessions=sessions action=others/>
            </div>
        </Section>
    }
}

/// All but this one at once, where there are others.
#[component]
fn EndOthers(sessions: RwSignal<Vec<SessionLine>>, action: ServerAction<EndOtherSessions>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &[]);
    let several = Memo::new(move |_| sessions.with(|sessions| sessions.len() > 1));
    view! {
        <NotDone state=state title=td_string!(l, account.refused.other.title)/>
        <Show when=move || several.get()>
            <Confirm
                id="end-others"
                label=td_string!(l, account.sessions.open_others)
                title=td_string!(l, account.sessions.question_others)
                text=td_string!(l, account.sessions.signs_out).to_string()
                keep=td_string!(l, account.sessions.keep_others)
                variant=Variant::Secondary
            >
                <PostForm action=action state=state no_summary=true>
                    <Button
                        variant=Variant::Danger
                        pending=action.pending()
                        pending_label=td_string!(l, account.sessions.ending)
                    >
                        {td_string!(l, account.sessions.end_others)}
                    </Button>
                </PostForm>
            </Confirm>
        </Show>
    }
}

/// One session; one's own cannot be ended here, that is what signing out is for.
#[component]
fn SessionRow(line: SessionLine, action: ServerAction<EndSession>, state: FormState) -> impl IntoView {
    let l = locale();
    let browser = if line.browser.is_empty() {
        td_string!(l, account.sessions.unknown_browser).to_owned()
    } else {
        line.browser
    };
    let SessionLine { id, is_this, network, since, seen, .. } = line;
    let question = td_string!(l, account.sessions.question, browser = browser.as_str()).to_string();
    let label =
        td_string!(l, account.sessions.end_named, browser = browser.as_str(), network = network.as_str())
            .to_string();
    view! {
        <Row>
            <Cell main=true label=td_string!(l, account.sessions.browser)>
                {browser}
                {is_this.then(|| view! { " " <Badge>{td_string!(l, account.sessions.this)}</Badge> })}
            </Cell>
            <Cell label=td_string!(l, account.sessions.network)>{network}</Cell>
            <Cell label=td_string!(l, account.sessions.since)>{since}</Cell>
            <Cell label=td_string!(l, account.sessions.seen)>{seen}</Cell>
            <Cell actions=true>
                {(!is_this).then(|| view! { <EndThis id=id label=label question=question action=action state=state/> })}
            </Cell>
        </Row>
    }
}

#[component]
fn EndThis(
    id: String,
    label: String,
    question: String,
    action: ServerAction<EndSession>,
    state: FormState,
) -> impl IntoView {
    let l = locale();
    let mine = id.clone();
    let pending = Signal::derive(move || {
        action.pending().get()
            && action.input().with(|input| input.as_ref().is_some_and(|input| input.id == mine))
    });
    view! {
        <Confirm
            id=format!("end-{id}")
            label=td_string!(l, account.sessions.open)
            title=question
            text=td_string!(l, account.sessions.signs_out).to_string()
            keep=td_string!(l, account.sessions.keep)
            variant=Variant::Secondary
        >
            <PostForm action=action state=state no_summary=true>
                <input type="hidden" name="id" value=id/>
                <Button
                    variant=Variant::Danger
                    pending=pending
                    pending_label=td_string!(l, account.sessions.ending)
                    attr:aria-label=label
                >
                    {td_string!(l, account.sessions.end)}
                </Button>
            </PostForm>
        </Confirm>
    }
}
