//! Who sees a meeting besides its owner and administrators.

use super::beside::{self, beside};
use super::not_allowed::NotAllowed;
use crate::api::Refused;
use crate::api::accounts::AccountChoice;
use crate::api::meetings::MeetingView;
use crate::api::shares::{HandOverMeeting, ShareMeeting, SharesView, UnshareMeeting, list_shares};
use crate::components::{
    Button, Cell, Choice, Confirm, DataTable, FieldWidth, FormActions, HeadCell, Loading, Notice, Row,
    SelectField, Tone, Variant,
};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::{locale, refusal_text};
use crate::pages::organizer::outcome::{Done, NotDone, said, successes};
use crate::pages::organizer::owner_section::OwnerSection;
use leptos::prelude::*;

/// With whom a meeting is shared, for those who may change it.
pub struct SharingPage {
    meeting: beside::Read,
    part: Part,
}

/// What the page reads and writes.
#[derive(Clone, Copy)]
struct Part {
    read: Resource<Result<Option<SharesView>, Refused>>,
    share: ServerAction<ShareMeeting>,
    unshare: ServerAction<UnshareMeeting>,
    hand_over: ServerAction<HandOverMeeting>,
}

impl SharingPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let id = beside::named();
        let (share, unshare, hand_over) = (ServerAction::new(), ServerAction::new(), ServerAction::new());
        let (added, removed, handed) = (successes(share), successes(unshare), successes(hand_over));
        let changes = move || (id.get(), added.get(), removed.get(), handed.get());
        let read = Resource::new(changes, |(id, ..)| list_shares(id));
        Self { meeting: beside::load(id), part: Part { read, share, unshare, hand_over } }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let title = td_string!(locale(), people.shares.page);
        let part = this.part;
        beside(title, this.meeting, move |view| view! { <Shares view=view part=part/> }.into_any())
    }
}

#[component]
fn Shares(view: MeetingView, part: Part) -> impl IntoView {
    let l = locale();
    let text = if view.line.in_series {
        td_string!(l, people.shares.text_series)
    } else {
        td_string!(l, people.shares.text)
    };
    let stop = FormState::new(part.unshare, &["meeting", "person"]);
    let meeting = StoredValue::new(view.line.id);
    view! {
        <div class="stack">
            <p class="muted">{text}</p>
            <NotDone state=stop title=td_string!(l, people.shares.trouble)/>
            <Done text=said(part.share, td_string!(l, people.shares.done))/>
            <Done text=said(part.unshare, td_string!(l, people.shares.stopped))/>
            <Transition fallback=move || view! { <Loading label=td_string!(l, people.shares.loading)/> }>
                {move || Suspend::new(async move {
                    match part.read.await {
                        Ok(None) => view! { <NotAllowed/> }.into_any(),
                        Ok(Some(known)) => view! {
                            <Known meeting=meeting.get_value() known=known part=part stop=stop/>
                        }
                        .into_any(),
                        Err(Refused(refusal)) => view! {
                            <Notice tone=Tone::Old title=td_string!(l, people.shares.missing)>
                                <p>{refusal_text(l, &refusal)}</p>
                            </Notice>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Known(meeting: String, known: SharesView, part: Part, stop: FormState) -> impl IntoView {
    let l = locale();
    let SharesView { shared, others, owner, heirs } = known;
    let whose = meeting.clone();
    let list = if shared.is_empty() {
        view! { <p>{td_string!(l, people.shares.nobody)}</p> }.into_any()
    } else {
        let head = vec![
            HeadCell::new(td_string!(l, people.shares.person)),
            HeadCell::new(td_string!(l, people.shares.actions)).hidden(),
        ];
        let row = |person: AccountChoice| {
            view! { <SharedRow meeting=meeting.clone() person=person part=part stop=stop/> }
        };
        let rows = shared.into_iter().map(row).collect_view();
        view! { <DataTable caption=td_string!(l, people.shares.caption) head=head>{rows}</DataTable> }
            .into_any()
    };
    view! {
        {list}
        {if others.is_empty() {
            view! { <p class="muted">{td_string!(l, people.shares.no_others)}</p> }.into_any()
        } else {
            view! { <Adding meeting=meeting others=others part=part/> }.into_any()
        }}
        <OwnerSection meeting=whose owner=owner heirs=heirs action=part.hand_over/>
    }
}

#[component]
fn SharedRow(meeting: String, person: AccountChoice, part: Part, stop: FormState) -> impl IntoView {
    let l = locale();
    let label = td_string!(l, people.shares.stop_named, name = person.name.as_str()).to_string();
    let question = td_string!(l, people.shares.question, name = person.name.as_str()).to_string();
    let hides = td_string!(l, people.shares.hides, name = person.name.as_str()).to_string();
    let mine = person.id.clone();
    let pending = Signal::derive(move || {
        let this = |input: &Option<UnshareMeeting>| input.as_ref().is_some_and(|input| input.person == mine);
        part.unshare.pending().get() && part.unshare.input().with(this)
    });
    view! {
        <Row>
            <Cell main=true label=td_string!(l, people.shares.person)>
                {person.name}
                <span class="cell-note">{person.account}</span>
            </Cell>
            <Cell actions=true>
                <Confirm
                    id=format!("unshare-{}", person.id)
                    label=td_string!(l, people.shares.open)
                    title=question
                    text=hides
                    keep=td_string!(l, people.shares.keep)
                    variant=Variant::Secondary
                >
                    <PostForm action=part.unshare state=stop no_summary=true>
                        <input type="hidden" name="meeting" value=meeting/>
                        <input type="hidden" name="person" value=person.id/>
                        <Button
                            variant=Variant::Danger
                            pending=pending
                            pending_label=td_string!(l, people.shares.stopping)
                            attr:aria-label=label
                        >
                            {td_string!(l, people.shares.stop)}
                        </Button>
                    </PostForm>
                </Confirm>
            </Cell>
        </Row>
    }
}

#[component]
fn Adding(meeting: String, others: Vec<AccountChoice>, part: Part) -> impl IntoView {
    let l = locale();
    let state = FormState::new(part.share, &["meeting", "person"]);
    let choice =
        |person: AccountChoice| Choice::new(person.id, format!("{} ({})", person.name, person.account));
    view! {
        <PostForm action=part.share state=state attr:class="form">
            <input type="hidden" name="meeting" value=meeting/>
            <SelectField
                name="person"
                label=td_string!(l, people.shares.person)
                choices=others.into_iter().map(choice).collect()
                value=state.value("person", "")
                error=state.error("person")
                width=FieldWidth::Medium
                required=true
            />
            <FormActions>
                <Button
                    variant=Variant::Secondary
                    pending=part.share.pending()
                    pending_label=td_string!(l, people.shares.pending)
                >
                    {td_string!(l, people.shares.submit)}
                </Button>
            </FormActions>
        </PostForm>
    }
}
