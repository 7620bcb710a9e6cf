//! API tokens: what a script may do in the name of a person.

use crate::ids::{ConnectionId, PersonId, TokenId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// What every token begins with, so that people and scanners of leaked secrets recognise one.
pub const TOKEN_PREFIX: &str = "portico_";

/// One thing that a token allows. Its person's role decides too: a token never allows more than that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scope {
    /// See meetings, series, live state and connections.
    ReadMeetings,
    /// Schedule, change, end and cancel meetings.
    WriteMeetings,
    /// Make, see and revoke join links; see passwords, PINs and entry addresses in proxied answers.
    Join,
    /// See, download and delete recordings; see their addresses in proxied answers.
    Recordings,
    /// Read rooms and contacts; administrators also change users, departments and companies.
    Directory,
    /// Manage webhooks. Only administrators may.
    Webhooks,
}

impl Scope {
    pub const ALL: [Scope; 6] = [
        Scope::ReadMeetings,
        Scope::WriteMeetings,
        Scope::Join,
        Scope::Recordings,
        Scope::Directory,
        Scope::Webhooks,
    ];

    /// As it stands in a token's list of scopes.
    pub const fn name(self) -> &'static str {
        match self {
            Scope::ReadMeetings => "meetings:read",
            Scope::WriteMeetings => "meetings:write",
            Scope::Join => "join",
            Scope::Recordings => "recordings",
            Scope::Directory => "directory",
            Scope::Webhooks => "webhooks",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// Leave to send operations of one connection's vendor through the proxy.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProxyGrant {
    pub connection: ConnectionId,
    /// Such as `conference.query`; absent = all that need not be named one by one.
    pub operation: Option<String>,
}

impl ProxyGrant {
    const KIND: &'static str = "proxy:";
    const ALL: &'static str = "*";

    /// Reads `proxy:<connection>:<operation>` or `proxy:<connection>:*`.
    pub fn from_name(name: &str) -> Option<Self> {
        let (connection, operation) = name.strip_prefix(Self::KIND)?.split_once(':')?;
        let plain = |text: &str| {
            let harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
            (1..=64).contains(&text.len()) && text.bytes().all(harmless)
        };
        if !plain(connection) || !(operation == Self::ALL || plain(operation)) {
            return None;
        }
        let operation = (operation != Self::ALL).then(|| operation.to_owned());
        Some(Self { connection: ConnectionId::new(connection), operation })
    }
}

impl fmt::Display for ProxyGrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation.as_deref().unwrap_or(Self::ALL);
        write!(f, "{}{}:{operation}", Self::KIND, self.connection)
    }
}

/// Everything that a token allows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scopes {
    pub plain: BTreeSet<Scope>,
    pub proxy: BTreeSet<ProxyGrant>,
}

/// A word that is no scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAScope;

impl Scopes {
    /// Reads the names of scopes; the order and repetitions do not matter.
    ///
    /// # Errors
    /// One of them is none.
    pub fn read<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, NotAScope> {
        let mut scopes = Self::default();
        for name in names {
            if let Some(scope) = Scope::from_name(name) {
                scopes.plain.insert(scope);
            } else {
                scopes.proxy.insert(ProxyGrant::from_name(name).ok_or(NotAScope)?);
            }
        }
        Ok(scopes)
    }

    pub fn has(&self, scope: Scope) -> bool {
        self.plain.contains(&scope)
    }

    /// May this operation of this connection be sent? `only_by_name`: leave for all of them does not include it.
    pub fn proxies(&self, connection: &ConnectionId, operation: &str, only_by_name: bool) -> bool {
        self.proxy.iter().filter(|grant| grant.connection == *connection).any(|grant| {
            match grant.operation.as_deref() {
                Some(named) => named == operation,
                None => !only_by_name,
            }
        })
    }

    pub fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.proxy.is_empty()
    }

    /// The names, in a fixed order.
    pub fn names(&self) -> Vec<String> {
        let plain = self.plain.iter().map(|scope| scope.name().to_owned());
        plain.chain(self.proxy.iter().map(ToString::to_string)).collect()
    }
}

/// A token as its person sees it afterwards. The token itself is stored only as a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    pub id: TokenId,
    pub person: PersonId,
    /// What its person calls it.
    pub name: String,
    /// Its first characters, to tell it from others.
    pub hint: String,
    pub scopes: Scopes,
    pub created: Timestamp,
    /// Absent = it does not end by itself.
    pub expires: Option<Timestamp>,
    /// To the minute.
    pub used: Option<Timestamp>,
}

/// Whether a token is still good by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TokenState {
    Active,
    Expired,
}

impl TokenState {
    pub const ALL: [TokenState; 2] = [TokenState::Active, TokenState::Expired];

    /// As it stands in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            TokenState::Active => "active",
            TokenState::Expired => "expired",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

impl ApiToken {
    pub fn state(&self, now: Timestamp) -> TokenState {
        match self.expires {
            Some(expires) if expires <= now => TokenState::Expired,
            _ => TokenState::Active,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_and_written_in_one_form() {
        let names = ["proxy:c1:*", "join", "meetings:read", "proxy:c2:conference.query", "join"];
        let scopes = Scopes::read(names).expect("scopes");
        assert_eq!(scopes.names(), ["meetings:read", "join", "proxy:c1:*", "proxy:c2:conference.query"]);
        assert_eq!(Scopes::read(scopes.names().iter().map(String::as_str)), Ok(scopes));
        for bad in
            ["", "meetings", "*", "proxy:", "proxy:c", "proxy:c:", "proxy::x", "proxy:c:a b", "proxy:c:x:y"]
        {
            assert_eq!(Scopes::read([bad]), Err(NotAScope), "{bad}");
        }
    }

    #[test]
    fn leave_for_all_leaves_out_what_must_be_named() {
        let scopes = Scopes::read(["proxy:c1:*", "proxy:c2:company.create"]).expect("scopes");
        let may = |connection: &str, operation: &str, by_name| {
            scopes.proxies(&ConnectionId::new(connection), operation, by_name)
        };
        assert!(may("c1", "conference.query", false) && !may("c1", "company.create", true));
        assert!(may("c2", "company.create", true) && !may("c2", "conference.query", false));
        assert!(!may("c3", "conference.query", false));
    }
}
