//! Roles, disabling and deleting: at once, everywhere, and never so that nobody is left to administer.

use crate::support::*;
use portico_domain::ids::{LinkId, MeetingId, PersonId};
use portico_domain::people::Role;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_service::{Administrator, Caller, Services};
use secrecy::SecretString;

const NEW: &str = "columns hold the lintel";

/// Somebody with a password, and a session of theirs.
async fn signed_up(world: &World, account: &str, role: Role) -> (PersonId, SecretString) {
    use portico_domain::forms::InviteForm;
    use secrecy::ExposeSecret;
    let form = InviteForm { account: account.into(), name: "Wang Fang".into(), role: role.name().into() };
    let invitation = world.administrator.invite(&form).await.unwrap();
    let (token, password) = (invitation.token.expose_secret(), NEW.into());
    let session = world.services.accept_invitation(token, &password, &password, &at("10.0.0.5")).await;
    (invitation.person.id, session.unwrap())
}

async fn is_guest(services: &Services, session: &SecretString) -> bool {
    matches!(services.caller(session).await.unwrap(), Caller::Guest)
}

#[track_caller]
fn last(outcome: Result<(), Refusal>) {
    let refusal = refused(outcome);
    assert_eq!(refusal.for_field("person"), Some(&Rule::LastAdministrator), "{refusal}");
}

#[tokio::test]
async fn another_role_ends_the_sessions_and_applies_at_the_next_sign_in() {
    each_database(async |database| {
        let world = begin(database).await;
        let replica = Services::with_clock(database.open().await, AUDIT_KEY.into(), world.clock.clone());
        let (id, session) = signed_up(&world, "fang", Role::Administrator).await;
        assert!(replica.administrator(&replica.caller(&session).await.unwrap()).is_ok());
        world.administrator.change_role(&id, Role::Administrator).await.unwrap();
        assert!(!is_guest(&replica, &session).await, "nothing changed");

        world.administrator.change_role(&id, Role::Viewer).await.unwrap();
        assert!(is_guest(&replica, &session).await);
        let session = replica.sign_in("fang", &NEW.into(), &at("10.0.0.5")).await.unwrap();
        let caller = replica.caller(&session).await.unwrap();
        assert!(replica.member(&caller).is_ok() && replica.organizer(&caller).is_err());
        refused_as(Kind::NotFound, world.administrator.change_role(&PersonId::new("no"), Role::Viewer).await);
    })
    .await;
}

