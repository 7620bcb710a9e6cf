//! How every change of a directory goes: intent, record in doubt, call, record settled.

use super::DirectoryEntry;
use crate::access::Administrator;
use crate::intents::{Errand, Turn};
use portico_domain::connections::Connection;
use portico_domain::refusals::{FieldRefusal, Kind, Refusal, Rule};
use portico_vendors::cloudroom::CloudRoom;
use portico_vendors::kit::VendorError;
use serde::Serialize;

/// 请求地址或参数错误: the only code that the document has for what is wrong with a directory's parameters.
const BAD_PARAMETER: &str = "400";

/// One change of the directory.
pub(super) struct Change<'a> {
    pub connection: &'a Connection,
    pub key: &'a str,
    /// For intent and audit log, such as `directory.user-create`.
    pub action: &'static str,
    /// The entry as it was, if there was one.
    pub before: Option<DirectoryEntry>,
    /// The entry as long as no answer has come.
    pub meanwhile: DirectoryEntry,
    /// The one field that can be to blame if the vendor only says that something is wrong.
    pub blamed: Option<&'static str>,
}

impl Administrator {
    /// Carries a change out once per key. `body` is what was asked for; `after` makes of the vendor's
    /// answer what the record says from then on, `None` if that is nothing.
    pub(super) async fn carry_out<T>(
        &self,
        change: Change<'_>,
        body: &impl Serialize,
        room: &CloudRoom,
        call: impl Future<Output = Result<T, VendorError>>,
        after: impl FnOnce(T) -> Option<DirectoryEntry>,
    ) -> Result<(), Refusal> {
        let errand = Errand {
            person: self.id(),
            key: change.key,
            action: change.action,
            connection: &change.connection.id,
        };
        match self.services.begin_errand(&errand, &(&change.connection.id, body)).await? {
            Turn::Before(outcome) => outcome,
            Turn::Ours(intent) => {
                let outcome = self.call_and_file(&change, room, call, after).await;
                self.services.settle(&intent, outcome.as_ref().copied()).await?;
                outcome
            }
        }
    }

    async fn call_and_file<T>(
        &self,
        change: &Change<'_>,
        room: &CloudRoom,
        call: impl Future<Output = Result<T, VendorError>>,
        after: impl FnOnce(T) -> Option<DirectoryEntry>,
    ) -> Result<(), Refusal> {
        let (connection, meanwhile) = (change.connection, &change.meanwhile);
        self.note_change(change, &meanwhile.id, "begun", &meanwhile.name).await?;
        self.file(connection, meanwhile).await?;
        let answer = call.await;
        match self.services.heed(connection, room, answer).await {
            Ok(told) => {
                let after = after(told);
                if after.as_ref().is_none_or(|after| after.id != meanwhile.id) {
                    self.unfile(connection, meanwhile).await?;
                }
                if let Some(after) = &after {
                    self.file(connection, after).await?;
                }
                let known = after.as_ref().unwrap_or(meanwhile);
                self.note_change(change, &known.id, "done", &known.name).await
            }
            Err(refusal) if refusal.kind == Kind::Unconfirmed => {
                self.note_change(change, &meanwhile.id, "unknown", &refusal.to_string()).await?;
                Err(refusal)
            }
            Err(refusal) => {
                match &change.before {
                    Some(before) => self.file(connection, before).await?,
                    None => self.unfile(connection, meanwhile).await?,
                }
                self.note_change(change, &meanwhile.id, "refused", &refusal.to_string()).await?;
                Err(blame(refusal, change.blamed))
            }
        }
    }

    async fn note_change(
        &self,
        change: &Change<'_>,
        subject: &str,
        outcome: &str,
        detail: &str,
    ) -> Result<(), Refusal> {
        self.services.note(Some(self.id()), change.action, subject, outcome, detail).await
    }
}

/// The vendor's words beside the field, where only one can be meant.
fn blame(mut refusal: Refusal, field: Option<&'static str>) -> Refusal {
    let vague = refusal.vendor.as_ref().is_some_and(|answer| answer.code == BAD_PARAMETER);
    if let (true, Some(field)) = (vague && refusal.fields.is_empty(), field) {
        refusal.fields.push(FieldRefusal::new(field, Rule::Vendor));
    }
    refusal
}
