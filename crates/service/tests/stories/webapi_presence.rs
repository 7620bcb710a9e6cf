//! How a meeting stands at a vendor that tells of none: by who is inside.

use crate::support::webapi::*;
use crate::support::*;
use portico_domain::forms::MeetingForm;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::Kind;
use portico_sandbox::Action;

#[tokio::test]
async fn a_meeting_moves_on_as_people_come_and_go() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        let number = world.number(&id).await;
        let look = async || {
            let (meeting, failing) = world.viewer.fresh(&id).await.unwrap();
            assert_eq!(failing, None);
            (meeting.state, meeting.members)
        };
        assert_eq!(look().await, (MeetingState::Scheduled, 0));
        world.pass(3600);
        assert_eq!(look().await, (MeetingState::Scheduled, 0), "its time has come, and nobody is there");
        world.control().webapi_enter(number, "a", "Ann").unwrap();
        world.control().webapi_enter(number, "b", "Ben").unwrap();
        assert_eq!(look().await, (MeetingState::Live, 2));
        world.pass(600);
        world.control().webapi_leave(number, "a").unwrap();
        assert_eq!(look().await, (MeetingState::Live, 1));
        world.control().webapi_leave(number, "b").unwrap();
        assert_eq!(look().await, (MeetingState::Live, 0), "a pause");
        world.pass(3600);
        assert_eq!(look().await, (MeetingState::Ended, 2), "over, and two took part");
        let asked = world.calls("getlogininfo");
        assert_eq!(look().await, (MeetingState::Ended, 2));
        assert_eq!(world.calls("getlogininfo"), asked, "what is over is not asked about");
    })
    .await;
}

#[tokio::test]
async fn how_long_it_has_been_running_is_known_while_it_does() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        let number = world.number(&id).await;
        let running = async || {
            let (meeting, _) = world.viewer.fresh(&id).await.unwrap();
            world.viewer.duration_seconds(&meeting)
        };
        world.pass(3600);
        assert_eq!(running().await, None, "nobody came yet");
        world.control().webapi_enter(number, "a", "Ann").unwrap();
        world.pass(300);
        assert_eq!(running().await, Some(300));
        world.control().webapi_enter(number, "b", "Ben").unwrap();
        world.control().webapi_leave(number, "a").unwrap();
        world.pass(300);
        assert_eq!(running().await, Some(600), "Ben carries it on");
        world.control().webapi_leave(number, "b").unwrap();
        world.pass(60);
        assert_eq!(running().await, Some(600), "a pause, in which the vendor is asked");
        world.pass(3600);
        assert_eq!(running().await, None, "it is over");
    })
    .await;
}

#[tokio::test]
async fn a_meeting_without_an_end_waits_for_the_next_time() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let form = MeetingForm { permanent: "on".into(), end: String::new(), ..webapi_form(&world) };
        let id = world.schedule(&form).await;
        let number = world.number(&id).await;
        world.pass(7200);
        for _ in 0..2 {
            world.control().webapi_enter(number, "a", "Ann").unwrap();
            assert_eq!(world.viewer.fresh(&id).await.unwrap().0.state, MeetingState::Live);
            world.pass(60);
            world.control().webapi_leave(number, "a").unwrap();
            assert_eq!(world.viewer.fresh(&id).await.unwrap().0.state, MeetingState::Scheduled);
            world.pass(86_400);
        }
        let whole = world.viewer.meeting(&id).await.unwrap();
        assert_eq!(whole.recordings.len(), 2, "each time was recorded");
        world.synchronise().await.unwrap();
        assert_eq!(world.state(&id).await, MeetingState::Scheduled, "however old it is");
    })
    .await;
}

#[tokio::test]
async fn one_without_an_end_is_cancelled_while_people_are_inside() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let form = MeetingForm { permanent: "on".into(), end: String::new(), ..webapi_form(&world) };
        let id = world.schedule(&form).await;
        world.pass(3600);
        world.control().webapi_enter(world.number(&id).await, "a", "Ann").unwrap();
        assert_eq!(world.viewer.fresh(&id).await.unwrap().0.state, MeetingState::Live);
        refused_as(Kind::Unsupported, world.organizer.end(&id, &key()).await);
        world.organizer.cancel(&id, &key()).await.unwrap();
        world.pass(60);
        world.synchronise().await.unwrap();
        assert_eq!(world.viewer.fresh(&id).await.unwrap().0.state, MeetingState::Cancelled);
        assert!(world.webapi_held().is_empty());
    })
    .await;
}

#[tokio::test]
async fn rounds_move_meetings_on_without_anyone_looking() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let near = world.schedule(&webapi_form(&world)).await;
        let far = MeetingForm { start: minutes(3000), end: minutes(3060), ..webapi_form(&world) };
        let far = world.schedule(&far).await;
        world.synchronise().await.unwrap();
        assert_eq!(world.calls("getlogininfo"), 0, "neither is near");
        assert!(world.connection().await.health.synchronised.is_some());

        world.pass(3600);
        world.control().webapi_enter(world.number(&near).await, "a", "Ann").unwrap();
        let done = world.synchronise().await.unwrap();
        assert_eq!((done.changed, done.calls), (1, 1), "only the near one is asked about");
        assert_eq!(world.state(&near).await, MeetingState::Live);
        world.pass(3600);
        world.synchronise().await.unwrap();
        assert_eq!(world.state(&near).await, MeetingState::Ended);
        assert_eq!(
            world.state(&far).await,
            MeetingState::Scheduled,
            "what is not asked about is not missing"
        );
        world.pass(60);
        world.synchronise().await.unwrap();
        assert_eq!(world.store.recordings().of_meeting(&near).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_deleted_elsewhere_is_cancelled_here() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        let mut variants = world.control().webapi_variants();
        variants.fail_with = Some(4007);
        world.control().set_webapi_variants(variants);
        assert_eq!(world.viewer.fresh(&id).await.unwrap().0.state, MeetingState::Cancelled);
        let history = world.viewer.meeting(&id).await.unwrap().history;
        assert_eq!(history[0].0.what, "cancelled-elsewhere");
    })
    .await;
}

#[tokio::test]
async fn a_silent_vendor_moves_nothing() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        world.pass(7300);
        world.next("getlogininfo", Action::Garbage);
        let (meeting, failing) = world.viewer.fresh(&id).await.unwrap();
        assert!(failing.is_some());
        assert_eq!(meeting.state, MeetingState::Scheduled);
        assert_eq!(world.viewer.fresh(&id).await.unwrap().0.state, MeetingState::Ended);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_holds_up_no_other_meeting() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let other = MeetingForm { subject: "Other".into(), ..webapi_form(&world) };
        let ids = [world.schedule(&webapi_form(&world)).await, world.schedule(&other).await];
        world.pass(7300);
        let (body, content_type) = ("<html>".to_owned(), "text/html".to_owned());
        world.next("getlogininfo", Action::Refuse { status: 200, body, content_type, retry_after: None });
        world.synchronise().await.unwrap();
        let states = [world.state(&ids[0]).await, world.state(&ids[1]).await];
        assert_eq!(states.iter().filter(|state| **state == MeetingState::Ended).count(), 1, "{states:?}");
        world.synchronise().await.unwrap();
        for id in &ids {
            assert_eq!(world.state(id).await, MeetingState::Ended, "it is asked about again");
        }
    })
    .await;
}