#[tokio::test]
async fn who_is_disabled_is_out_and_their_links_go_on() {
    each_database(async |database| {
        let world = begin(database).await;
        let (id, session) = signed_up(&world, "fang", Role::Organizer).await;
        let organizer = world.services.organizer(&world.services.caller(&session).await.unwrap()).unwrap();
        let meeting = organizer.schedule(&key(), &meeting_form(&world), &zone()).await.unwrap();
        let link = organizer.create_link(&meeting, &link_form(), &zone()).await.unwrap();
        let slug = organizer.link_slug(&meeting, &link).await.unwrap();

        world.administrator.disable_account(&id, true).await.unwrap();
        assert!(is_guest(&world.services, &session).await);
        let wrong = refused(world.services.sign_in("nobody", &NEW.into(), &at("10.0.0.5")).await);
        let disabled = refused(world.services.sign_in("fang", &NEW.into(), &at("10.0.0.5")).await);
        assert_eq!(wrong, disabled, "the sign-in tells nobody why");
        use secrecy::ExposeSecret;
        assert!(world.services.guest(slug.expose_secret()).await.is_ok());

        world.administrator.disable_account(&id, false).await.unwrap();
        assert!(is_guest(&world.services, &session).await, "an ended session stays ended");
        world.services.sign_in("fang", &NEW.into(), &at("10.0.0.5")).await.unwrap();
        let lines = world.administrator.audit(None, 100).await.unwrap();
        for action in ["person.disable", "person.enable"] {
            assert!(lines.iter().any(|it| it.line.action == action && it.line.subject == id.as_str()));
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_happens_to_the_last_administrator() {
    each_database(async |database| {
        let world = begin(database).await;
        let (admin, id) = (&world.administrator, world.administrator.person().id.clone());
        let heir = world.organizer.person().id.clone();
        last(admin.change_role(&id, Role::Organizer).await);
        last(admin.disable_account(&id, true).await);
        last(admin.delete_account(&id, &heir).await);
        last(admin.reset_password(&id).await.map(drop));
        let lines = world.administrator.audit(None, 100).await.unwrap();
        assert_eq!(lines.iter().filter(|it| it.line.outcome == "refused").count(), 4);
        let rows = admin.people().await.unwrap();
        assert!(rows.iter().all(|row| row.is_last_administrator == (row.person.id == id)));
        assert_eq!(rows.iter().filter(|row| row.is_self).count(), 1);
        // Nothing was lost by the tries.
        world.services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.1")).await.unwrap();

        signed_up(&world, "fang", Role::Administrator).await;
        assert!(!admin.people().await.unwrap().iter().any(|row| row.is_last_administrator));
        admin.change_role(&id, Role::Organizer).await.unwrap();
    })
    .await;
}

/// What one of them does to another, at the same moment as all the others do.
async fn one_does(n: usize, by: Administrator, to: PersonId, heir: PersonId) -> Result<(), Refusal> {
    match n % 3 {
        0 => by.change_role(&to, Role::Viewer).await,
        1 => by.disable_account(&to, true).await,
        _ => by.delete_account(&to, &heir).await,
    }
}

#[tokio::test]
async fn administrators_who_turn_on_each_other_leave_one() {
    each_database(async |database| {
        let world = begin(database).await;
        let heir = world.organizer.person().id.clone();
        let mut ids = vec![world.administrator.person().id.clone()];
        for account in ["a", "b", "c", "d", "e"] {
            let caller = somebody(&world.store, account, Role::Administrator).await;
            ids.push(caller.person().unwrap().id.clone());
        }
        let tries = ids.into_iter().enumerate().map(|(n, id)| {
            let (by, heir) = (world.administrator.clone(), heir.clone());
            async move { one_does(n, by, id, heir).await }
        });
        let outcomes = together(tries).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_err()).count(), 1);
        let left = world.store.people().list().await.unwrap();
        let able = left.iter().filter(|person| person.role == Role::Administrator && !person.disabled);
        assert_eq!(able.count(), 1);
    })
    .await;
}

#[tokio::test]
async fn who_takes_over_must_be_able_to() {
    each_database(async |database| {
        let world = begin(database).await;
        let (id, session) = signed_up(&world, "fang", Role::Organizer).await;
        let admin = &world.administrator;
        for heir in [&id, &world.viewer.person().id, &PersonId::new("nobody")] {
            let refusal = refused(admin.delete_account(&id, heir).await);
            assert_eq!(refusal.for_field("heir"), Some(&Rule::NotAChoice), "{heir}");
        }
        assert!(!is_guest(&world.services, &session).await);
        let heir = &world.organizer.person().id;
        admin.delete_account(&id, heir).await.unwrap();
        assert!(is_guest(&world.services, &session).await);
        refused_as(Kind::SignInFailed, world.services.sign_in("fang", &NEW.into(), &at("n")).await);
        refused_as(Kind::NotFound, admin.delete_account(&id, heir).await);
        // The account is free again.
        signed_up(&world, "fang", Role::Viewer).await;
    })
    .await;
}

/// A meeting of somebody's, with a link, and another that is shared with them.
async fn belongings(world: &World, id: &PersonId, session: &SecretString) -> (MeetingId, LinkId, MeetingId) {
    let organizer = world.services.organizer(&world.services.caller(session).await.unwrap()).unwrap();
    let meeting = organizer.schedule(&key(), &meeting_form(world), &zone()).await.unwrap();
    let link = organizer.create_link(&meeting, &link_form(), &zone()).await.unwrap();
    let shared = world.a_meeting().await;
    world.organizer.share(&shared, id).await.unwrap();
    (meeting, link, shared)
}

#[tokio::test]
async fn a_deleted_account_hands_over_its_meetings_and_links() {
    each_database(async |database| {
        let world = begin(database).await;
        let (id, session) = Box::pin(signed_up(&world, "fang", Role::Organizer)).await;
        let (meeting, link, shared) = Box::pin(belongings(&world, &id, &session)).await;
        refused_as(Kind::NotFound, world.organizer.fresh(&meeting).await);
        world.administrator.delete_account(&id, &world.organizer.person().id).await.unwrap();
        let whole = world.organizer.meeting(&meeting).await.unwrap();
        assert!(whole.may_edit && whole.links.len() == 1);
        assert_eq!(whole.links[0].link.created_by, world.organizer.person().id);
        let slug = Box::pin(world.slug(&meeting, &link)).await;
        assert!(world.services.guest(&slug).await.is_ok());
        assert!(world.organizer.shares(&shared).await.unwrap().shared.iter().all(|it| it.id != id));
    })
    .await;
}

#[tokio::test]
async fn one_ends_all_of_ones_other_sessions_at_once() {
    each_database(async |database| {
        let world = begin(database).await;
        let (_, mine) = signed_up(&world, "fang", Role::Viewer).await;
        let services = &world.services;
        let other = services.sign_in("fang", &NEW.into(), &at("10.0.0.8")).await.unwrap();
        let admin = services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.8")).await.unwrap();
        services.member(&services.caller(&mine).await.unwrap()).unwrap().end_other_sessions().await.unwrap();
        assert!(is_guest(services, &other).await);
        assert!(!is_guest(services, &mine).await && !is_guest(services, &admin).await);
    })
    .await;
}
