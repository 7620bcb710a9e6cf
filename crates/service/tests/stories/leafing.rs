//! The calendar: what stands on which sheet, for whom.

use crate::support::*;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::ConnectionId;
use portico_domain::meetings::MeetingState;
use portico_domain::time::Timestamp;
use portico_service::sheet::{Sheet, Span};
use portico_service::{MeetingFilter, Member, when::Zone};

/// The days on which meetings stand, in the organizer's zone.
async fn days(member: &Member, sheet: Sheet, owner: &str, connection: Option<ConnectionId>) -> Vec<String> {
    let filter = MeetingFilter { owner: member.owned_by(owner), connection, ..MeetingFilter::default() };
    days_of(member, sheet, &filter).await
}

async fn days_of(member: &Member, sheet: Sheet, filter: &MeetingFilter) -> Vec<String> {
    let between = member.meetings_between(sheet.instants(&zone()), &zone(), filter).await.unwrap();
    assert!(!between.cut);
    between.rows.iter().map(|row| zone().date(row.meeting.start).to_string()).collect()
}

fn sheet(day: &str, span: Span) -> Sheet {
    Sheet::of(day, span, zone().date(NOW))
}

#[tokio::test]
async fn a_series_stands_on_each_of_its_days_of_a_sheet() {
    each_database(async |database| {
        let world = begin(database).await;
        let until = "2026-12-02".to_owned();
        let form = MeetingForm { repeat: "daily".into(), until, ..meeting_form(&world) };
        world.schedule(&form).await;
        let member = &world.viewer;
        let first = zone().date(NOW.plus_seconds(3600));
        let month = days(member, sheet("", Span::Month), "", None).await;
        assert_eq!(month.first(), Some(&first.to_string()));
        assert_eq!(
            month.last().map(String::as_str),
            Some("2026-12-02"),
            "the month's last week is shown whole"
        );
        let december = days(member, sheet("2026-12-15", Span::Month), "", None).await;
        assert_eq!(december, ["2026-11-30", "2026-12-01", "2026-12-02"]);
        let week = days(member, sheet("2026-12-01", Span::Week), "", None).await;
        assert_eq!(week, ["2026-11-30", "2026-12-01", "2026-12-02"]);
        assert!(days(member, sheet("2026-10-01", Span::Month), "", None).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_calendar_can_be_narrowed_to_ones_own_and_to_a_connection() {
    each_database(async |database| {
        let world = begin(database).await;
        world.a_meeting().await;
        let month = sheet("", Span::Month);
        let own = world.organizer.connections().await.unwrap()[0].id.clone();
        assert_eq!(days(&world.organizer, month, "mine", Some(own.clone())).await.len(), 1);
        assert_eq!(days(&world.viewer, month, "", Some(own)).await.len(), 1);
        assert!(days(&world.viewer, month, "mine", None).await.is_empty());
        let other = Some(ConnectionId::new("another"));
        assert!(days(&world.organizer, month, "", other).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_cancelled_stands_on_no_sheet_and_nobody_sees_what_is_not_theirs() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let stranger = somebody(&world.store, "stranger", portico_domain::people::Role::Organizer).await;
        let stranger = world.services.member(&stranger).unwrap();
        let month = sheet("", Span::Month);
        assert!(days(&stranger, month, "", None).await.is_empty());
        world.organizer.cancel(&meeting, &key()).await.unwrap();
        assert!(days(&world.organizer, month, "", None).await.is_empty());
    })
    .await;
}

/// What stands on a sheet, by the clocks of somebody in New York.
async fn in_new_york(member: &Member, day: &str, span: Span) -> Vec<String> {
    let zone = Zone::named("America/New_York").unwrap();
    let instants = Sheet::of(day, span, zone.date(NOW)).instants(&zone);
    let between = member.meetings_between(instants, &zone, &MeetingFilter::default()).await.unwrap();
    between.rows.iter().map(|row| zone.field(row.meeting.start)).collect()
}

#[tokio::test]
async fn working_days_are_those_of_the_vendor_wherever_one_looks() {
    each_database(async |database| {
        let world = begin(database).await;
        // From Monday at nine in Shanghai on, which is Sunday evening in New York.
        let (start, end) = ("2026-11-23T09:00".to_owned(), "2026-11-23T10:00".to_owned());
        let form = MeetingForm { repeat: "working-days".into(), start, end, ..meeting_form(&world) };
        world.schedule(&form).await;
        let evenings = [22, 23, 24, 25, 26].map(|day| format!("2026-11-{day}T20:00"));
        let zone = Zone::named("America/New_York").unwrap();
        let agenda = world.viewer.agenda(&zone).await.unwrap();
        let coming: Vec<_> = agenda.coming.iter().map(|row| zone.field(row.meeting.start)).collect();
        assert_eq!(coming, evenings, "no Friday evening, which is a Saturday there");
        assert_eq!(in_new_york(&world.viewer, "2026-11-20", Span::Week).await, evenings[..1]);
        let week = in_new_york(&world.viewer, "2026-11-25", Span::Week).await;
        assert_eq!(week[..4], evenings[1..]);
        assert_eq!(week[4..], ["2026-11-29T20:00"], "on Friday nothing, on Sunday the next week begins");
    })
    .await;
}

#[tokio::test]
async fn a_repetition_keeps_the_vendors_hour_when_clocks_change_elsewhere() {
    each_database(async |database| {
        let world = begin(database).await;
        let (start, end) = ("2026-11-23T09:00".to_owned(), "2026-11-23T10:00".to_owned());
        let form = MeetingForm { repeat: "weekly".into(), start, end, ..meeting_form(&world) };
        let meeting = world.schedule(&form).await;
        let march = in_new_york(&world.viewer, "2027-03-10", Span::Month).await;
        // On 14 March New York puts its clocks forward; Shanghai has no summer time.
        let evenings = [(3, 7, 20), (3, 14, 21), (3, 21, 21), (3, 28, 21), (4, 4, 21)]
            .map(|(month, day, hour)| format!("2027-{month:02}-{day:02}T{hour}:00"));
        assert_eq!(march, evenings);
        // The join page says the same.
        let slug = world.a_link(&meeting, &link_form()).await;
        let day = 86_400;
        world.pass(110 * day);
        let (start, _) = world.services.guest(&slug).await.unwrap().occurrence();
        assert_eq!(zone().field(start), "2027-03-15T09:00");
        assert_eq!(Zone::named("America/New_York").unwrap().field(start), evenings[1]);
    })
    .await;
}

#[tokio::test]
async fn a_sheet_can_be_searched_and_narrowed_to_states() {
    each_database(async |database| {
        let world = begin(database).await;
        let daily = MeetingForm {
            subject: "Stand-up".into(),
            repeat: "daily".into(),
            until: "2026-11-23".into(),
            ..meeting_form(&world)
        };
        let daily = world.schedule(&daily).await;
        let gone = world.a_meeting().await;
        world.organizer.cancel(&gone, &key()).await.unwrap();
        let of = async |states: &[MeetingState], text: &str| {
            let filter = MeetingFilter { states: states.to_vec(), text: text.into(), ..Default::default() };
            days_of(&world.organizer, sheet("", Span::Month), &filter).await
        };
        assert_eq!(of(&[], "").await.len(), 3);
        assert_eq!(of(&[], "STAND").await.len(), 3);
        assert!(of(&[], "weekly").await.is_empty());
        assert_eq!(of(&[MeetingState::Cancelled], "weekly").await, ["2026-11-21"]);
        world.pass(3600);
        world.control().start_meeting(world.number(&daily).await).unwrap();
        world.pass(30);
        world.synchronise().await.unwrap();
        assert_eq!(of(&[MeetingState::Live], "").await, ["2026-11-21"], "the later ones do not run");
    })
    .await;
}

#[tokio::test]
async fn what_takes_days_or_has_no_end_stays_on_the_sheet() {
    each_database(async |database| {
        let world = webapi::begin_webapi(database).await;
        let form = || webapi::webapi_form(&world);
        world.schedule(&MeetingForm { end: minutes(4 * 24 * 60), ..form() }).await;
        let endless = MeetingForm { permanent: "on".into(), end: String::new(), ..form() };
        let endless = world.schedule(&endless).await;
        world.pass(3 * 86_400);
        let agenda = async || world.viewer.agenda(&zone()).await.unwrap();
        assert_eq!(agenda().await.coming.len(), 2, "both began three days ago");
        let week = async |day: &str| days(&world.viewer, sheet(day, Span::Week), "", None).await.len();
        assert_eq!((week("2026-11-25").await, week("2026-12-25").await), (2, 1));
        world.organizer.cancel(&endless, &key()).await.unwrap();
        assert_eq!((agenda().await.coming.len(), week("2026-12-25").await), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn the_agenda_says_that_it_is_cut_and_what_runs_is_always_on_it() {
    each_database(async |database| {
        let world = begin(database).await;
        let daily = |start: i64| MeetingForm {
            repeat: "daily".into(),
            start: minutes(start),
            end: minutes(start + 10),
            ..meeting_form(&world)
        };
        for n in 0..14 {
            world.schedule(&daily(60 + n)).await;
        }
        let agenda = async || world.viewer.agenda(&zone()).await.unwrap();
        let whole = agenda().await;
        assert!(!whole.cut && whole.coming.len() < 100, "{}", whole.coming.len());
        let late = world.schedule(&MeetingForm { repeat: String::new(), ..daily(6 * 1440) }).await;
        for n in 14..17 {
            world.schedule(&daily(60 + n)).await;
        }
        world.control().start_meeting(world.number(&late).await).unwrap();
        world.pass(30);
        world.synchronise().await.unwrap();
        let cut = agenda().await;
        assert!(cut.cut);
        assert_eq!(cut.coming.len(), 100);
        assert_eq!(cut.live.len(), 1);
    })
    .await;
}

/// The hour that a change of clocks takes away belongs to a day all the same.
#[test]
fn days_of_23_hours_stay_whole_days() {
    let berlin = Zone::named("Europe/Berlin").unwrap();
    let (from, to) = Sheet::of("2026-03-29", Span::Week, berlin.date(NOW)).instants(&berlin);
    assert_eq!(to.since(from), 7 * 86_400_000 - 3_600_000);
    assert_eq!(berlin.date(Timestamp::from_millis(to.millis() - 1)).to_string(), "2026-03-29");
}
