//! Takes out of an answer what its receiver may not see.

use super::Template;
use portico_domain::tokens::{Scope, Scopes};
use serde_json::Value;

/// Removes the secrets of this operation for which the scopes do not suffice, and whatever looks like a
/// password or is one of `own`, our own secrets. Says whether anything was removed.
pub fn conceal(answer: &mut Value, template: &Template, scopes: &Scopes, own: &[&str]) -> bool {
    match answer {
        Value::Object(fields) => {
            let before = fields.len();
            fields.retain(|name, _| !is_hidden(name, template, scopes) && !is_own(name, own));
            let removed = fields.len() < before;
            conceal_all(fields.values_mut(), template, scopes, own) || removed
        }
        Value::Array(entries) => conceal_all(entries.iter_mut(), template, scopes, own),
        Value::String(text) if is_own(text, own) => {
            *answer = Value::Null;
            true
        }
        _ => false,
    }
}

/// All of them: not only up to the first where something was removed.
fn conceal_all<'a>(
    values: impl Iterator<Item = &'a mut Value>,
    template: &Template,
    scopes: &Scopes,
    own: &[&str],
) -> bool {
    let mut any = false;
    for value in values {
        any |= conceal(value, template, scopes, own);
    }
    any
}

/// Would [`conceal`] take anything out of this JSON? Looks at names and at what is our own, without reading it; says
/// yes where a text may be written in more than one way.
pub(super) fn may_lose(json: &str, template: &Template, scopes: &Scopes, own: &[&str]) -> bool {
    if json.contains('\\') || is_own(json, own) {
        return true;
    }
    // Nothing is escaped, so every other piece is a text, and one before a colon is a name.
    let mut pieces = json.split('"').skip(1);
    while let (Some(text), Some(after)) = (pieces.next(), pieces.next()) {
        if after.trim_ascii_start().starts_with(':') && is_hidden(text, template, scopes) {
            return true;
        }
    }
    false
}

fn is_hidden(name: &str, template: &Template, scopes: &Scopes) -> bool {
    let named = template.secrets.iter().find(|(secret, _)| secret.eq_ignore_ascii_case(name));
    match named {
        Some((_, scope)) => !scopes.has(*scope),
        // A newer vendor may send more than its document says.
        None => looks_secret(name) && !scopes.has(Scope::Join),
    }
}

fn looks_secret(name: &str) -> bool {
    let name = name.as_bytes();
    let holds = |word: &&[u8]| name.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    let ends = name.len().checked_sub(3).and_then(|from| name.get(from..));
    [b"pwd".as_slice(), b"passw", b"secret", b"crmt", b"token"].iter().any(holds)
        || ends.is_some_and(|end| end.eq_ignore_ascii_case(b"pin"))
}

/// Shorter ones, such as the `800` of a private cloud, stand in too much that is none.
const SHORTEST_OWN: usize = 8;

/// Does one of our secrets stand in this text?
pub(super) fn is_own(text: &str, own: &[&str]) -> bool {
    own.iter().any(|secret| secret.len() >= SHORTEST_OWN && text.contains(secret))
}
