//! Meetings in words.

use super::ages::ages;
use super::owners::owners;
use super::{Asked, asked, links, new_key, recordings, series};
use crate::api::Refused;
use crate::api::meetings::{ChangeLine, ConnectionChoice, LivePanel, MeetingList, MeetingQuery, MeetingView};
use crate::api::series::SeriesWork;
use crate::i18n::*;
use crate::language::locale_of;
use portico_domain::connections::{Connection, may_be_linked};
use portico_domain::forms::MeetingForm;
use portico_domain::ids::{ConnectionId, MeetingId};
use portico_domain::meetings::{Meeting, MeetingState, Reach};
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_domain::time::read_instant;
use portico_service::{DialIn, MeetingFilter, MeetingRow, MeetingWhole, Member, Order, Organizer, Seen};
use secrecy::ExposeSecret;

const ROWS: usize = 50;

pub fn choices(connections: &[Connection]) -> Vec<ConnectionChoice> {
    let choice = |connection: &Connection| ConnectionChoice {
        id: connection.id.0.clone(),
        name: connection.name.clone(),
        vendor: connection.vendor,
    };
    connections.iter().map(choice).collect()
}

pub async fn list(query: MeetingQuery) -> Result<MeetingList, Refused> {
    let asked = asked()?;
    let member = asked.member()?;
    let (filter, order) = filter(&member, &query);
    let (rows, next) = member.meetings(&filter, order, &query.after, ROWS).await?;
    let connections = member.connections().await?;
    Ok(MeetingList {
        rows: rows.iter().map(|row| asked.line(row)).collect(),
        next,
        count: member.count(&filter).await?,
        zone: asked.zone.label(asked.now),
        owners: owners(&asked, &query.owner).await?,
        ages: ages(&asked, &connections, &query.connection),
        connections: choices(&connections),
    })
}

/// What a choice of the field stands for; none = any.
pub fn states(choice: &str) -> Vec<MeetingState> {
    use MeetingState::{Cancelled, Ended, Live, Scheduled, Unconfirmed};
    match choice {
        "upcoming" => vec![Scheduled, Live, Unconfirmed],
        "past" => vec![Ended, Cancelled],
        name => MeetingState::from_name(name).into_iter().collect(),
    }
}

fn filter(member: &Member, query: &MeetingQuery) -> (MeetingFilter, Order) {
    let (states, order) = match query.state.as_str() {
        "" | "upcoming" => (states("upcoming"), Order::Ascending),
        name => (states(name), Order::Descending),
    };
    let connection = (!query.connection.is_empty()).then(|| ConnectionId::new(query.connection.as_str()));
    let filter = MeetingFilter {
        text: query.text.clone(),
        connection,
        states,
        owner: member.owned_by(&query.owner),
        ..MeetingFilter::default()
    };
    (filter, order)
}

pub async fn view(id: String) -> Result<MeetingView, Refused> {
    let asked = asked()?;
    let member = asked.member()?;
    let whole = member.meeting(&MeetingId::new(id)).await?;
    let meeting = &whole.meeting;
    let mine = meeting.owner.as_ref() == asked.caller.person().map(|person| &person.id);
    let row = MeetingRow { meeting: meeting.clone(), connection: whole.connection.clone(), mine };
    let until = meeting.repeat.and_then(|repeat| repeat.until);
    let can_delete = whole.may_edit && whole.capabilities.delete_recording.possible();
    let subject = Some(meeting.subject.clone());
    let work = series::work(&asked, &member, meeting).await?;
    let people = meeting.people(whole.connection.vendor);
    let live = panel(&asked, meeting, people, member.duration_seconds(meeting), whole.failing.as_ref(), work);
    Ok(MeetingView {
        line: asked.line(&row),
        capabilities: whole.capabilities,
        zone: asked.zone.label(meeting.start),
        until: until.map(|until| asked.zone.day(until, asked.now, asked.language)),
        may_edit: whole.may_edit,
        password: whole.password.as_ref().map(|password| password.expose_secret().to_owned()),
        public_url: meeting.public_url.clone().filter(|url| may_be_linked(url, true)),
        private_network: whole.connection.private_network,
        dial_in: whole.dial_in.as_ref().map(|dial_in| dial_in_text(&asked, dial_in)),
        options: meeting.options.clone(),
        owner_name: whole.owner_name.clone(),
        live,
        links: whole.links.iter().map(|own| links::line(&asked, own)).collect(),
        series: series::lines(&asked, &member.series(meeting).await?, &meeting.id),
        recordings: whole
            .recordings
            .iter()
            .map(|recording| {
                recordings::line(&asked, recording, &whole.connection, subject.clone(), can_delete)
            })
            .collect(),
        history: history(&asked, &whole),
        key: new_key(),
        now_field: asked.zone.field(asked.now),
    })
}

