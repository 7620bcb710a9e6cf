//! Who may do what.

use crate::support::*;
use portico_domain::ids::RecordingId;
use portico_domain::people::Role;
use portico_domain::refusals::Kind;
use portico_service::{Caller, MeetingFilter, Order};

#[tokio::test]
async fn each_role_is_narrowed_to_what_it_may() {
    each_database(async |database| {
        let world = begin(database).await;
        let services = &world.services;
        let guest = Caller::Guest;
        refused_as(Kind::NotSignedIn, services.member(&guest));
        refused_as(Kind::NotSignedIn, services.organizer(&guest));
        refused_as(Kind::NotSignedIn, services.administrator(&guest));
        for (role, organizes, administers) in
            [(Role::Viewer, false, false), (Role::Organizer, true, false), (Role::Administrator, true, true)]
        {
            let caller = somebody(&world.store, &format!("a-{}", role.name()), role).await;
            assert!(services.member(&caller).is_ok());
            assert_eq!(services.organizer(&caller).is_ok(), organizes, "{role:?}");
            assert_eq!(services.administrator(&caller).is_ok(), administers, "{role:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_viewer_sees_the_index_without_its_secrets() {
    each_database(async |database| {
        let world = begin(database).await;
        let mut form = meeting_form(&world);
        form.password = "135790".into();
        let meeting = world.schedule(&form).await;
        world.a_link(&meeting, &link_form()).await;

        let (rows, _) =
            world.viewer.meetings(&MeetingFilter::default(), Order::Ascending, "", 50).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert!(!rows[0].mine);
        let whole = world.viewer.meeting(&meeting).await.unwrap();
        assert!(!whole.may_edit && whole.password.is_none() && whole.links.is_empty());
        assert_eq!(whole.owner_name.as_deref(), Some("The organizer"));

        let own = world.organizer.meeting(&meeting).await.unwrap();
        assert!(own.may_edit && own.password.is_some() && own.links.len() == 1);
    })
    .await;
}

#[tokio::test]
async fn an_organizer_touches_only_meetings_of_their_own() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let caller = somebody(&world.store, "colleague", Role::Organizer).await;
        let colleague = world.services.organizer(&caller).unwrap();
        let form = meeting_form(&world);
        refused_as(Kind::NotFound, colleague.cancel(&meeting, &key()).await);
        world.show(&meeting, &colleague).await;

        refused_as(Kind::NotAllowed, colleague.change(&meeting, &key(), &form, &zone()).await);
        refused_as(Kind::NotAllowed, colleague.end(&meeting, &key()).await);
        refused_as(Kind::NotAllowed, colleague.cancel(&meeting, &key()).await);
        refused_as(Kind::NotAllowed, colleague.editable(&meeting).await);
        refused_as(Kind::NotAllowed, colleague.create_link(&meeting, &link_form(), &zone()).await);
        let link = world.organizer.create_link(&meeting, &link_form(), &zone()).await.unwrap();
        refused_as(Kind::NotAllowed, colleague.revoke_link(&meeting, &link).await);
        assert_eq!(
            world.calls("updateMeeting") + world.calls("endMeeting") + world.calls("deleteMeeting"),
            0
        );

        world.administrator_as_organizer().cancel(&meeting, &key()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_link_is_revoked_only_under_its_own_meeting() {
    each_database(async |database| {
        let world = begin(database).await;
        let mine = world.a_meeting().await;
        let caller = somebody(&world.store, "colleague", Role::Organizer).await;
        let colleague = world.services.organizer(&caller).unwrap();
        let theirs = colleague.schedule(&key(), &meeting_form(&world), &zone()).await.unwrap();
        let link = world.organizer.create_link(&mine, &link_form(), &zone()).await.unwrap();
        refused_as(Kind::NotFound, colleague.revoke_link(&theirs, &link).await);
    })
    .await;
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    each_database(async |database| {
        let world = begin(database).await;
        let id = portico_domain::ids::MeetingId::new("nothing");
        refused_as(Kind::NotFound, world.viewer.meeting(&id).await);
        refused_as(Kind::NotFound, world.organizer.cancel(&id, &key()).await);
        refused_as(Kind::NotFound, world.viewer.recording(&RecordingId::new("nothing")).await);
        refused_as(Kind::NotFound, world.services.guest("nothing").await);
        refused_as(Kind::NotFound, world.services.guest(&"x".repeat(10_000)).await);
    })
    .await;
}
