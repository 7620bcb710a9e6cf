//! API tokens: made by a person for themselves, good for what their scopes and their person's role allow.

use crate::support::*;
use portico_domain::forms::TokenForm;
use portico_domain::refusals::{Kind, Rule};
use portico_domain::tokens::Scope;
use portico_service::{Denied, Member, NewToken};
use secrecy::ExposeSecret;

fn form(scopes: &[&str]) -> TokenForm {
    let scopes = scopes.iter().map(|scope| ((*scope).to_owned(), "on".to_owned())).collect();
    TokenForm { name: "Nightly export".into(), days: "30".into(), scopes }
}

async fn made(member: &Member, scopes: &[&str]) -> NewToken {
    member.create_token(&form(scopes)).await.unwrap()
}

#[tokio::test]
async fn a_token_is_shown_once_kept_as_a_hash_and_ends() {
    each_database(async |database| {
        let world = begin(database).await;
        let NewToken { token, row } = made(&world.viewer, &["meetings:read", "recordings"]).await;
        let text = token.expose_secret();
        assert!(text.starts_with("portico_") && text.len() == 56, "{text}");
        assert!(text.starts_with(&row.hint) && row.hint.len() == 12);

        let script = world.services.integrator(&token, "10.0.0.7").await.unwrap();
        assert_eq!(script.person().id, world.viewer.person().id);
        assert!(script.reader().is_ok() && script.viewer().is_ok());
        assert_eq!(script.inviter().err(), Some(Denied::Scope("join".into())));
        let listed = world.viewer.tokens().await.unwrap();
        assert_eq!(listed[0].used, Some(world.services.now()));
        assert_eq!(world.organizer.tokens().await.unwrap(), []);
        for line in world.administrator.audit(None, 100).await.unwrap() {
            assert!(!line.line.detail.contains(text) && !line.line.subject.contains(text));
        }
        assert!(!shown(&listed).contains(text));

        world.pass(30 * 86_400 - 1);
        assert!(world.services.integrator(&token, "10.0.0.7").await.is_ok());
        world.pass(1);
        refused_as(Kind::NotSignedIn, world.services.integrator(&token, "10.0.0.7").await);

        let other = made(&world.viewer, &["directory"]).await;
        // Somebody else cannot end it.
        world.organizer.revoke_token(&other.row.id).await.unwrap();
        assert!(world.services.integrator(&other.token, "n").await.is_ok());
        world.viewer.revoke_token(&other.row.id).await.unwrap();
        refused_as(Kind::NotSignedIn, world.services.integrator(&other.token, "n").await);
        world.viewer.revoke_token(&other.row.id).await.unwrap();
        let lines = world.store.audit().of_subject(other.row.id.as_str(), 10).await.unwrap();
        let ends: Vec<_> = lines.iter().filter(|it| it.line.action == "token.revoke").collect();
        assert_eq!(ends.len(), 1, "only what was done is told: {ends:?}");
        assert_eq!(ends[0].line.person.as_ref(), Some(&world.viewer.person().id));
    })
    .await;
}

#[tokio::test]
async fn scopes_never_give_more_than_the_role() {
    each_database(async |database| {
        let world = begin(database).await;
        let all: Vec<&str> = Scope::ALL.into_iter().map(Scope::name).collect();
        let viewers = made(&world.viewer, &all).await;
        let script = world.services.integrator(&viewers.token, "n").await.unwrap();
        assert!(script.reader().is_ok());
        let not_allowed = Some(Denied::Refused(Kind::NotAllowed.into()));
        assert_eq!(script.scheduler().err(), not_allowed);
        assert_eq!(script.inviter().err(), not_allowed);
        assert_eq!(script.archivist().err(), not_allowed);
        let meeting = world.organizer.schedule(&key(), &meeting_form(&world), &zone()).await.unwrap();
        refused_as(Kind::NotFound, script.reader().unwrap().fresh(&meeting).await);

        let grant = format!("proxy:{}:*", world.connection);
        let refusal = refused(world.organizer.create_token(&form(&[&grant])).await);
        assert_eq!(refusal.for_field("scopes"), Some(&Rule::NotAChoice));
        assert!(world.organizer.proxy_choices().await.unwrap().is_empty());
        for wrong in ["proxy:nobody:*", &format!("proxy:{}:conference.nothing", world.connection)] {
            let refusal = refused(world.administrator.create_token(&form(&[wrong])).await);
            assert_eq!(refusal.for_field("scopes"), Some(&Rule::NotAChoice), "{wrong}");
        }
        made(&world.administrator, &[&grant]).await;
    })
    .await;
}

#[tokio::test]
async fn wrong_tokens_are_throttled_and_right_ones_are_not() {
    each_database(async |database| {
        let world = begin(database).await;
        let right = made(&world.organizer, &["meetings:read"]).await.token;
        let mut answers = Vec::new();
        for n in 0..60 {
            let wrong = format!("portico_{n}").into();
            answers.push(refused(world.services.integrator(&wrong, "10.0.0.9").await).kind);
        }
        assert_eq!((answers[0], answers[59]), (Kind::NotSignedIn, Kind::Throttled));
        assert!(world.services.integrator(&right, "10.0.0.9").await.is_ok(), "nobody locks a network out");
        refused_as(Kind::NotSignedIn, world.services.integrator(&"portico_x".into(), "10.0.0.10").await);
        // Nor out of the pages.
        world.services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.9")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn tokens_die_with_their_person() {
    each_database(async |database| {
        let world = begin(database).await;
        let (organizer, viewer) =
            (made(&world.organizer, &["join"]).await.token, made(&world.viewer, &["join"]).await.token);
        let admin = &world.administrator;
        admin.disable_account(&world.organizer.person().id, true).await.unwrap();
        admin.disable_account(&world.organizer.person().id, false).await.unwrap();
        refused_as(Kind::NotSignedIn, world.services.integrator(&organizer, "n").await);
        admin.delete_account(&world.viewer.person().id, &admin.person().id).await.unwrap();
        refused_as(Kind::NotSignedIn, world.services.integrator(&viewer, "n").await);
    })
    .await;
}

#[tokio::test]
async fn a_token_in_use_ends_at_once_however_it_ends() {
    each_database(async |database| {
        let world = begin(database).await;
        // Twice: the first use is written down, the second is answered from what was just read.
        let used = async |token: &secrecy::SecretString| {
            for _ in 0..2 {
                assert!(world.services.integrator(token, "n").await.is_ok());
            }
        };
        let gone = async |token: &secrecy::SecretString| {
            refused_as(Kind::NotSignedIn, world.services.integrator(token, "n").await);
        };
        let revoked = made(&world.viewer, &["directory"]).await;
        used(&revoked.token).await;
        world.viewer.revoke_token(&revoked.row.id).await.unwrap();
        gone(&revoked.token).await;

        let expired = made(&world.viewer, &["directory"]).await.token;
        world.pass(30 * 86_400 - 1);
        used(&expired).await;
        world.pass(1);
        gone(&expired).await;

        let disabled = made(&world.viewer, &["directory"]).await.token;
        used(&disabled).await;
        world.administrator.disable_account(&world.viewer.person().id, true).await.unwrap();
        gone(&disabled).await;
    })
    .await;
}
