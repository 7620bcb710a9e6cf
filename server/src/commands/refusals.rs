//! Refusals as a command says them.

use portico_app::language::{field_text, locale_of, refusal_text};
use portico_domain::language::Language;
use portico_domain::refusals::Refusal;

/// What happened and what to do, then each field that is to blame on a line of its own.
pub fn in_words(refusal: &Refusal) -> String {
    let locale = locale_of(Language::English);
    let mut lines = vec![refusal_text(locale, refusal)];
    lines.extend(fields(refusal));
    lines.join("\n")
}

/// Each field that is to blame.
pub fn fields(refusal: &Refusal) -> impl Iterator<Item = String> {
    let locale = locale_of(Language::English);
    refusal
        .fields
        .iter()
        .map(move |field| format!("  {}: {}", field.field, field_text(locale, refusal, &field.rule)))
}

/// A refusal as the error that a command ends with.
#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
pub fn refused(refusal: Refusal) -> anyhow::Error {
    anyhow::Error::msg(in_words(&refusal))
}
