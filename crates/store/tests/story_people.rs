//! People, their sessions and one-time links.

mod support;

use portico_domain::ids::SessionId;
use portico_domain::language::Language;
use portico_store::sessions::Session;
use portico_store::{StoreErrorKind, new_id};
use secrecy::ExposeSecret;
use support::{at, each_database, person};

#[tokio::test]
async fn an_account_is_found_in_any_case_and_changed() {
    each_database(|store| async move {
        let people = store.people();
        let mut ada = person("Ada@Example");
        ada.language = Some(Language::Chinese);
        ada.zone = Some("Asia/Shanghai".into());
        people.insert(&ada, &"hash one".into()).await.unwrap();
        let (found, hash) = people.by_account("ADA@example").await.unwrap().unwrap();
        assert_eq!((&found, hash.expose_secret()), (&ada, "hash one"));
        assert_eq!(people.by_account("nobody").await.unwrap().map(|found| found.0), None);

        assert!(people.update(&ada.id, "Ada L.", Some(Language::English), None).await.unwrap());
        assert!(people.replace_password_hash(&ada.id, &"hash one".into(), &"hash two".into()).await.unwrap());
        assert!(people.replace_password_hash(&ada.id, &"hash two".into(), &"three".into()).await.unwrap());
        let late = people.replace_password_hash(&ada.id, &"hash two".into(), &"four".into()).await.unwrap();
        assert!(!late, "it is another one meanwhile");
        assert!(people.replace_password_hash(&ada.id, &"three".into(), &"hash two".into()).await.unwrap());
        let found = people.by_id(&ada.id).await.unwrap().unwrap();
        assert_eq!(
            (found.name.as_str(), found.language, found.zone),
            ("Ada L.", Some(Language::English), None)
        );
        assert_eq!(people.password_hash(&ada.id).await.unwrap().unwrap().expose_secret(), "hash two");

        let twin = person("ada@EXAMPLE");
        let error = people.insert(&twin, &"hash".into()).await.unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Conflict);
        assert!(error.concerns("account") && !format!("{error:?}").contains("ada@example"), "{error:?}");

        people.insert(&person("Aaron"), &"hash".into()).await.unwrap();
        let accounts: Vec<_> = people.list().await.unwrap().into_iter().map(|p| p.account).collect();
        assert_eq!(accounts, ["aaron", "ada@example"]);
        assert_eq!(people.count().await.unwrap(), 2);
        assert!(!people.update(&twin.id, "x", None, None).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn of_many_first_administrators_one_is_made() {
    each_database(|store| async move {
        let tries = (0..20).map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                store.people().insert_first(&person(&format!("admin{n}")), &"hash".into()).await.unwrap()
            })
        });
        let made = futures::future::join_all(tries.collect::<Vec<_>>()).await;
        assert_eq!(made.into_iter().filter(|made| *made.as_ref().unwrap()).count(), 1);
        assert_eq!(store.people().count().await.unwrap(), 1);
    })
    .await;
}

fn session(person: &portico_domain::people::Person, seen: i64) -> Session {
    Session {
        id: SessionId(new_id()),
        person: person.id.clone(),
        created: at(0),
        seen: at(seen),
        expires: at(100),
        user_agent: "Browser".into(),
        network: "192.0.2.0/24".into(),
    }
}

