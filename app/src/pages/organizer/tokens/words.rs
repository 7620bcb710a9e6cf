//! Scopes in words.

use crate::api::tokens::ProxyLine;
use crate::i18n::*;
use portico_domain::tokens::Scope;

/// What a scope allows, in a few words and in a sentence.
pub fn scope_words(l: Locale, scope: Scope) -> (&'static str, &'static str) {
    match scope {
        Scope::ReadMeetings => {
            (td_string!(l, tokens.scope.read_meetings), td_string!(l, tokens.scope.read_meetings_hint))
        }
        Scope::WriteMeetings => {
            (td_string!(l, tokens.scope.write_meetings), td_string!(l, tokens.scope.write_meetings_hint))
        }
        Scope::Join => (td_string!(l, tokens.scope.join), td_string!(l, tokens.scope.join_hint)),
        Scope::Recordings => {
            (td_string!(l, tokens.scope.recordings), td_string!(l, tokens.scope.recordings_hint))
        }
        Scope::Directory => {
            (td_string!(l, tokens.scope.directory), td_string!(l, tokens.scope.directory_hint))
        }
        Scope::Webhooks => (td_string!(l, tokens.scope.webhooks), td_string!(l, tokens.scope.webhooks_hint)),
    }
}

pub fn proxy_words(l: Locale, line: &ProxyLine) -> String {
    let gone = td_string!(l, tokens.proxy.gone);
    let name = line.connection.as_deref().unwrap_or(gone);
    match line.operation.as_deref() {
        None => td_string!(l, tokens.proxy.grant_all, name = name).to_string(),
        Some(operation) => {
            td_string!(l, tokens.proxy.grant_one, name = name, operation = operation).to_string()
        }
    }
}
