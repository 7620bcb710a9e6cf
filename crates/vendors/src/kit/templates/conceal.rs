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

fn is_hidden(name: &str, template: &Template, scopes: &Scopes) -> bool {
    let named = template.secrets.iter().find(|(secret, _)| secret.eq_ignore_ascii_case(name));
    match named {
        Some((_, scope)) => !scopes.has(*scope),
        // A newer vendor may send more than its document says.
        None => looks_secret(name) && !scopes.has(Scope::Join),
    }
}

fn looks_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["pwd", "passw", "secret", "crmt", "token"].iter().any(|word| name.contains(word))
        || name.ends_with("pin")
}

/// Shorter ones, such as the `800` of a private cloud, stand in too much that is none.
const SHORTEST_OWN: usize = 8;

fn is_own(text: &str, own: &[&str]) -> bool {
    own.iter().any(|secret| secret.len() >= SHORTEST_OWN && text.contains(secret))
}
