//! The head of the page: what it is, when, and what can be done.

use super::actions::Acts;
use crate::api::meetings::{LivePanel, MeetingLine, MeetingView};
use crate::components::{Button, ButtonLink, Confirm, Link, PageHeader, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use crate::pages::organizer::meeting_words::MeetingBadge;
use leptos::prelude::*;
use portico_domain::capabilities::Capabilities;
use portico_domain::meetings::MeetingState;

/// Subject, badge, time and actions; the badge and what can be done follow the live state.
#[component]
pub fn MeetingHeader(
    view: MeetingView,
    acts: Acts,
    end: FormState,
    cancel: FormState,
    live: Signal<LivePanel>,
) -> impl IntoView {
    let l = locale();
    let state = Memo::new(move |_| live.with(|live| live.state));
    let MeetingLine { subject, machine, when, distance, .. } = view.line.clone();
    let back = Link::new("/meetings", td_string!(l, meetings.one.back));
    view! {
        <PageHeader
            title=subject
            back=back
            badge=move || move || view! { <MeetingBadge state=state.get()/> }
            meta=move || view! { <time datetime=machine>{when}</time> " · " {distance} }
            actions=move || view! { <Actions view=view acts=acts end=end cancel=cancel state=state/> }
        />
    }
}

#[component]
fn Actions(
    view: MeetingView,
    acts: Acts,
    end: FormState,
    cancel: FormState,
    state: Memo<MeetingState>,
) -> impl IntoView {
    let l = locale();
    let organizes =
        use_context::<Page>().and_then(|page| page.viewer).is_some_and(|viewer| viewer.may_organize());
    let id = view.line.id.clone();
    let may_edit = view.may_edit;
    let may_change = may_edit && view.capabilities.change.possible();
    let may_end = may_edit && view.capabilities.end_now.possible();
    let capabilities = view.capabilities;
    let edit = format!("/meetings/{id}/edit");
    let view = StoredValue::new(view);
    let open = move || matches!(state.get(), MeetingState::Scheduled | MeetingState::Live);
    view! {
        {move || (may_end && state.get() == MeetingState::Live).then(|| view! {
            <EndForEveryone view=view.get_value() acts=acts state=end/>
        })}
        {move || (may_change && open()).then(|| view! {
            <ButtonLink href=edit.clone() variant=Variant::Secondary icon=icondata::LuPencil>
                {td_string!(l, meetings.one.edit)}
            </ButtonLink>
        })}
        {organizes.then(|| view! {
            <ButtonLink
                href=format!("/meetings/new?like={id}")
                variant=Variant::Quiet
                icon=icondata::LuCopyPlus
            >
                {td_string!(l, meetings.one.duplicate)}
            </ButtonLink>
        })}
        {move || {
            let now = state.get();
            (may_edit && may_be_cancelled(&capabilities, now)).then(|| view! {
                <CancelMeeting view=view.get_value() acts=acts state=cancel running={now == MeetingState::Live}/>
            })
        }}
    }
}

/// What runs is ended, and where the vendor cannot do that it can at least be taken away: a meeting without an end
/// would else stay for ever.
fn may_be_cancelled(capabilities: &Capabilities, state: MeetingState) -> bool {
    let running = state == MeetingState::Live && !capabilities.end_now.possible();
    capabilities.cancel.possible() && (state == MeetingState::Scheduled || running)
}

#[component]
fn EndForEveryone(view: MeetingView, acts: Acts, state: FormState) -> impl IntoView {
    let l = locale();
    let (id, key) = (view.line.id, view.key);
    view! {
        <Confirm
            id="end-meeting"
            label=td_string!(l, meetings.one.end)
            title=td_string!(l, meetings.one.end_title, subject = view.line.subject).to_string()
            text=td_string!(l, meetings.one.end_text)
            keep=td_string!(l, meetings.one.end_keep)
            variant=Variant::Danger
            icon=icondata::LuPower
        >
            <PostForm action=acts.end state=state no_summary=true>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="key" value=state.kept_key(key)/>
                <Button
                    variant=Variant::Danger
                    pending=acts.end.pending()
                    pending_label=td_string!(l, meetings.one.ending)
                >
                    {td_string!(l, meetings.one.end_now)}
                </Button>
            </PostForm>
        </Confirm>
    }
}

#[component]
fn CancelMeeting(view: MeetingView, acts: Acts, state: FormState, running: bool) -> impl IntoView {
    let l = locale();
    let (id, key) = (view.line.id, view.key);
    let mut text = td_string!(l, meetings.one.cancel_text).to_owned();
    if view.line.repeats.is_some() {
        text = format!("{text} {}", td_string!(l, meetings.one.cancel_series));
    }
    if view.line.in_series {
        td_string!(l, series.cancel_one).clone_into(&mut text);
    }
    if running {
        text = format!("{} {text}", td_string!(l, meetings.one.cancel_running));
    }
    view! {
        <Confirm
            id="cancel-meeting"
            label=td_string!(l, meetings.one.cancel)
            title=td_string!(l, meetings.one.cancel_title, subject = view.line.subject).to_string()
            text=text
            keep=td_string!(l, meetings.one.cancel_keep)
            icon=icondata::LuBan
        >
            <PostForm action=acts.cancel state=state no_summary=true>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="key" value=state.kept_key(key)/>
                <Button
                    variant=Variant::Danger
                    pending=acts.cancel.pending()
                    pending_label=td_string!(l, meetings.one.cancelling)
                >
                    {td_string!(l, meetings.one.cancel_now)}
                </Button>
            </PostForm>
        </Confirm>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::capabilities::Vendor;

    #[test]
    fn what_runs_is_cancelled_only_where_it_cannot_be_ended() {
        let running = |vendor: Vendor| may_be_cancelled(vendor.capabilities(), MeetingState::Live);
        assert!(!running(Vendor::Cloudroom) && running(Vendor::Vmr) && running(Vendor::Webapi));
        for vendor in [Vendor::Cloudroom, Vendor::Vmr, Vendor::Webapi] {
            assert!(may_be_cancelled(vendor.capabilities(), MeetingState::Scheduled));
            for state in [MeetingState::Ended, MeetingState::Cancelled, MeetingState::Unconfirmed] {
                assert!(!may_be_cancelled(vendor.capabilities(), state), "{state:?}");
            }
        }
    }
}
