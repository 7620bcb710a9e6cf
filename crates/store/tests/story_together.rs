//! Writes that come at the same moment share a commit, and each stands or falls by itself.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::ids::ConnectionId;
use portico_store::StoreErrorKind;
use support::{connection, each_url, unlocked};

#[tokio::test]
async fn one_that_breaks_a_rule_takes_no_other_with_it() {
    each_url(async |url| {
        let replicas = [unlocked(&url).await, unlocked(&url).await];
        // Each of fifty is written four times at once, on two replicas: it succeeds once.
        let tries = (0..200).map(|n| {
            let store = replicas[n % 2].clone();
            tokio::spawn(async move {
                let mut wanted = connection(&format!("{}", n / 4));
                wanted.id = ConnectionId(format!("00000000-0000-7000-8000-{:012}", n / 4));
                let written = store.connections().insert(&wanted, &"secret".into()).await;
                // Whoever hears that it stands finds it.
                let found = store.connections().by_id(&wanted.id).await.unwrap();
                assert!(written.is_err() || found.is_some());
                written.map_err(|error| error.kind())
            })
        });
        let outcomes = futures::future::join_all(tries.collect::<Vec<_>>()).await;
        for four in outcomes.chunks(4) {
            let four: Vec<_> = four.iter().map(|one| *one.as_ref().unwrap()).collect();
            assert_eq!(four.iter().filter(|one| one.is_ok()).count(), 1, "{four:?}");
            assert!(four.iter().all(|one| matches!(one, Ok(()) | Err(StoreErrorKind::Conflict))), "{four:?}");
        }
        assert_eq!(replicas[0].connections().list().await.unwrap().len(), 50);
        for store in replicas {
            store.close().await;
        }
    })
    .await;
}