#[tokio::test]
async fn sessions_live_until_they_expire_or_are_ended() {
    each_database(|store| async move {
        let (ada, bob) = (person("ada"), person("bob"));
        for someone in [&ada, &bob] {
            store.people().insert(someone, &"hash".into()).await.unwrap();
        }
        let sessions = store.sessions();
        let (one, two, three, other) =
            (session(&ada, 1), session(&ada, 2), session(&ada, 3), session(&bob, 1));
        for (session, hash) in [(&one, "1"), (&two, "2"), (&three, "3"), (&other, "o")] {
            sessions.insert(session, hash).await.unwrap();
        }
        let (found, who) = sessions.by_token_hash("1", at(50)).await.unwrap().unwrap();
        assert_eq!((&found, &who), (&one, &ada));
        assert!(sessions.by_token_hash("1", at(100)).await.unwrap().is_none(), "expired");
        assert!(sessions.by_token_hash("unknown", at(50)).await.unwrap().is_none());

        sessions.touch(&one.id, at(60), at(200)).await.unwrap();
        assert_eq!(sessions.by_token_hash("1", at(150)).await.unwrap().unwrap().0.seen, at(60));
        let listed: Vec<_> = sessions.of_person(&ada.id, at(50)).await.unwrap();
        assert_eq!(listed.iter().map(|s| &s.id).collect::<Vec<_>>(), [&one.id, &three.id, &two.id]);

        assert!(!sessions.delete(&ada.id, &other.id).await.unwrap(), "not hers to end");
        assert!(sessions.delete(&ada.id, &three.id).await.unwrap());
        assert_eq!(sessions.delete_all_but(&ada.id, Some(&one.id)).await.unwrap(), 1);
        assert_eq!(sessions.purge_expired(at(150)).await.unwrap(), 1, "bob's");
        assert_eq!(sessions.delete_all_but(&ada.id, None).await.unwrap(), 1);
        assert!(sessions.by_token_hash("1", at(150)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_session_opens_only_with_the_password_that_somebody_has() {
    each_database(|store| async move {
        let ada = person("ada");
        let (people, sessions) = (store.people(), store.sessions());
        people.insert(&ada, &"old".into()).await.unwrap();
        let (mine, late) = (session(&ada, 1), session(&ada, 2));
        assert!(sessions.insert_by_password(&mine, "mine", &"old".into()).await.unwrap());
        assert!(people.change_password(&ada.id, &"old".into(), &"new".into(), &mine.id).await.unwrap());
        assert!(!sessions.insert_by_password(&late, "late", &"old".into()).await.unwrap());
        assert!(sessions.insert_by_password(&late, "late", &"new".into()).await.unwrap());

        let again = people.change_password(&ada.id, &"old".into(), &"newer".into(), &mine.id).await.unwrap();
        assert!(!again, "it is another one meanwhile");
        assert_eq!(sessions.of_person(&ada.id, at(50)).await.unwrap().len(), 2, "and nothing ended");
        assert!(people.change_password(&ada.id, &"new".into(), &"newer".into(), &mine.id).await.unwrap());
        assert_eq!(sessions.of_person(&ada.id, at(50)).await.unwrap(), [mine]);

        people.set_disabled(&ada.id, true).await.unwrap();
        assert!(!sessions.insert_by_password(&late, "late", &"newer".into()).await.unwrap(), "disabled");
        assert!(sessions.of_person(&ada.id, at(50)).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn of_sign_ins_and_a_change_at_once_no_session_of_the_old_password_is_left() {
    each_database(|store| async move {
        let ada = person("ada");
        store.people().insert(&ada, &"0".into()).await.unwrap();
        for round in 0..10 {
            let (before, after) = (round.to_string(), (round + 1).to_string());
            let sign_ins = (0..8).map(|n| {
                let (store, session, before) = (store.clone(), session(&ada, n), before.clone());
                tokio::spawn(async move {
                    let token = session.id.as_str().to_owned();
                    store.sessions().insert_by_password(&session, &token, &before.into()).await.unwrap()
                })
            });
            let sign_ins: Vec<_> = sign_ins.collect();
            let (people, none) = (store.people(), SessionId::new("none"));
            assert!(people.change_password(&ada.id, &before.into(), &after.into(), &none).await.unwrap());
            for sign_in in sign_ins {
                sign_in.await.unwrap();
            }
            assert!(store.sessions().of_person(&ada.id, at(50)).await.unwrap().is_empty(), "round {round}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_one_time_link_works_once_in_time_and_for_its_purpose() {
    each_database(|store| async move {
        let ada = person("ada");
        store.people().insert(&ada, &"hash".into()).await.unwrap();
        let links = store.one_time_links();
        links.insert("a", "set-up", None, at(100)).await.unwrap();
        links.insert("b", "sign-in", Some(&ada.id), at(100)).await.unwrap();
        assert!(links.consume("a", "sign-in", at(1)).await.unwrap().is_none(), "another purpose");
        assert!(links.consume("a", "set-up", at(100)).await.unwrap().is_none(), "too late");
        assert_eq!(links.peek("a", "set-up", at(1)).await.unwrap().unwrap().person, None);

        let tries = (0..20).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.one_time_links().consume("b", "sign-in", at(1)).await.unwrap() })
        });
        let got = futures::future::join_all(tries.collect::<Vec<_>>()).await;
        let got: Vec<_> = got.into_iter().filter_map(|got| got.unwrap()).collect();
        assert_eq!(got.len(), 1);
        assert_eq!(got[0].person, Some(ada.id.clone()));
        assert!(links.peek("b", "sign-in", at(1)).await.unwrap().is_none());

        assert_eq!(links.revoke("set-up").await.unwrap(), 1);
        assert!(links.peek("a", "set-up", at(1)).await.unwrap().is_none());
        assert_eq!(links.purge_expired(at(100)).await.unwrap(), 1);
    })
    .await;
}
