//! Places that all replicas share: each is given once, and none comes too early.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::time::Timestamp;
use portico_store::Store;
use portico_store::budgets::Calls;
use support::{at, connection, each_database, each_url, ground, unlocked};

/// Milliseconds after [`at`] the given second.
fn later(seconds: i64, millis: i64) -> Timestamp {
    Timestamp::from_millis(at(seconds).millis() + millis)
}

async fn join(store: &Store, id: &portico_domain::ids::ConnectionId, now: Timestamp) -> Timestamp {
    store.budgets().take(id, Calls::Join, now, 55, at(80_000)).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_hundred_at_once_get_a_hundred_places_one_spacing_apart() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let crowd: Vec<_> = (0..100)
            .map(|_| {
                let (store, id) = (store.clone(), connection.id.clone());
                tokio::spawn(async move { join(&store, &id, at(0)).await })
            })
            .collect();
        let mut places = Vec::new();
        for one in crowd {
            places.push(one.await.unwrap());
        }
        places.sort_unstable();
        let wanted: Vec<_> = (0..100).map(|n| later(0, n * 55)).collect();
        assert_eq!(places, wanted);
        // Nobody came for a while: the next place is now, not then.
        assert_eq!(join(&store, &connection.id, at(60)).await, at(60));
        assert_eq!(join(&store, &connection.id, at(60)).await, later(60, 55));
    })
    .await;
}

/// Three hundred at once, on two replicas; the places they got, in order.
async fn crowd(
    replicas: [&Store; 2],
    id: &portico_domain::ids::ConnectionId,
    now: Timestamp,
) -> Vec<Timestamp> {
    let crowd: Vec<_> = (0..300)
        .map(|n| {
            let (store, id) = (replicas[n % 2].clone(), id.clone());
            tokio::spawn(
                async move { store.budgets().take_together(&id, Calls::Join, now, 55).await.unwrap() },
            )
        })
        .collect();
    let mut places = Vec::new();
    for one in crowd {
        places.push(one.await.unwrap());
    }
    places.sort_unstable();
    places
}

#[tokio::test]
async fn a_crowd_on_two_replicas_gets_as_many_places_and_none_twice() {
    each_url(async |url| {
        let (store, other) = (unlocked(&url).await, unlocked(&url).await);
        let (_, connection) = ground(&store).await;
        let places = crowd([&store, &other], &connection.id, at(0)).await;
        let wanted: Vec<_> = (0..300).map(|n| later(0, n * 55)).collect();
        assert_eq!(places, wanted);
        assert_eq!(
            join(&store, &connection.id, at(0)).await,
            later(0, 300 * 55),
            "and the next one comes after"
        );
        // A vendor that asks for fewer calls gets fewer of a crowd, too.
        store.budgets().slow_down(&connection.id, Calls::Join, at(60), at(60), at(120)).await.unwrap();
        let places = crowd([&store, &other], &connection.id, at(60)).await;
        let wanted: Vec<_> = (0..300).map(|n| later(60, n * 110)).collect();
        assert_eq!(places, wanted);
        store.close().await;
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn several_places_at_once_lie_as_far_apart_as_if_taken_one_by_one() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let (id, budgets) = (&connection.id, store.budgets());
        let many = async |now, latest, many| {
            budgets.take_many(id, Calls::Join, now, 55, latest, many).await.unwrap()
        };
        let first = many(at(0), at(0), 3).await.unwrap();
        assert_eq!([0, 1, 2].map(|n| first.nth(n)), [at(0), later(0, 55), later(0, 110)]);
        assert_eq!(join(&store, id, at(0)).await, later(0, 165));
        assert_eq!(many(at(0), later(0, 219), 3).await, None, "the first would be too late");
        assert_eq!(many(at(0), later(0, 220), 3).await.map(|places| places.first), Some(later(0, 220)));
    })
    .await;
}

