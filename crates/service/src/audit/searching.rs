//! Looking through the audit log.

use crate::access::Administrator;
use crate::failures::stored;
use portico_domain::ids::PersonId;
use portico_domain::refusals::Refusal;
use portico_store::audit::{AuditFilter, ChainedLine};
use portico_store::cursor;
use std::collections::BTreeSet;

/// A line with what its ids are called today.
pub struct AuditRow {
    pub chained: ChainedLine,
    /// The name of who did it; absent for guests, for Portico itself, and once the account is deleted.
    pub person: Option<String>,
    /// What it was done to: the subject of a meeting, the name of a person; absent where there is none.
    pub subject: Option<String>,
}

impl Administrator {
    /// Lines in the order of time, the newest first, and where the next page begins. With a text, a page may
    /// be empty although there is a next one.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn search_audit(
        &self,
        filter: &AuditFilter,
        after: &str,
        limit: usize,
    ) -> Result<(Vec<AuditRow>, Option<String>), Refusal> {
        let audit = self.services.store().audit();
        let after = cursor::decode(after);
        let page = audit.search(filter, after.as_ref(), limit).await.map_err(stored)?;
        let lines = page.rows.iter().map(|chained| &chained.line);
        let ids: BTreeSet<&str> = lines
            .flat_map(|line| [Some(line.subject.as_str()), line.person.as_ref().map(PersonId::as_str)])
            .flatten()
            .collect();
        let ids: Vec<&str> = ids.into_iter().filter(|id| !id.is_empty()).collect();
        let names = audit.names(&ids).await.map_err(stored)?;
        let row = |chained: &ChainedLine| AuditRow {
            person: chained.line.person.as_ref().and_then(|id| names.get(id.as_str()).cloned()),
            subject: names.get(&chained.line.subject).cloned(),
            chained: chained.clone(),
        };
        Ok((page.rows.iter().map(row).collect(), page.next.as_ref().map(cursor::encode)))
    }
}
