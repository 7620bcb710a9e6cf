//! People who sign in through an identity provider, and sign-ins that are under way.

mod support;

use portico_domain::people::Role;
use portico_store::StoreErrorKind;
use portico_store::pending_sign_ins::PendingSignIn;
use portico_store::people::governing::Governed;
use secrecy::ExposeSecret;
use support::{at, each_database, person};

const ISSUER: &str = "https://id.example";

#[tokio::test]
async fn an_identity_is_one_persons_by_issuer_and_subject() {
    each_database(|store| async move {
        let identities = store.identities();
        assert_eq!(identities.person(ISSUER, "1").await.unwrap(), None);
        let ada = person("ada");
        identities.insert(&ada, ISSUER, "1").await.unwrap();
        assert_eq!(identities.person(ISSUER, "1").await.unwrap(), Some(ada.clone()));
        for (issuer, subject) in [("https://id.example/", "1"), ("https://ID.example", "1"), (ISSUER, "2")] {
            assert_eq!(identities.person(issuer, subject).await.unwrap(), None, "{issuer} {subject}");
        }
        let hash = store.people().password_hash(&ada.id).await.unwrap().unwrap();
        assert_eq!(hash.expose_secret(), "", "there is no password");
        assert_eq!(identities.people().await.unwrap(), std::slice::from_ref(&ada.id));
        assert!(store.people().without_password().await.unwrap().is_empty(), "nobody waits for one");
    })
    .await;
}

#[tokio::test]
async fn a_taken_account_or_identity_leaves_nothing_behind() {
    each_database(|store| async move {
        let identities = store.identities();
        store.people().insert(&person("ada"), &"hash".into()).await.unwrap();
        let error = identities.insert(&person("Ada"), ISSUER, "1").await.unwrap_err();
        assert!(error.kind() == StoreErrorKind::Conflict && error.concerns("account"), "{error}");
        assert_eq!(identities.person(ISSUER, "1").await.unwrap(), None);

        identities.insert(&person("first"), ISSUER, "1").await.unwrap();
        let error = identities.insert(&person("second"), ISSUER, "1").await.unwrap_err();
        assert!(error.kind() == StoreErrorKind::Conflict && !error.concerns("account"), "{error}");
        assert_eq!(store.people().by_account("second").await.unwrap().map(|found| found.0), None);
    })
    .await;
}

#[tokio::test]
async fn who_administers_without_a_password_counts_and_is_deleted_whole() {
    each_database(|store| async move {
        let (people, identities) = (store.people(), store.identities());
        let mut ada = person("ada");
        ada.role = Role::Administrator;
        identities.insert(&ada, ISSUER, "1").await.unwrap();
        assert_eq!(people.set_role(&ada.id, Role::Viewer).await.unwrap(), Governed::LastAdministrator);
        let mut bob = person("bob");
        bob.role = Role::Administrator;
        people.insert(&bob, &"hash".into()).await.unwrap();
        assert_eq!(people.set_disabled(&bob.id, true).await.unwrap(), Governed::Done, "ada is left");
        assert_eq!(people.set_disabled(&bob.id, false).await.unwrap(), Governed::Done);
        assert_eq!(people.delete(&ada.id, &bob.id).await.unwrap(), Governed::Done);
        assert_eq!(identities.person(ISSUER, "1").await.unwrap(), None);
    })
    .await;
}

fn pending<'a>(state_hash: &'a str, expires: i64) -> PendingSignIn<'a> {
    PendingSignIn { state_hash, browser_hash: "browser", provider: "corp", next: "/x", expires: at(expires) }
}

#[tokio::test]
async fn a_pending_sign_in_is_taken_once_by_its_own_browser() {
    each_database(|store| async move {
        let pendings = store.pending_sign_ins();
        pendings.insert(pending("state", 600)).await.unwrap();
        for (state, browser, provider, now) in [
            ("other", "browser", "corp", 0),
            ("state", "other", "corp", 0),
            ("state", "browser", "other", 0),
            ("state", "browser", "corp", 600),
        ] {
            let taken = pendings.take(state, browser, provider, at(now)).await.unwrap();
            assert_eq!(taken, None, "{state} {browser} {provider} {now}");
        }
        let tries = (0..20).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                store.pending_sign_ins().take("state", "browser", "corp", at(599)).await.unwrap()
            })
        });
        let taken = futures::future::join_all(tries.collect::<Vec<_>>()).await;
        let taken: Vec<String> = taken.into_iter().filter_map(Result::unwrap).collect();
        assert_eq!(taken, ["/x"]);

        pendings.insert(pending("old", 10)).await.unwrap();
        pendings.insert(pending("new", 20)).await.unwrap();
        assert_eq!(pendings.purge_expired(at(10)).await.unwrap(), 1);
        assert!(pendings.take("new", "browser", "corp", at(10)).await.unwrap().is_some());
    })
    .await;
}