#[tokio::test]
async fn budgets_are_apart_and_refuse_what_comes_too_late() {
    each_database(|store| async move {
        let (_, first) = ground(&store).await;
        let second = connection("second");
        store.connections().insert(&second, &"secret".into()).await.unwrap();
        let budgets = store.budgets();
        let list = async |id, latest| budgets.take(id, Calls::List, at(0), 1000, latest).await.unwrap();
        assert_eq!(list(&first.id, at(0)).await, Some(at(0)));
        assert_eq!(list(&first.id, later(0, 999)).await, None);
        assert_eq!(list(&first.id, at(1)).await, Some(at(1)), "the refusal took no place");
        assert_eq!(list(&first.id, at(1)).await, None);
        assert_eq!(list(&second.id, at(0)).await, Some(at(0)));
        assert_eq!(join(&store, &first.id, at(0)).await, at(0));
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_was_wrong_leaves_no_queue_behind() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let year_on = at(365 * 86_400);
        let budgets = store.budgets();
        let taken = budgets.take(&connection.id, Calls::Join, year_on, 55, year_on).await.unwrap();
        assert_eq!(taken, Some(year_on));
        assert_eq!(join(&store, &connection.id, at(0)).await, at(0));
        assert_eq!(join(&store, &connection.id, at(0)).await, later(0, 55));
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_asks_for_fewer_calls_gets_fewer_for_a_while() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let (id, budgets) = (&connection.id, store.budgets());
        assert_eq!(join(&store, id, at(0)).await, at(0));
        assert_eq!(budgets.slowed_since(id, Calls::Join, at(0)).await.unwrap(), None);
        budgets.slow_down(id, Calls::Join, at(1), at(2), at(61)).await.unwrap();
        assert_eq!(budgets.slowed_since(id, Calls::Join, at(1)).await.unwrap(), Some(at(1)));
        assert_eq!(budgets.slowed_since(id, Calls::List, at(1)).await.unwrap(), None);
        assert_eq!(join(&store, id, at(1)).await, at(2), "none before the vendor wants to hear from us");
        assert_eq!(join(&store, id, at(2)).await, later(2, 110), "half as many");
        // Refusals of the same moment count once, a later one again.
        budgets.slow_down(id, Calls::Join, at(3), at(3), at(61)).await.unwrap();
        assert_eq!(budgets.slowed_since(id, Calls::Join, at(3)).await.unwrap(), Some(at(1)));
        for (second, apart) in [(12, 220), (23, 440), (34, 440)] {
            budgets.slow_down(id, Calls::Join, at(second), at(second), at(70)).await.unwrap();
            let first = join(&store, id, at(second)).await;
            assert_eq!(join(&store, id, at(second)).await.since(first), apart);
        }
        let first = join(&store, id, at(70)).await;
        assert_eq!((first, join(&store, id, at(70)).await), (at(70), later(70, 55)), "it is over");
    })
    .await;
}

#[tokio::test]
async fn of_places_given_before_only_some_pass() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let (id, budgets) = (&connection.id, store.budgets());
        budgets.slow_down(id, Calls::Join, at(0), at(1), at(60)).await.unwrap();
        let pass = async |now| budgets.pass(id, Calls::Join, now, 55).await.unwrap();
        assert!(!pass(later(0, 999)).await);
        let mut passed = 0;
        for n in 0..100 {
            passed += i64::from(pass(later(1, n * 55)).await);
        }
        assert_eq!(passed, 50);
    })
    .await;
}

#[tokio::test]
async fn a_place_is_used_once() {
    each_database(|store| async move {
        let budgets = store.budgets();
        assert!(budgets.spend_place("a", at(1)).await.unwrap());
        assert!(!budgets.spend_place("a", at(1)).await.unwrap());
        assert!(budgets.spend_place("b", at(2)).await.unwrap());
        assert_eq!(budgets.purge_places(at(2)).await.unwrap(), 1);
        assert!(budgets.spend_place("a", at(1)).await.unwrap());
        assert!(!budgets.spend_place("b", at(2)).await.unwrap());
    })
    .await;
}
