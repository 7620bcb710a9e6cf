//! Sends a call, or waits for one that is under way already and asks the same: however many scripts look at a
//! meeting at once, its vendor is asked once.

use super::{Passed, is_weighty};
use crate::Services;
use crate::registry::Client;
use crate::secrets::Secrets;
use futures::FutureExt;
use futures::future::{BoxFuture, Shared, WeakShared};
use portico_domain::connections::Connection;
use portico_domain::ids::ConnectionId;
use portico_vendors::kit::VendorError;
use portico_vendors::kit::templates::{Forwarded, Rebuilt, RebuiltBody};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::{self, Handle};

/// What is asked, and by whom it may be asked together.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Question {
    connection: ConnectionId,
    operation: &'static str,
    /// The path and the parameters.
    line: String,
    /// Whoever has changed something here sees it in the next answer: a question from before is another one.
    writes: u64,
    /// The very client that asks, and with it the address and the secrets: it lives as long as the question.
    client: usize,
    /// Waking another thread's runtime would cost more than it saves.
    home: runtime::Id,
}

/// The questions that are being asked.
#[derive(Default)]
pub(crate) struct UnderWay(Mutex<HashMap<Question, WeakShared<BoxFuture<'static, Passed>>>>);

/// Takes a question off the list, whether it was answered or nobody waits for it any more.
struct Asking {
    services: Services,
    question: Question,
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.services.inner.under_way.forget(&self.question);
    }
}

impl UnderWay {
    fn forget(&self, question: &Question) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(question);
    }

    /// The same question as it is being asked, or else `ask`.
    fn join(
        &self,
        question: Question,
        ask: impl FnOnce() -> Shared<BoxFuture<'static, Passed>>,
    ) -> Shared<BoxFuture<'static, Passed>> {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(asked) = under_way.get(&question).and_then(WeakShared::upgrade) {
            return asked;
        }
        let asked = ask();
        if let Some(weak) = asked.downgrade() {
            under_way.insert(question, weak);
        }
        asked
    }
}

impl Services {
    /// Sends a call to its vendor, and notes how that did.
    ///
    /// # Errors
    /// There is no answer in the vendor's own words.
    pub(super) async fn pass_on(
        &self,
        connection: Arc<Connection>,
        reached: Arc<(Client, Secrets)>,
        call: Rebuilt,
    ) -> Passed {
        if is_weighty(call.template) || !matches!(call.body, RebuiltBody::None) {
            return Box::pin(self.send_call(&connection, &reached, call)).await;
        }
        let question = self.question(&connection, &reached.0, &call);
        let (services, same) = (self.clone(), question.clone());
        let ask = move || {
            let asking = Asking { services, question: same };
            let work = async move { asking.services.send_call(&connection, &reached, call).await };
            work.boxed().shared()
        };
        self.inner.under_way.join(question, ask).await
    }

    fn question(&self, connection: &Connection, client: &Client, call: &Rebuilt) -> Question {
        let mut line = call.segments.join("/");
        for (name, value) in &call.query {
            for part in ["\n", name, "=", value] {
                line.push_str(part);
            }
        }
        Question {
            connection: connection.id.clone(),
            operation: call.template.name(),
            line,
            writes: self.writes(),
            client: client.identity(),
            home: Handle::current().id(),
        }
    }

    async fn send_call(&self, connection: &Connection, reached: &(Client, Secrets), call: Rebuilt) -> Passed {
        let client = &reached.0;
        let outcome = forward(client, call).await;
        self.heed(connection, &**client, outcome).await.map(Arc::new)
    }
}

async fn forward(client: &Client, call: Rebuilt) -> Result<Forwarded, VendorError> {
    match client {
        Client::Cloudroom(client) => client.forward(call).await,
        Client::Vmr(client) => client.forward(call).await,
        Client::Webapi(client) => client.forward(call).await,
    }
}
