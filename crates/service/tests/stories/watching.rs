//! However many watch, the vendor is asked once.

use crate::support::*;
use portico_domain::refusals::Kind;
use portico_service::Services;
use std::time::Duration;

const LONG: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn two_hundred_watchers_are_one_question() {
    each_database(async |database| {
        let world = begin_with(database, false, LONG).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &link_form()).await;
        world.pass(3600);
        // Making the link has looked already; another meeting has not been looked at.
        let fresh = {
            let mut form = meeting_form(&world);
            (form.start, form.end) = (minutes(70), minutes(130));
            world.schedule(&form).await
        };
        world.control().clear_calls();
        let watchers = (0..200).map(|n| {
            let (member, services, fresh, slug) =
                (world.viewer.clone(), world.services.clone(), fresh.clone(), slug.clone());
            async move {
                match n % 2 {
                    0 => member.meeting(&fresh).await.map(|_| ()),
                    _ => services.guest(&slug).await.map(|_| ()),
                }
            }
        });
        for outcome in together(watchers).await {
            outcome.unwrap();
        }
        assert_eq!(world.calls("queryMeeting"), 1, "the other one was known");
    })
    .await;
}

#[tokio::test]
async fn replicas_share_the_question() {
    each_database(async |database| {
        let world = begin_with(database, false, LONG).await;
        if !world.store.is_shared() {
            return;
        }
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &link_form()).await;
        let replica = database.open().await;
        let replica = Services::with_pace(replica, AUDIT_KEY.into(), world.clock.clone(), LONG);
        world.pass(LONG.as_secs() as i64 - 60);
        world.control().clear_calls();
        assert_eq!(replica.guest(&slug).await.unwrap().failing, None);
        assert_eq!(world.calls("queryMeeting"), 0, "the first has heard, not so long ago");
        world.pass(60);
        let third = database.open().await;
        let third = Services::with_pace(third, AUDIT_KEY.into(), world.clock.clone(), LONG);
        assert_eq!(third.guest(&slug).await.unwrap().failing, None);
        assert_eq!(world.calls("queryMeeting"), 1, "now it is somebody else's turn");
    })
    .await;
}

#[tokio::test]
async fn watchers_of_a_hanging_vendor_share_the_wait() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        world.control().clear_calls();
        world.next("queryMeeting", portico_sandbox::Action::Delay { ms: 300, after_handling: false });
        let watchers = (0..50).map(|_| {
            let (member, meeting) = (world.viewer.clone(), meeting.clone());
            async move { member.fresh(&meeting).await.map(|(_, failing)| failing) }
        });
        for outcome in together(watchers).await {
            assert_eq!(outcome.unwrap(), None);
        }
        // Even with answers that are good for no time at all, who comes during the question waits for it.
        assert!(world.calls("queryMeeting") < 5, "{}", world.calls("queryMeeting"));
    })
    .await;
}

#[tokio::test]
async fn watchers_of_an_ended_meeting_share_the_question_for_recordings() {
    each_database(async |database| {
        let world = begin_with(database, false, LONG).await;
        let meeting = world.a_meeting().await;
        world.control().start_meeting(world.number(&meeting).await).unwrap();
        world.organizer.end(&meeting, &key()).await.unwrap();
        world.control().clear_calls();
        let watchers = (0..50).map(|_| {
            let (member, meeting) = (world.viewer.clone(), meeting.clone());
            async move { member.meeting(&meeting).await.map(|_| ()) }
        });
        for outcome in together(watchers).await {
            outcome.unwrap();
        }
        assert_eq!(world.calls("queryVideo"), 1);
    })
    .await;
}

#[tokio::test]
async fn who_looks_at_a_meeting_is_told_of_a_change() {
    const BY_THEN: Duration = Duration::from_secs(20);
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let mut looking = world.viewer.watch_meeting(&meeting).await.unwrap();
        let mut another = world.organizer.watch_meeting(&meeting).await.unwrap();
        world.organizer.cancel(&meeting, &key()).await.unwrap();
        for one in [&mut looking, &mut another] {
            tokio::time::timeout(BY_THEN, one.changed()).await.unwrap().unwrap();
        }
        world.services.stop_watching();
        let over = tokio::time::timeout(BY_THEN, looking.changed()).await.unwrap();
        assert!(over.is_err(), "a server that stops is not held up");
        let unknown = portico_domain::ids::MeetingId::new("nothing");
        refused_as(Kind::NotFound, world.viewer.watch_meeting(&unknown).await);
        let stranger = somebody(&world.store, "stranger", portico_domain::people::Role::Organizer).await;
        let stranger = world.services.member(&stranger).unwrap();
        refused_as(Kind::NotFound, stranger.watch_meeting(&meeting).await);
    })
    .await;
}
