//! The schedule form, filled with what is right nine times of ten, with a meeting to repeat, or with
//! the meeting to change.

use super::meetings::choices;
use super::{Asked, asked, new_key, people};
use crate::api::Refused;
use crate::api::meetings::{RoomChoice, ScheduleView};
use portico_domain::capabilities::{Support, Vendor};
use portico_domain::connections::Connection;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::MeetingId;
use portico_domain::meetings::{Meeting, VendorOptions};
use portico_domain::time::Timestamp;
use portico_service::access::tokens::new_spoken_password;
use portico_service::when::Zone;
use portico_service::{BookableRoom, Organizer};
use secrecy::ExposeSecret;

pub async fn schedule(like: String, connection: String) -> Result<ScheduleView, Refused> {
    let asked = asked()?;
    let organizer = asked.organizer()?;
    let found = organizer.choices().await?;
    let model = match like.as_str() {
        "" => None,
        id => Some(organizer.fresh(&MeetingId::new(id)).await?.0),
    };
    let chosen = choose(&found, &connection, model.as_ref());
    let form = chosen.map(|chosen| new_form(&asked, chosen, model.as_ref())).unwrap_or_default();
    let mut view = ScheduleView {
        connections: choices(&found),
        form,
        zone: asked.zone.label(asked.now),
        repeats_in: chosen.and_then(|chosen| repeats_in(&asked.zone, chosen)),
        key: new_key(),
        version: String::new(),
        in_series: false,
        changes: None,
        rooms: None,
        invited: Vec::new(),
    };
    if let Some(chosen) = chosen {
        help(&organizer, chosen, model.as_ref(), &mut view).await;
    }
    Ok(view)
}

/// The connection asked for, that of the model, or the one used last.
fn choose<'a>(found: &'a [Connection], asked: &str, model: Option<&Meeting>) -> Option<&'a Connection> {
    let of = |id: &str| found.iter().find(|connection| connection.id.as_str() == id);
    of(asked).or_else(|| of(model?.connection.as_str())).or(found.first())
}

fn new_form(asked: &Asked, chosen: &Connection, model: Option<&Meeting>) -> MeetingForm {
    // The next full hour, for half an hour.
    let hour = 3600;
    let start = Timestamp::from_seconds((asked.now.seconds() / hour + 1) * hour);
    let lasts = model.and_then(|model| Some(model.end?.since(model.start) / 1000)).unwrap_or(1800);
    let form = match model {
        Some(model) => like(filled(asked, model, chosen.vendor), model, chosen),
        None => usual(chosen.vendor),
    };
    MeetingForm {
        connection: chosen.id.0.clone(),
        start: asked.zone.field(start),
        end: asked.zone.field(start.plus_seconds(lasts)),
        password: first_password(chosen.vendor),
        ..form
    }
}

/// WebAPI wants a password for each meeting, so one is offered.
fn first_password(vendor: Vendor) -> String {
    match vendor {
        Vendor::Webapi => new_spoken_password(),
        Vendor::Cloudroom | Vendor::Vmr => String::new(),
    }
}

/// The vendor's own defaults.
fn usual(vendor: Vendor) -> MeetingForm {
    MeetingForm::of_vendor_options(&match vendor {
        Vendor::Cloudroom => VendorOptions::Cloudroom(Box::default()),
        Vendor::Vmr => VendorOptions::Vmr(Box::default()),
        Vendor::Webapi => VendorOptions::Webapi(Default::default()),
    })
}

/// At another connection, rooms and people have other ids.
fn like(form: MeetingForm, model: &Meeting, chosen: &Connection) -> MeetingForm {
    if model.connection == chosen.id {
        return form;
    }
    MeetingForm {
        host_id: String::new(),
        invitee_ids: String::new(),
        cohost_ids: String::new(),
        vote_ids: String::new(),
        room: String::new(),
        visitor_ids: String::new(),
        ..form
    }
}

fn filled(asked: &Asked, meeting: &Meeting, vendor: Vendor) -> MeetingForm {
    let told = meeting.options.as_ref().filter(|told| told.vendor() == vendor);
    let repeat = meeting.repeat;
    MeetingForm {
        connection: meeting.connection.0.clone(),
        subject: meeting.subject.clone(),
        start: asked.zone.field(meeting.start),
        end: meeting.end.map(|end| asked.zone.field(end)).unwrap_or_default(),
        repeat: repeat.map(|repeat| repeat.period.name().to_owned()).unwrap_or_default(),
        until: repeat.and_then(|repeat| repeat.until).map(|at| asked.zone.date_field(at)).unwrap_or_default(),
        ..told.map_or_else(|| usual(vendor), MeetingForm::of_vendor_options)
    }
}

pub async fn edit(id: String) -> Result<ScheduleView, Refused> {
    let asked = asked()?;
    let organizer = asked.organizer()?;
    let (meeting, connection, password) = organizer.editable(&MeetingId::new(id)).await?;
    let version = organizer.version_for_form(&meeting, password.as_ref());
    let mut form = filled(&asked, &meeting, connection.vendor);
    form.password = password.map(|password| password.expose_secret().to_owned()).unwrap_or_default();
    let mut view = ScheduleView {
        connections: choices(std::slice::from_ref(&connection)),
        form,
        zone: asked.zone.label(meeting.start),
        repeats_in: repeats_in(&asked.zone, &connection),
        key: new_key(),
        version,
        in_series: meeting.series.is_some(),
        changes: Some(meeting.subject.clone()),
        rooms: None,
        invited: Vec::new(),
    };
    help(&organizer, &connection, Some(&meeting), &mut view).await;
    Ok(view)
}

