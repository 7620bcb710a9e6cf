//! The declaration of one vendor operation: everything about it that is not shared.

use super::fields::Unreadable;
use super::multipart::Form;
use http::Method;
use jiff::tz::TimeZone;
use portico_domain::time::Timestamp;
use serde_json::Value;

/// What a reader of replies needs besides the reply.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The zone of times that name none.
    pub zone: TimeZone,
    pub now: Timestamp,
}

/// Whose secret authorises a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedBy {
    /// The connection's own.
    Account,
    /// One that stands above all accounts, kept apart from the connection's own.
    Platform,
    /// Either, as the connection says for people and departments.
    Directory,
}

/// One operation of a vendor.
pub trait Operation: Sync {
    /// Noun and verb, for logs and budgets.
    const NAME: &'static str;
    const METHOD: Method;
    /// The section of the vendor's document.
    const DOC: &'static str;
    /// Does it count against the vendor's limit on list calls?
    const IS_LIST: bool = false;
    /// Does it let somebody in? Such calls come before others.
    const JOINS: bool = false;
    /// Does it change anything at the vendor?
    const CHANGES: bool = false;
    /// May it be sent again when no answer came?
    const REPEATABLE: bool = false;
    /// Whose secret authorises it?
    const SIGNED_BY: SignedBy = SignedBy::Account;

    type Reply;

    /// What follows the base address: segments without slashes, already known to be harmless, not yet
    /// percent-encoded.
    fn path(&self) -> Vec<String>;

    /// Names and values, not yet percent-encoded.
    fn query(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    fn body(&self) -> Option<Value> {
        None
    }

    /// The fields of a body that is a form instead of JSON.
    fn form(&self) -> Option<Form> {
        None
    }

    /// # Errors
    /// The place where the reply cannot be read.
    fn read(&self, reply: &Value, reading: &Reading) -> Result<Self::Reply, Unreadable>;
}

/// The constants of an operation, as a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub name: &'static str,
    pub method: Method,
    pub doc: &'static str,
    pub is_list: bool,
    pub joins: bool,
    pub changes: bool,
    pub repeatable: bool,
    pub signed_by: SignedBy,
}

impl Facts {
    pub const fn of<O: Operation>() -> Self {
        Self {
            name: O::NAME,
            method: O::METHOD,
            doc: O::DOC,
            is_list: O::IS_LIST,
            joins: O::JOINS,
            changes: O::CHANGES,
            repeatable: O::REPEATABLE,
            signed_by: O::SIGNED_BY,
        }
    }
}
