//! Meetings in words.

use super::{Asked, asked, links, new_key, recordings};
use crate::api::Refused;
use crate::api::meetings::{
    ChangeLine, ConnectionChoice, LivePanel, MeetingList, MeetingQuery, MeetingView, ScheduleView,
};
use portico_domain::cloudroom::Options;
use portico_domain::connections::Connection;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::{ConnectionId, MeetingId};
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::Refusal;
use portico_service::{MeetingFilter, MeetingRow, MeetingWhole, Order};
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
    let (filter, order) = filter(&asked, &query);
    let (rows, next) = member.meetings(&filter, order, &query.after, ROWS).await?;
    Ok(MeetingList {
        rows: rows.iter().map(|row| asked.line(row)).collect(),
        next,
        count: member.count(&filter).await?,
        zone: asked.zone.label(asked.now),
        connections: choices(&member.connections().await?),
    })
}

fn filter(asked: &Asked, query: &MeetingQuery) -> (MeetingFilter, Order) {
    use MeetingState::{Cancelled, Ended, Live, Scheduled, Unconfirmed};
    let (states, order) = match query.state.as_str() {
        "" | "upcoming" => (vec![Scheduled, Live, Unconfirmed], Order::Ascending),
        "past" => (vec![Ended, Cancelled], Order::Descending),
        "all" => (Vec::new(), Order::Descending),
        name => (MeetingState::from_name(name).into_iter().collect(), Order::Descending),
    };
    let mine =
        (query.owner == "mine").then(|| asked.caller.person().map(|person| person.id.clone())).flatten();
    let connection = (!query.connection.is_empty()).then(|| ConnectionId::new(query.connection.as_str()));
    let filter =
        MeetingFilter { text: query.text.clone(), connection, states, owner: mine, from: None, to: None };
    (filter, order)
}

pub async fn form(like: String) -> Result<ScheduleView, Refused> {
    let asked = asked()?;
    let organizer = asked.organizer()?;
    let connections = choices(&organizer.choices().await?);
    // The next full hour, for half an hour.
    let hour = 3600;
    let start = portico_domain::time::Timestamp::from_seconds((asked.now.seconds() / hour + 1) * hour);
    let mut form = MeetingForm { ..MeetingForm::of_options(&Options::default()) };
    form.connection = connections.first().map(|connection| connection.id.clone()).unwrap_or_default();
    let mut end = start.plus_minutes(30);
    if !like.is_empty() {
        let (meeting, _) = organizer.fresh(&MeetingId::new(like)).await?;
        end = meeting.end.map_or(end, |until| start.plus_seconds(until.since(meeting.start) / 1000));
        form = filled(&asked, &meeting);
    }
    form.start = asked.zone.field(start);
    form.end = asked.zone.field(end);
    Ok(ScheduleView { connections, form, zone: asked.zone.label(asked.now), key: new_key(), changes: None })
}

fn filled(asked: &Asked, meeting: &Meeting) -> MeetingForm {
    let told = meeting.options.as_ref().map(MeetingForm::of_vendor_options);
    let repeat = meeting.repeat;
    MeetingForm {
        connection: meeting.connection.0.clone(),
        subject: meeting.subject.clone(),
        start: asked.zone.field(meeting.start),
        end: meeting.end.map(|end| asked.zone.field(end)).unwrap_or_default(),
        repeat: repeat.map(|repeat| repeat.period.name().to_owned()).unwrap_or_default(),
        until: repeat.and_then(|repeat| repeat.until).map(|at| asked.zone.date_field(at)).unwrap_or_default(),
        ..told.unwrap_or_else(|| MeetingForm::of_options(&Options::default()))
    }
}

pub async fn edit(id: String) -> Result<ScheduleView, Refused> {
    let asked = asked()?;
    let organizer = asked.organizer()?;
    let (meeting, connection, password) = organizer.editable(&MeetingId::new(id)).await?;
    let mut form = filled(&asked, &meeting);
    form.password = password.map(|password| password.expose_secret().to_owned()).unwrap_or_default();
    Ok(ScheduleView {
        connections: choices(&[connection]),
        form,
        zone: asked.zone.label(meeting.start),
        key: new_key(),
        changes: Some(meeting.subject),
    })
}

pub async fn view(id: String) -> Result<MeetingView, Refused> {
    let asked = asked()?;
    let member = asked.member()?;
    let whole = member.meeting(&MeetingId::new(id)).await?;
    let meeting = &whole.meeting;
    let mine = meeting.owner.as_ref() == asked.caller.person().map(|person| &person.id);
    let row = MeetingRow { meeting: meeting.clone(), connection: whole.connection.clone(), mine };
    let until = meeting.repeat.and_then(|repeat| repeat.until);
    let (can_delete, subject) = (whole.may_edit, Some(meeting.subject.clone()));
    Ok(MeetingView {
        line: asked.line(&row),
        capabilities: whole.capabilities,
        zone: asked.zone.label(meeting.start),
        until: until.map(|until| asked.zone.day(until, asked.now, asked.language)),
        may_edit: whole.may_edit,
        password: whole.password.as_ref().map(|password| password.expose_secret().to_owned()),
        public_url: meeting.public_url.clone().filter(|url| is_web(url)),
        options: meeting.options.clone(),
        owner_name: whole.owner_name.clone(),
        live: panel(&asked, meeting, whole.failing.as_ref()),
        links: whole.links.iter().map(|own| links::line(&asked, own)).collect(),
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

/// Vendors' addresses become links only if a browser may follow them.
fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn history(asked: &Asked, whole: &MeetingWhole) -> Vec<ChangeLine> {
    let line = |(change, person): &(_, Option<String>)| {
        let change: &portico_service::MeetingChange = change;
        ChangeLine {
            at: asked.moment(change.at),
            person: person.clone(),
            what: change.what.clone(),
            detail: change.detail.as_str().unwrap_or_default().to_owned(),
        }
    };
    whole.history.iter().map(line).collect()
}

fn panel(asked: &Asked, meeting: &Meeting, failing: Option<&Refusal>) -> LivePanel {
    LivePanel {
        state: meeting.state,
        members: meeting.members,
        seen: asked.distance(meeting.seen),
        failing: failing.map(|refusal| refusal.kind.name().to_owned()),
    }
}

pub async fn live(id: String) -> Result<LivePanel, Refused> {
    let asked = asked()?;
    let (meeting, failing) = asked.member()?.fresh(&MeetingId::new(id)).await?;
    Ok(panel(&asked, &meeting, failing.as_ref()))
}

pub async fn schedule(key: String, form: MeetingForm) -> Result<(), Refused> {
    let asked = asked()?;
    let id = asked.organizer()?.schedule(&key, &form, &asked.zone).await?;
    leptos_axum::redirect(&format!("/meetings/{id}"));
    Ok(())
}

pub async fn change(id: String, key: String, form: MeetingForm) -> Result<(), Refused> {
    let asked = asked()?;
    let id = MeetingId::new(id);
    asked.organizer()?.change(&id, &key, &form, &asked.zone).await?;
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