/// A vendor that repeats meetings itself does so by the clocks of its connection, wherever the form is filled in.
/// A series of Portico's own keeps the hour of the form.
fn repeats_in(form: &Zone, connection: &Connection) -> Option<String> {
    let own = Zone::named(&connection.zone)?;
    let native = connection.vendor.capabilities().repeat == Support::Native;
    (native && own.name() != form.name()).then(|| own.name().to_owned())
}

/// Asks a vendor that has an address book for what can be picked from it.
async fn help(organizer: &Organizer, chosen: &Connection, like: Option<&Meeting>, view: &mut ScheduleView) {
    if chosen.vendor != Vendor::Vmr {
        return;
    }
    let invited =
        match like.filter(|like| like.connection == chosen.id).and_then(|like| like.options.as_ref()) {
            Some(VendorOptions::Vmr(options)) => options.visitor_ids.as_slice(),
            _ => &[],
        };
    let aids = organizer.booking_aids(&chosen.id, invited).await;
    view.rooms = aids.rooms.ok().map(|rooms| rooms.into_iter().map(room).collect());
    view.invited = aids.invited.into_iter().map(people::choice).collect();
}

fn room(room: BookableRoom) -> RoomChoice {
    RoomChoice { id: room.id.to_string(), name: room.name, number: room.number, capacity: room.capacity }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::connections::{ConnectionSettings, Health};
    use portico_domain::ids::ConnectionId;
    use portico_domain::meetings::MeetingState;

    fn connection(id: &str, vendor: Vendor) -> Connection {
        Connection {
            id: ConnectionId::new(id),
            name: id.to_owned(),
            vendor,
            base_url: String::new(),
            public_id: String::new(),
            zone: String::new(),
            media_hosts: Vec::new(),
            private_network: false,
            settings: ConnectionSettings::default(),
            paused: false,
            created: Timestamp::from_seconds(0),
            health: Health::default(),
        }
    }

    fn meeting(connection: &str) -> Meeting {
        let at = Timestamp::from_seconds(0);
        Meeting {
            id: MeetingId::new("m"),
            connection: ConnectionId::new(connection),
            vendor_id: None,
            series: None,
            subject: "Weekly".to_owned(),
            start: at,
            end: None,
            repeat: None,
            state: MeetingState::Scheduled,
            host_name: String::new(),
            members: 0,
            owner: None,
            options: None,
            public_url: None,
            created: at,
            seen: at,
            sequence: 0,
        }
    }

    #[test]
    fn the_connection_asked_for_comes_first_then_the_models_then_the_last_used() {
        let found = [connection("last", Vendor::Vmr), connection("other", Vendor::Webapi)];
        let chosen = |asked, model: Option<&Meeting>| choose(&found, asked, model).map(|it| it.id.as_str());
        assert_eq!(chosen("", None), Some("last"));
        assert_eq!(chosen("other", None), Some("other"));
        assert_eq!(chosen("", Some(&meeting("other"))), Some("other"));
        assert_eq!(chosen("last", Some(&meeting("other"))), Some("last"));
        assert_eq!(chosen("gone", Some(&meeting("paused"))), Some("last"));
        assert!(choose(&[], "last", None).is_none());
    }

    #[test]
    fn rooms_and_people_stay_where_their_ids_mean_something() {
        let form = MeetingForm {
            room: "486".to_owned(),
            visitor_ids: "9182".to_owned(),
            introduction: "About money".to_owned(),
            ..MeetingForm::default()
        };
        let (here, there) = (connection("here", Vendor::Vmr), connection("there", Vendor::Vmr));
        let model = meeting("here");
        assert_eq!(like(form.clone(), &model, &here), form);
        let copied = like(form, &model, &there);
        assert_eq!((copied.room.as_str(), copied.visitor_ids.as_str()), ("", ""));
        assert_eq!(copied.introduction, "About money");
    }

    #[test]
    fn each_vendors_defaults_can_be_sent_as_they_are() {
        for vendor in Vendor::ALL {
            let form = MeetingForm {
                subject: "Weekly".to_owned(),
                start: "2026-11-21T14:00".to_owned(),
                end: "2026-11-21T15:00".to_owned(),
                password: first_password(vendor),
                ..usual(vendor)
            };
            assert!(form.read(vendor).is_ok(), "{vendor:?}");
        }
    }

    #[test]
    fn a_form_says_whose_hour_a_repetition_keeps_where_it_is_not_its_own() {
        let said = |form: &str, vendor| {
            let connection = Connection { zone: "Asia/Shanghai".to_owned(), ..connection("a", vendor) };
            repeats_in(&Zone::named(form).unwrap(), &connection)
        };
        assert_eq!(said("Europe/Berlin", Vendor::Cloudroom).as_deref(), Some("Asia/Shanghai"));
        assert_eq!(said("Asia/Shanghai", Vendor::Cloudroom), None);
        assert_eq!(said("Europe/Berlin", Vendor::Vmr), None, "Portico books each by the organizer's clock");
    }
}
