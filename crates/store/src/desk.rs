//! Serving together those who come at the same moment for the same thing.
//!
//! The first is served at once. Whoever comes meanwhile waits, and all of them are served next, together: so a
//! crowd costs a few commits instead of one for each. Nobody waits for others to come.

use crate::Result;
use crate::error::{StoreError, StoreErrorKind};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// So many are served together at most, so that what else wants to write is not held up for long.
const MOST: usize = 256;

/// Something wanted, and where the answer goes.
pub(crate) struct Wish<W, A> {
    pub what: W,
    pub answer: oneshot::Sender<A>,
}

impl<W, A> Wish<W, A> {
    /// Whoever wanted it may have gone away.
    pub fn grant(self, answer: A) {
        let _ = self.answer.send(answer);
    }
}

type Waiting<K, W, A> = HashMap<K, Vec<Wish<W, A>>>;

/// Those who wait, by what they wait for. A key stands here while its wishes are being served.
pub(crate) struct Desk<K, W, A>(Arc<Mutex<Waiting<K, W, A>>>);

impl<K, W, A> Clone for Desk<K, W, A> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K, W, A> Default for Desk<K, W, A> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K, W, A> Desk<K, W, A>
where
    K: Clone + Eq + Hash + Send + 'static,
    W: Send + 'static,
    A: Send + 'static,
{
    /// Has `serve` grant `what`, with others or alone; it does so although the caller may go away. The answer
    /// comes to what is returned, or breaks off if serving does.
    pub fn ask<S, F>(&self, key: K, what: W, serve: S) -> oneshot::Receiver<A>
    where
        S: Fn(Vec<Wish<W, A>>) -> F + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let (answer, granted) = oneshot::channel();
        if let Some(attendant) = self.queue(key, Wish { what, answer }) {
            tokio::spawn(attendant.attend(serve));
        }
        granted
    }

    /// Somebody to serve, unless somebody does.
    fn queue(&self, key: K, wish: Wish<W, A>) -> Option<Attendant<K, W, A>> {
        match self.lock().entry(key) {
            Entry::Occupied(mut waiting) => {
                waiting.get_mut().push(wish);
                None
            }
            Entry::Vacant(place) => {
                let key = place.key().clone();
                place.insert(vec![wish]);
                Some(Attendant { desk: self.clone(), key, left: false })
            }
        }
    }
}

impl<K, W, A> Desk<K, W, A> {
    fn lock(&self) -> MutexGuard<'_, Waiting<K, W, A>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until nobody waits.
struct Attendant<K: Eq + Hash, W, A> {
    desk: Desk<K, W, A>,
    key: K,
    left: bool,
}

impl<K: Eq + Hash, W, A> Attendant<K, W, A> {
    async fn attend<F: Future<Output = ()>>(mut self, serve: impl Fn(Vec<Wish<W, A>>) -> F) {
        while let Some(wishes) = self.next() {
            serve(wishes).await;
        }
    }

    /// Those who wait, as far as they still do.
    fn next(&mut self) -> Option<Vec<Wish<W, A>>> {
        let mut desk = self.desk.lock();
        let waiting = desk.get_mut(&self.key)?;
        waiting.retain(|wish| !wish.answer.is_closed());
        if waiting.is_empty() {
            self.left = true;
            desk.remove(&self.key);
            return None;
        }
        let many = waiting.len().min(MOST);
        Some(waiting.drain(..many).collect())
    }
}

impl<K: Eq + Hash, W, A> Drop for Attendant<K, W, A> {
    /// If serving broke off, those who wait must not wait for ever.
    fn drop(&mut self) {
        if !self.left {
            self.desk.lock().remove(&self.key);
        }
    }
}

/// What is wanted of the database by many at once.
#[derive(Default)]
pub(crate) struct Desks {
    pub places: crate::budgets::PlaceDesk,
    pub uses: crate::links::UseDesk,
    pub lines: crate::audit::LineDesk,
}

/// What was asked for at a desk, if it was served at all.
pub(crate) async fn served<T>(answer: oneshot::Receiver<Result<T>>) -> Result<T> {
    let broken = |_| StoreError::new(StoreErrorKind::Unavailable, "not served");
    answer.await.map_err(broken)?
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::Semaphore;

    /// Who were served together, each time a permit is given.
    fn log(
        gate: &Arc<Semaphore>,
        log: &Arc<Mutex<Vec<usize>>>,
    ) -> impl Fn(Vec<Wish<u32, u32>>) -> futures::future::BoxFuture<'static, ()> + Clone + use<> {
        let (gate, log) = (gate.clone(), log.clone());
        move |wishes| {
            let (gate, log) = (gate.clone(), log.clone());
            Box::pin(async move {
                gate.acquire().await.unwrap().forget();
                log.lock().unwrap().push(wishes.len());
                for wish in wishes {
                    assert_ne!(wish.what, 13, "a fault");
                    let double = wish.what * 2;
                    wish.grant(double);
                }
            })
        }
    }

    #[tokio::test]
    async fn those_who_come_while_one_is_served_are_served_together() {
        let (gate, served) = (Arc::new(Semaphore::new(0)), Arc::default());
        let desk = Desk::default();
        let crowd: Vec<_> = (0..600)
            .map(|n| {
                let (desk, serve) = (desk.clone(), log(&gate, &served));
                tokio::spawn(async move { desk.ask((), 1000 + n, serve).await.ok() })
            })
            .collect();
        tokio::task::yield_now().await;
        gate.add_permits(100);
        for (n, one) in (0..).zip(crowd) {
            assert_eq!(one.await.unwrap(), Some(2 * (1000 + n)));
        }
        let served = served.lock().unwrap().clone();
        assert_eq!(served.iter().sum::<usize>(), 600);
        assert!(served.len() <= 4 && served.iter().all(|many| *many <= MOST), "{served:?}");
        assert!(desk.lock().is_empty(), "nothing is left behind");
    }

    #[tokio::test]
    async fn who_went_away_is_not_served_and_a_fault_holds_nobody_up() {
        let (gate, served) = (Arc::new(Semaphore::new(0)), Arc::default());
        let desk: Desk<&str, u32, u32> = Desk::default();
        let ask = |key, what| {
            let (desk, serve) = (desk.clone(), log(&gate, &served));
            tokio::spawn(async move { desk.ask(key, what, serve).await.ok() })
        };
        let (faulty, gone, other) = (ask("a", 13), ask("a", 2), ask("b", 3));
        tokio::task::yield_now().await;
        gone.abort();
        let _ = gone.await;
        gate.add_permits(10);
        assert_eq!(faulty.await.unwrap(), None);
        assert_eq!(other.await.unwrap(), Some(6));
        assert_eq!(ask("a", 4).await.unwrap(), Some(8), "the next one is served again");
        assert!(desk.lock().is_empty());
    }
}
