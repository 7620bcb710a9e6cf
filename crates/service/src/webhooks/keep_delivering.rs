//! Delivering without anybody asking. Each address has a task of its own, so that one that hangs holds up
//! nobody but itself.

use crate::Services;
use portico_domain::ids::WebhookId;
use portico_domain::refusals::Refusal;
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// What another replica wrote, and what waits for its next try, is found within this time.
const TICK: Duration = Duration::from_secs(3);
/// Writes that come close upon each other are looked at together.
const SETTLE: Duration = Duration::from_millis(200);

type Running = HashMap<WebhookId, JoinHandle<()>>;

impl Services {
    /// Until the server stops; what is on its way then is finished.
    pub(crate) async fn keep_delivering(self, mut stopped: watch::Receiver<bool>) {
        let mut running = Running::new();
        let mut writes = self.store().watch_writes();
        loop {
            writes.mark_unchanged();
            if let Err(refusal) = self.start_delivering(&mut running, &stopped).await {
                tracing::warn!(%refusal, "events could not be looked for; they will be later");
            }
            let rest = async {
                if timeout(TICK, writes.changed()).await.is_ok() {
                    sleep(SETTLE).await;
                }
            };
            tokio::select! {
                () = rest => {}
                _ = stopped.changed() => break,
            }
        }
        for (_, task) in running {
            let _ = task.await;
        }
    }

    async fn start_delivering(
        &self,
        running: &mut Running,
        stopped: &watch::Receiver<bool>,
    ) -> Result<(), Refusal> {
        running.retain(|_, task| !task.is_finished());
        for id in self.store().webhooks().due(self.now()).await.map_err(crate::failures::stored)? {
            if running.contains_key(&id) {
                continue;
            }
            let (services, stopped, name) = (self.clone(), stopped.clone(), id.clone());
            let task = tokio::spawn(async move {
                if let Err(refusal) = services.deliver_to(&name, stopped).await {
                    tracing::warn!(%refusal, webhook = %name, "events could not be sent; they will be later");
                }
            });
            running.insert(id, task);
        }
        Ok(())
    }
}
