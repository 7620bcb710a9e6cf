//! An administrator looks after everybody's API tokens.

use crate::support::*;
use portico_domain::forms::TokenForm;
use portico_domain::ids::TokenId;
use portico_domain::refusals::Kind;
use portico_domain::tokens::TokenState;
use portico_service::{Member, NewToken, TokenFilter};
use secrecy::ExposeSecret;

async fn made(member: &Member, name: &str, days: &str) -> NewToken {
    let scopes = [("meetings:read".to_owned(), "on".to_owned())].into();
    let form = TokenForm { name: name.into(), days: days.into(), scopes };
    member.create_token(&form).await.unwrap()
}

async fn named(world: &World, filter: &TokenFilter) -> Vec<String> {
    let page = world.administrator.issued_tokens(filter, None, 50).await.unwrap();
    page.rows.into_iter().map(|(token, owner)| format!("{} of {}", token.name, owner.account)).collect()
}

#[tokio::test]
async fn everybodys_tokens_are_listed_by_owner_and_state() {
    each_database(async |database| {
        let world = begin(database).await;
        let short = made(&world.viewer, "short", "7").await;
        made(&world.organizer, "long", "0").await;
        let any = TokenFilter::default();
        let viewer = world.viewer.person();
        let of = |name: &str, account: &str| format!("{name} of {account}");
        let (longs, shorts) = (of("long", &world.organizer.person().account), of("short", &viewer.account));
        assert_eq!(named(&world, &any).await, [longs.clone(), shorts.clone()], "the newest first");
        let theirs = TokenFilter { person: Some(viewer.id.clone()), ..any.clone() };
        assert_eq!(named(&world, &theirs).await, std::slice::from_ref(&shorts));

        let script = world.services.integrator(&short.token, "n").await;
        assert!(script.is_ok());
        let state = |state| TokenFilter { state: Some(state), ..TokenFilter::default() };
        assert!(named(&world, &state(TokenState::Expired)).await.is_empty());
        world.pass(7 * 86_400);
        assert_eq!(named(&world, &state(TokenState::Expired)).await, std::slice::from_ref(&shorts));
        assert_eq!(named(&world, &state(TokenState::Active)).await, [longs]);

        let page = world.administrator.issued_tokens(&any, None, 50).await.unwrap();
        assert_eq!(page.rows[1].0.used, Some(NOW), "the last use is told");
        assert_eq!(page.rows[1].0.state(world.services.now()), TokenState::Expired);
        assert!(!shown(&page).contains(short.token.expose_secret()), "nobody sees a token again");
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other() {
    each_database(async |database| {
        let world = begin(database).await;
        for n in 0..5 {
            made(&world.viewer, &format!("n{n}"), "0").await;
        }
        let (mut after, mut found): (Option<TokenId>, Vec<String>) = (None, Vec::new());
        loop {
            let any = TokenFilter::default();
            let page = world.administrator.issued_tokens(&any, after.as_ref(), 2).await.unwrap();
            assert!(page.rows.len() <= 2);
            found.extend(page.rows.into_iter().map(|(token, _)| token.name));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(found, ["n4", "n3", "n2", "n1", "n0"]);
    })
    .await;
}

#[tokio::test]
async fn an_administrator_revokes_anybodys_and_the_log_tells_whose() {
    each_database(async |database| {
        let world = begin(database).await;
        let theirs = made(&world.viewer, "Nightly export", "30").await;
        assert!(world.services.integrator(&theirs.token, "n").await.is_ok());
        world.administrator.revoke_issued_token(&theirs.row.id).await.unwrap();
        refused_as(Kind::NotSignedIn, world.services.integrator(&theirs.token, "n").await);
        assert!(world.viewer.tokens().await.unwrap().is_empty());

        let lines = world.administrator.audit(None, 10).await.unwrap();
        let line = &lines[0].line;
        assert_eq!((line.action.as_str(), line.outcome.as_str()), ("token.revoke", "done"));
        assert_eq!(line.person.as_ref(), Some(&world.administrator.person().id), "by whom");
        assert_eq!(line.subject, theirs.row.id.as_str());
        assert_eq!(line.detail, format!("Nightly export, of {}", world.viewer.person().account), "whose");

        // Two administrators press the button: the second is told the same, and the log is not told twice.
        world.administrator.revoke_issued_token(&theirs.row.id).await.unwrap();
        assert_eq!(world.administrator.audit(None, 10).await.unwrap().len(), lines.len());
    })
    .await;
}

#[tokio::test]
async fn what_the_log_cannot_hold_is_not_revoked() {
    each_database(async |database| {
        let world = begin(database).await;
        let theirs = made(&world.viewer, "kept", "30").await;
        database.refuse("INSERT ON audit").await;
        refused(world.administrator.revoke_issued_token(&theirs.row.id).await);
        database.allow("audit").await;
        assert!(world.services.integrator(&theirs.token, "n").await.is_ok());
    })
    .await;
}
