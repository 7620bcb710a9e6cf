//! Repeating meetings.

use crate::support::*;
use portico_domain::forms::{MeetingForm, RecordingLinkForm};
use portico_domain::ids::MeetingId;
use portico_domain::meetings::MeetingState;
use portico_service::joining::Door;

const DAY: i64 = 86_400;

async fn a_daily_meeting(world: &World) -> MeetingId {
    let form = MeetingForm { repeat: "daily".into(), until: "2026-11-30".into(), ..meeting_form(world) };
    world.schedule(&form).await
}

/// The first occurrence takes place and is over.
async fn first_occurrence(world: &World, meeting: &MeetingId) {
    world.pass(3600);
    world.control().start_meeting(world.number(meeting).await).unwrap();
    world.pass(3600);
}

#[tokio::test]
async fn a_series_goes_on_after_its_first_occurrence() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = a_daily_meeting(&world).await;
        first_occurrence(&world, &meeting).await;
        for _ in 0..2 {
            world.pass(30);
            world.synchronise().await.unwrap();
            let known = world.indexed(&meeting).await;
            assert_eq!(known.state, MeetingState::Scheduled, "tomorrow it takes place again");
            assert_eq!(known.start, NOW.plus_seconds(3600 + DAY));
        }
        assert_eq!(world.viewer.agenda(&zone()).await.unwrap().coming.len(), 6, "on each of the next days");
    })
    .await;
}

#[tokio::test]
async fn nobody_changed_a_series_that_moved_on() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = a_daily_meeting(&world).await;
        first_occurrence(&world, &meeting).await;
        world.pass(30);
        let whole = world.viewer.meeting(&meeting).await.unwrap();
        assert_eq!(whole.meeting.start, NOW.plus_seconds(3600 + DAY));
        let lines: Vec<_> = whole.history.iter().map(|(line, _)| line.what.as_str()).collect();
        assert_eq!(lines, ["scheduled"]);
    })
    .await;
}

#[tokio::test]
async fn ending_an_occurrence_does_not_end_the_series() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = a_daily_meeting(&world).await;
        world.pass(3600);
        world.control().start_meeting(world.number(&meeting).await).unwrap();
        world.organizer.end(&meeting, &key()).await.unwrap();
        let known = world.indexed(&meeting).await;
        assert_eq!((known.state, known.start), (MeetingState::Scheduled, NOW.plus_seconds(3600 + DAY)));
    })
    .await;
}

#[tokio::test]
async fn a_link_opens_for_the_next_occurrence() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = a_daily_meeting(&world).await;
        let slug = world.a_link(&meeting, &link_form()).await;
        world.pass(3600 + 600);
        assert_eq!(world.services.guest(&slug).await.unwrap().door(), Door::Open);
        // Nobody came; in the evening the door leads to tomorrow, whether or not a round was made.
        world.pass(8 * 3600);
        let guest = world.services.guest(&slug).await.unwrap();
        let tomorrow = NOW.plus_seconds(3600 + DAY);
        assert_eq!(guest.door(), Door::TooEarly { opens: tomorrow.plus_minutes(-10) });
        assert_eq!(guest.occurrence(), (tomorrow, Some(tomorrow.plus_minutes(60))));
        world.pass(DAY - 8 * 3600);
        assert_eq!(world.services.guest(&slug).await.unwrap().door(), Door::Open);
        world.pass(20 * DAY);
        world.synchronise().await.unwrap();
        assert_eq!(world.services.guest(&slug).await.unwrap().door(), Door::Ended);
    })
    .await;
}

#[tokio::test]
async fn recordings_of_a_series_appear_while_it_goes_on() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = a_daily_meeting(&world).await;
        first_occurrence(&world, &meeting).await;
        world.pass(30);
        world.synchronise().await.unwrap();
        assert_eq!(world.store.recordings().of_meeting(&meeting).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_join_page_leads_to_what_is_shared_of_earlier_times_while_a_series_goes_on() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = a_daily_meeting(&world).await;
        let join = world.a_link(&meeting, &link_form()).await;
        let shared =
            async || world.services.guest(&join).await.unwrap().shared_recordings().await.unwrap().len();
        first_occurrence(&world, &meeting).await;
        world.pass(30);
        world.synchronise().await.unwrap();
        let recording = world.store.recordings().of_meeting(&meeting).await.unwrap().remove(0);
        let expires = minutes(3 * 1440);
        let form = |on_join_page: &str| RecordingLinkForm {
            on_join_page: on_join_page.into(),
            expires: expires.clone(),
            ..RecordingLinkForm::default()
        };
        for (on_page, count) in [("", 0), ("on", 1)] {
            world.organizer.create_recording_link(&recording.id, &form(on_page), &zone()).await.unwrap();
            assert_eq!(shared().await, count);
        }
        world.pass(DAY);
        world.synchronise().await.unwrap();
        let guest = world.services.guest(&join).await.unwrap();
        assert_ne!(guest.door(), Door::Ended);
        assert_eq!(guest.shared_recordings().await.unwrap().len(), 1);
    })
    .await;
}