fn dial_in_text(asked: &Asked, DialIn { number, pin }: &DialIn) -> String {
    let l = locale_of(asked.language);
    match pin {
        None => number.clone(),
        Some(pin) => {
            td_string!(l, meetings.one.dial_in_pin, number = number.as_str(), pin = pin.expose_secret())
                .to_string()
        }
    }
}

fn history(asked: &Asked, whole: &MeetingWhole) -> Vec<ChangeLine> {
    let line = |(change, person): &(_, Option<String>)| {
        let change: &portico_service::MeetingChange = change;
        ChangeLine {
            at: asked.moment(change.at),
            person: person.clone(),
            what: change.what.clone(),
            detail: detail(asked, &change.what, change.detail.as_str().unwrap_or_default()),
        }
    };
    whole.history.iter().map(line).collect()
}

/// When a recording goes stands before its title, as an instant: each reader has it in their own zone.
fn detail(asked: &Asked, what: &str, kept: &str) -> String {
    let goes = (what == "recording-goes").then(|| kept.split_once(' ')).flatten();
    match goes.and_then(|(at, title)| Some((read_instant(at)?, title))) {
        Some((at, title)) => format!("{title} · {}", asked.moment(at)),
        None => kept.to_owned(),
    }
}

fn panel(
    asked: &Asked,
    meeting: &Meeting,
    members: Option<i64>,
    duration_seconds: Option<i64>,
    failing: Option<&Refusal>,
    work: Option<SeriesWork>,
) -> LivePanel {
    LivePanel {
        state: meeting.state,
        members,
        duration_seconds,
        seen: asked.distance(meeting.seen),
        failing: failing.map(LivePanel::reason),
        work,
    }
}

pub async fn live(id: String) -> Result<LivePanel, Refused> {
    let asked = asked()?;
    let member = asked.member()?;
    let (meeting, failing) = member.fresh(&MeetingId::new(id)).await?;
    let people = member.people(&meeting).await?;
    let work = series::work(&asked, &member, &meeting).await?;
    Ok(panel(&asked, &meeting, people, member.duration_seconds(&meeting), failing.as_ref(), work))
}

pub async fn schedule(key: String, form: MeetingForm) -> Result<(), Refused> {
    let asked = asked()?;
    let organizer = asked.organizer()?;
    let outcome = organizer.schedule(&key, &form, &asked.zone).await;
    let id = or_under_way(&organizer, &key, outcome).await?;
    leptos_axum::redirect(&format!("/meetings/{id}"));
    Ok(())
}

/// What takes longer than its request may goes on; the page of the meeting shows how far it has come.
async fn or_under_way(
    organizer: &Organizer,
    key: &str,
    outcome: Result<MeetingId, Refusal>,
) -> Result<MeetingId, Refusal> {
    match outcome {
        Err(refusal) if refusal.kind == Kind::InProgress => organizer.under_way(key).await?.ok_or(refusal),
        outcome => outcome,
    }
}

pub async fn change(
    id: String,
    key: String,
    version: String,
    scope: String,
    form: MeetingForm,
) -> Result<(), Refused> {
    let asked = asked()?;
    let id = MeetingId::new(id);
    let reach = Reach::from_name(&scope).ok_or_else(|| Refusal::field("scope", Rule::NotAChoice))?;
    let (organizer, seen) = (asked.organizer()?, Seen::by_form(&version));
    let outcome = organizer.change_series(&id, &key, &form, &asked.zone, seen.as_ref(), reach).await;
    or_under_way(&organizer, &key, outcome.map(|()| id.clone())).await?;
    leptos_axum::redirect(&format!("/meetings/{id}"));
    Ok(())
}

pub async fn end(id: String, key: String) -> Result<(), Refused> {
    let id = MeetingId::new(id);
    asked()?.organizer()?.end(&id, &key).await?;
    Ok(())
}

pub async fn cancel(id: String, key: String) -> Result<(), Refused> {
    let id = MeetingId::new(id);
    asked()?.organizer()?.cancel(&id, &key).await?;
    Ok(())
}
