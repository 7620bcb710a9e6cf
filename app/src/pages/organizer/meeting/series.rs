//! The other meetings of a series, and the way to cancel the rest of it.

use super::actions::Acts;
use crate::api::meetings::MeetingView;
use crate::api::series::{SeriesLine, SeriesWork};
use crate::components::{Badge, Button, Cell, Confirm, DataTable, HeadCell, Row, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting_words::MeetingBadge;
use crate::pages::organizer::outcome::NotDone;
use leptos::prelude::*;
use portico_domain::meetings::MeetingState;

/// The meetings of the series; nothing for a meeting that stands alone.
#[component]
pub fn Series(view: MeetingView, acts: Acts) -> impl IntoView {
    let l = locale();
    let state = FormState::new(acts.cancel_following, &["id", "key"]);
    let open = |line: &SeriesLine| matches!(line.state, MeetingState::Scheduled | MeetingState::Unconfirmed);
    let from_here = view.series.iter().skip_while(|line| !line.here).filter(|line| open(line)).count();
    // What is still being booked cannot be cancelled as a whole.
    let busy = view.live.work.as_ref().is_some_and(SeriesWork::goes_on);
    let may_cancel = view.may_edit && from_here > 0 && !busy;
    (!view.series.is_empty()).then(|| {
        let subject = view.line.subject;
        let (id, key) = (view.line.id, format!("{}f", view.key));
        view! {
            <Section id="series" title=td_string!(l, series.title)>
                <div class="stack">
                    <NotDone state=state title=td_string!(l, series.trouble)/>
                    <p class="muted">{td_string!(l, series.about)}</p>
                    <SeriesTable lines=view.series/>
                    {may_cancel.then(|| view! {
                        <CancelFollowing
                            id=id key=key subject=subject count=from_here acts=acts state=state
                        />
                    })}
                </div>
            </Section>
        }
    })
}

#[component]
fn SeriesTable(lines: Vec<SeriesLine>) -> impl IntoView {
    let l = locale();
    let head = vec![HeadCell::new(td_string!(l, series.when)), HeadCell::new(td_string!(l, series.state))];
    let rows = lines.into_iter().map(|line| row(l, line)).collect_view();
    view! { <DataTable caption=td_string!(l, series.caption) head=head>{rows}</DataTable> }
}

fn row(l: Locale, line: SeriesLine) -> impl IntoView {
    let when = view! { <time datetime=line.machine>{line.when}</time> };
    let name = match line.here {
        true => view! { {when} " " <Badge>{td_string!(l, series.here)}</Badge> }.into_any(),
        false => view! { <a href=format!("/meetings/{}", line.id)>{when}</a> }.into_any(),
    };
    view! {
        <Row>
            <Cell main=true>{name}</Cell>
            <Cell label=td_string!(l, series.state)><MeetingBadge state=line.state/></Cell>
        </Row>
    }
}

#[component]
fn CancelFollowing(
    id: String,
    key: String,
    subject: String,
    /// How many are cancelled.
    count: usize,
    acts: Acts,
    state: FormState,
) -> impl IntoView {
    let l = locale();
    view! {
        <Confirm
            id="cancel-following"
            label=td_string!(l, series.cancel)
            title=td_string!(l, series.cancel_title, subject = subject.as_str()).to_string()
            text=td_string!(l, series.cancel_text, count = count).to_string()
            keep=td_string!(l, series.keep)
            icon=icondata::LuBan
        >
            <PostForm action=acts.cancel_following state=state no_summary=true>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="key" value=state.kept_key(key)/>
                <Button
                    variant=Variant::Danger
                    pending=acts.cancel_following.pending()
                    pending_label=td_string!(l, series.cancelling)
                >
                    {td_string!(l, series.cancel_now)}
                </Button>
            </PostForm>
        </Confirm>
    }
}
