//! Counting the uses of links: those who come at the same moment are counted in one statement.

use super::Links;
use crate::desk::{Desk, Wish, served};
use crate::{Result, Store};
use portico_domain::ids::LinkId;
use portico_domain::time::Timestamp;

/// When a use is wanted, and whether there was one.
pub(crate) type UseDesk = Desk<LinkId, Timestamp, Result<bool>>;

impl Links<'_> {
    /// Counts one use, if the link is neither revoked nor expired nor used up. Of many at once only as
    /// many succeed as there are uses left.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn use_once(&self, id: &LinkId, now: Timestamp) -> Result<bool> {
        let (store, link) = (self.store.clone(), id.clone());
        let serve = move |wishes| count(store.clone(), link.clone(), wishes);
        served(self.store.desks().uses.ask(id.clone(), now, serve)).await
    }

    /// Counts so many uses, or none if there are not so many left.
    async fn use_many(&self, id: &LinkId, now: Timestamp, many: i64) -> Result<bool> {
        const SQL: &str = "UPDATE join_links SET uses = uses + $3 WHERE id = $1 AND revoked_at IS NULL \
            AND (expires_at IS NULL OR expires_at > $2) AND (most_uses IS NULL OR uses + $3 <= most_uses)";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(now.millis())
            .bind(many)
            .execute(pool))?;
        Ok(done > 0)
    }

    /// Gives a use back, when the vendor then refused the join.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn give_back(&self, id: &LinkId) -> Result<()> {
        const SQL: &str = "UPDATE join_links SET uses = uses - 1 WHERE id = $1 AND uses > 0";
        changing!(self.store, |pool| sqlx::query(SQL).bind(id.as_str()).execute(pool)).map(drop)
    }
}

/// All of them if there are enough uses for all, else one by one as long as there are.
async fn count(store: Store, link: LinkId, wishes: Vec<Wish<Timestamp, Result<bool>>>) {
    let now = wishes.iter().map(|wish| wish.what).max().unwrap_or_default();
    let many = i64::try_from(wishes.len()).unwrap_or(i64::MAX);
    let mut outcome = store.links().use_many(&link, now, many).await;
    let each = many > 1 && outcome == Ok(false);
    let mut left = true;
    for wish in wishes {
        if each {
            outcome = match left {
                true => store.links().use_many(&link, wish.what, 1).await,
                false => Ok(false),
            };
            left = outcome != Ok(false);
        }
        wish.grant(outcome.clone());
    }
}
