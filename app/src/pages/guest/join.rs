//! The join page.

use super::calendar::calendars;
use super::document::{GuestDocument, document};
use super::join_state::notice;
use super::links::own_link;
use super::view::{Invitation, JoinForm, JoinState, JoinView, Watch};
use super::waiting::{Door, announcements};
use crate::components::guest::*;
use crate::components::{BadgeState, StateBadge};
use crate::i18n::*;
use crate::language::{field_text, locale_of, refusal_text};
use leptos::prelude::*;
use portico_domain::forms::LONGEST_NICKNAME;
use portico_domain::links::JoinRole;
use portico_domain::refusals::{Refusal, Rule};

/// The join page in any of its states.
pub fn join_page(view: &JoinView) -> String {
    let l = locale_of(view.page.language);
    let body = view! {
        {view.meeting.as_ref().map(|meeting| invitation(l, meeting))}
        {notice(l, view)}
        {view.state.form().map(|form| join_form(l, form, view))}
        {announcements(l, &view.state)}
        {links(l, view)}
        {earlier(l, &view.earlier)}
    };
    document(GuestDocument {
        page: &view.page,
        title: title(l, view),
        state: view.state.name(),
        // An expired link leads to no meeting, but says a time.
        script: view.meeting.is_some() || matches!(view.state, JoinState::Expired { .. }),
        refresh: refresh(&view.state),
        body,
    })
}

fn title(l: Locale, view: &JoinView) -> String {
    let Some(meeting) = &view.meeting else {
        return td_string!(l, guest.title.no_meeting).to_owned();
    };
    let subject = meeting.subject.as_str();
    let wrong = view.state.form().is_some_and(|form| form.refusal.is_some());
    match &view.state {
        _ if wrong => td_string!(l, guest.title.wrong, subject = subject).to_string(),
        JoinState::Open(_) | JoinState::VendorSilent { .. } => {
            td_string!(l, guest.title.open, subject = subject).to_string()
        }
        JoinState::TooEarly { .. } | JoinState::NotBegun { .. } | JoinState::Unconfirmed => {
            td_string!(l, guest.title.waiting, subject = subject).to_string()
        }
        _ => subject.to_owned(),
    }
}

/// When a browser without script looks again: once the door is open, but seldom before, because what
/// was typed by then is lost; never where somebody has typed their name and sent it.
fn refresh(state: &JoinState) -> Option<i64> {
    match state {
        JoinState::TooEarly { form, .. } | JoinState::NotBegun { form, .. } if !form.name.is_empty() => None,
        JoinState::TooEarly { opens_in, .. } => Some((opens_in + 1).clamp(2, 300)),
        JoinState::NotBegun { .. } => Some(300),
        JoinState::Unconfirmed => Some(30),
        _ => None,
    }
}

fn invitation(l: Locale, meeting: &Invitation) -> impl IntoView + use<> {
    let when = meeting.when.clone();
    let hours = match &when.end_time {
        Some(end) => format!("{}–{end}", when.start_time),
        None => when.start_time.clone(),
    };
    let original = td_string!(
        l,
        guest.original,
        day = when.day.as_str(),
        hours = hours.as_str(),
        zone = when.zone.split(',').next().unwrap_or_default()
    )
    .to_string();
    let badge = meeting.live.then(|| {
        let label = td_string!(l, guest.live);
        ViewFnOnce::from(move || view! { <StateBadge state=BadgeState::Live label=label/> })
    });
    let inviter = (!meeting.organizer.is_empty())
        .then(|| td_string!(l, guest.invites, name = meeting.organizer.as_str()).to_string());
    view! {
        <GuestInvitation inviter=inviter subject=meeting.subject.clone() badge=badge/>
        <WhenBlock
            label=td_string!(l, guest.when)
            start=when.start
            end=when.end
            day=when.day
            start_time=when.start_time
            end_time=when.end_time
            zone=when.zone
            moved=when.moved_from.map(|was| (td_string!(l, guest.moved_from).to_owned(), was.machine, was.text))
            original=original
            repeats=when.repeats
        />
    }
}

