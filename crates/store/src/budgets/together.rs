//! Places for a crowd: those who want one at the same moment take theirs in one statement.

use super::{Budgets, Calls};
use crate::desk::{Desk, Wish, served};
use crate::error::{StoreError, StoreErrorKind};
use crate::{Result, Store};
use portico_domain::ids::ConnectionId;
use portico_domain::time::Timestamp;

pub(crate) struct PlaceWish {
    now: Timestamp,
    spacing_millis: i64,
}

pub(crate) type PlaceDesk = Desk<(ConnectionId, Calls), PlaceWish, Result<Timestamp>>;

impl Budgets<'_> {
    /// Takes the next place that is free, however late it is: as [`Budgets::take`], but those who come at the
    /// same moment share a statement.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_together(
        &self,
        connection: &ConnectionId,
        calls: Calls,
        now: Timestamp,
        spacing_millis: i64,
    ) -> Result<Timestamp> {
        let (store, key) = (self.store.clone(), (connection.clone(), calls));
        let serve = move |wishes| give(store.clone(), key.clone(), wishes);
        let wish = PlaceWish { now, spacing_millis };
        served(self.store.desks().places.ask((connection.clone(), calls), wish, serve)).await
    }
}

async fn give(
    store: Store,
    (connection, calls): (ConnectionId, Calls),
    wishes: Vec<Wish<PlaceWish, Result<Timestamp>>>,
) {
    // Nobody gets a place before their own time, and none too close to the next one.
    let now = wishes.iter().map(|wish| wish.what.now).max().unwrap_or_default();
    let spacing = wishes.iter().map(|wish| wish.what.spacing_millis).max().unwrap_or_default();
    let any = Timestamp::from_millis(i64::MAX);
    let many = i64::try_from(wishes.len()).unwrap_or(i64::MAX);
    let taken = store.budgets().take_many(&connection, calls, now, spacing, any, many).await;
    let none = || StoreError::new(StoreErrorKind::Other, "a budget without an end gave no place");
    let taken = taken.and_then(|places| places.ok_or_else(none));
    for (nth, wish) in (0..).zip(wishes) {
        wish.grant(taken.as_ref().map(|places| places.nth(nth)).map_err(Clone::clone));
    }
}
