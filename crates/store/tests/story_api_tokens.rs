//! Tokens of scripts.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::ids::TokenId;
use portico_domain::people::Person;
use portico_domain::tokens::{ApiToken, Scopes};
use portico_store::new_id;
use portico_store::people::governing::Governed;
use support::{at, each_database, person};

fn token(person: &Person, name: &str, expires: Option<i64>) -> ApiToken {
    ApiToken {
        id: TokenId(new_id()),
        person: person.id.clone(),
        name: name.into(),
        hint: "portico_abcd".into(),
        scopes: Scopes::read(["meetings:read", "proxy:c1:conference.query"]).unwrap(),
        created: at(1),
        expires: expires.map(at),
        used: None,
    }
}

#[tokio::test]
async fn a_token_lives_until_it_expires_or_is_revoked() {
    each_database(|store| async move {
        let (ada, bob) = (person("ada"), person("bob"));
        for someone in [&ada, &bob] {
            store.people().insert(someone, &"hash".into()).await.unwrap();
        }
        let tokens = store.api_tokens();
        let (short, long) = (token(&ada, "short", Some(100)), token(&ada, "long", None));
        tokens.insert(&short, "hash-short").await.unwrap();
        tokens.insert(&long, "hash-long").await.unwrap();
        assert!(tokens.insert(&token(&bob, "twin", None), "hash-long").await.is_err());

        let found = tokens.by_token_hash("hash-short", at(99)).await.unwrap().unwrap();
        assert_eq!(found, (short.clone(), ada.clone()));
        assert_eq!(tokens.by_token_hash("hash-short", at(100)).await.unwrap(), None);
        assert!(tokens.by_token_hash("hash-long", at(1_000_000)).await.unwrap().is_some());
        assert_eq!(tokens.by_token_hash("hash", at(1)).await.unwrap(), None);

        tokens.touch(&long.id, at(50)).await.unwrap();
        let listed = tokens.of_person(&ada.id).await.unwrap();
        let names: Vec<_> = listed.iter().map(|token| (token.name.as_str(), token.used)).collect();
        assert_eq!(names, [("long", Some(at(50))), ("short", None)]);
        assert_eq!(tokens.of_person(&bob.id).await.unwrap(), []);

        assert!(!tokens.delete(&bob.id, &long.id).await.unwrap());
        assert!(tokens.delete(&ada.id, &long.id).await.unwrap());
        assert!(!tokens.delete(&ada.id, &long.id).await.unwrap());
        assert_eq!(tokens.by_token_hash("hash-long", at(1)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn tokens_die_with_their_person() {
    each_database(|store| async move {
        let (ada, bob) = (person("ada"), person("bob"));
        for someone in [&ada, &bob] {
            store.people().insert(someone, &"hash".into()).await.unwrap();
        }
        let tokens = store.api_tokens();
        tokens.insert(&token(&bob, "one", None), "one").await.unwrap();
        assert_eq!(store.people().set_disabled(&bob.id, true).await.unwrap(), Governed::Done);
        assert_eq!(tokens.of_person(&bob.id).await.unwrap(), []);
        store.people().set_disabled(&bob.id, false).await.unwrap();
        assert_eq!(tokens.by_token_hash("one", at(1)).await.unwrap(), None, "a dead token stays dead");

        tokens.insert(&token(&bob, "two", None), "two").await.unwrap();
        assert_eq!(store.people().delete(&bob.id, &ada.id).await.unwrap(), Governed::Done);
        assert_eq!(tokens.by_token_hash("two", at(1)).await.unwrap(), None);
    })
    .await;
}