fn join_form(l: Locale, form: &JoinForm, view: &JoinView) -> impl IntoView + use<> {
    let refusal = form.refusal.as_ref();
    let name_error = refusal.and_then(|refusal| error(l, refusal, "name"));
    let passcode_error = refusal.and_then(|refusal| error(l, refusal, "passcode"));
    let said = name_error.is_some() || passcode_error.is_some();
    let (name_wrong, passcode_wrong) = (name_error.is_some(), passcode_error.is_some());
    let general = refusal.filter(|_| !said).map(|refusal| {
        view! { <GuestNotice tone=GuestTone::Danger title=refusal_text(l, refusal)/> }
    });
    let ticket = Some(form.ticket.clone()).filter(|ticket| !ticket.is_empty());
    let passcode = (form.asks_passcode && ticket.is_none()).then(|| {
        view! {
            <PasscodeField
                label=td_string!(l, guest.passcode)
                error=passcode_error
                autofocus=passcode_wrong && !name_wrong
            />
        }
    });
    let door = Door::of(&view.state);
    let role = form.role.and_then(|role| role_text(l, role));
    view! {
        {general}
        <form class="guest-form" method="post" action=form.action.clone() novalidate data-join="">
            <GuestField
                name="name"
                label=td_string!(l, guest.your_name)
                value=if form.name.is_empty() { form.invited.clone() } else { form.name.clone() }
                error=name_error
                required=true
                autocomplete="name"
                maxlength=LONGEST_NICKNAME
                autofocus=name_wrong
            />
            {passcode}
            {ticket.map(|ticket| view! { <input type="hidden" name="ticket" value=ticket/> })}
            {role.map(|text| view! { <p class="guest-note">{text}</p> })}
            {door.action(l, &view.page.path)}
        </form>
    }
}

/// As what one enters, where it is not as everyone else.
fn role_text(l: Locale, role: JoinRole) -> Option<&'static str> {
    match role {
        JoinRole::Attendee => None,
        JoinRole::Host => Some(td_string!(l, guest.as_role.host)),
        JoinRole::Speaker => Some(td_string!(l, guest.as_role.speaker)),
        JoinRole::Invisible => Some(td_string!(l, guest.as_role.invisible)),
    }
}

/// What a page says of a meeting that is one of several.
pub fn series_text(l: Locale) -> &'static str {
    td_string!(l, guest.in_series)
}

/// What is wrong with a field, in words that fit a join page.
pub(super) fn error(l: Locale, refusal: &Refusal, field: &str) -> Option<String> {
    refusal.for_field(field).map(|rule| match (field, rule) {
        ("passcode", Rule::WrongPasscode) => td_string!(l, guest.passcode_wrong).to_owned(),
        ("name", Rule::Missing) => td_string!(l, guest.name_missing).to_owned(),
        _ => field_text(l, refusal, rule),
    })
}

/// The ways to what was recorded at earlier times.
fn earlier(l: Locale, recordings: &[Watch]) -> Option<impl IntoView + use<>> {
    let watch = |one: &Watch| {
        let href = own_link(&one.path)?.to_owned();
        Some(view! { <li><a href=href>{one.title.clone()}</a></li> })
    };
    let ways = recordings.iter().filter_map(watch).collect_view();
    (!recordings.is_empty()).then(|| {
        view! {
            <details class="guest-help">
                <summary>{td_string!(l, guest.earlier_recordings)}</summary>
                <ul>{ways}</ul>
            </details>
        }
    })
}

/// What one may do before going in. Last, so that nothing moves when it unfolds.
fn links(l: Locale, view: &JoinView) -> Option<impl IntoView + use<>> {
    // Beside a notice there is no room for it on a telephone.
    let ahead = matches!(view.state, JoinState::Open(_) | JoinState::TooEarly { .. });
    let meeting = view.meeting.as_ref().filter(|_| ahead)?;
    let check = own_link(&view.page.path).map(|path| format!("{path}/check"));
    Some(view! {
        {check.map(|href| view! { <GuestLinks><a href=href>{td_string!(l, guest.check.link)}</a></GuestLinks> })}
        {calendars(l, meeting)}
    })
}
