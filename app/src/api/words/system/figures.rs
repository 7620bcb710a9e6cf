//! The figures, each with what it is called and what follows from it.

use super::super::Asked;
use super::super::audit::chain;
use super::super::recordings::size;
use crate::api::system::FigureLine;
use crate::i18n::*;
use crate::language::locale_of;
use portico_domain::time::Timestamp;
use portico_service::{DatabaseKind, SystemState, VERSION};

/// A figure that needs no more words.
fn plain(label: &str, value: impl ToString) -> FigureLine {
    FigureLine { label: label.to_owned(), value: value.to_string(), note: None }
}

impl FigureLine {
    fn with(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    fn with_some(self, note: Option<String>) -> Self {
        Self { note, ..self }
    }
}

pub fn process(asked: &Asked, state: &SystemState) -> Vec<FigureLine> {
    let l = locale_of(asked.language);
    let running = plain(td_string!(l, system.process.started), asked.moment(state.started));
    let mut figures = vec![
        plain(td_string!(l, system.process.version), VERSION),
        running.with(asked.distance(state.started)),
        plain(td_string!(l, system.process.serving), state.serving),
    ];
    if let Some(space) = state.space {
        let bytes = |bytes: u64| size(i64::try_from(bytes).unwrap_or(i64::MAX));
        let (free, total) = (bytes(space.free), bytes(space.total));
        let text = td_string!(l, system.process.space_of, free = free.as_str(), total = total.as_str());
        figures.push(plain(td_string!(l, system.process.space), text));
    }
    figures
}

pub fn database(asked: &Asked, state: &SystemState) -> Vec<FigureLine> {
    let l = locale_of(asked.language);
    let database = &state.database;
    let kind = match database.kind {
        DatabaseKind::Sqlite => "SQLite",
        DatabaseKind::Postgres => "PostgreSQL",
    };
    // Whole milliseconds, the begun one too.
    let millis = u64::try_from(state.took.as_millis()).unwrap_or(u64::MAX).saturating_add(1);
    let schema = plain(td_string!(l, system.database.schema), database.schema);
    let schema = match database.schema == database.known {
        true => schema.with(td_string!(l, system.database.schema_current)),
        false => schema.with(td_string!(l, system.database.schema_known, known = database.known).to_string()),
    };
    let key = plain(td_string!(l, system.database.key), &state.master_key);
    vec![
        plain(td_string!(l, system.database.kind), format!("{kind} {}", database.version)),
        plain(
            td_string!(l, system.database.answers),
            td_string!(l, system.database.answers_in, millis = millis),
        ),
        plain(td_string!(l, system.database.size), size(database.size)),
        schema,
        key.with(td_string!(l, system.database.key_note)),
    ]
}

pub fn work(asked: &Asked, state: &SystemState) -> Vec<FigureLine> {
    let l = locale_of(asked.language);
    let oldest = |at: Option<i64>| {
        let at = asked.distance(Timestamp::from_millis(at?));
        Some(td_string!(l, system.work.oldest, at = at.as_str()).to_string())
    };
    let queued: i64 = state.connections.iter().map(|it| it.queue).sum();
    let failed = plain(td_string!(l, system.work.failed), state.deliveries.failed);
    vec![
        plain(td_string!(l, system.work.intents), state.intents.open).with_some(oldest(state.intents.oldest)),
        plain(td_string!(l, system.work.waiting), state.deliveries.waiting)
            .with_some(oldest(state.deliveries.oldest)),
        failed.with(td_string!(l, system.work.failed_note)),
        plain(td_string!(l, system.work.queued), queued),
        plain(td_string!(l, system.work.leases), state.leases).with(td_string!(l, system.work.leases_note)),
    ]
}

pub fn audit(asked: &Asked, state: &SystemState) -> Vec<FigureLine> {
    let l = locale_of(asked.language);
    let check = match &state.last_check {
        Some(check) => {
            let found = chain(asked, check);
            let when = td_string!(l, audit.chain.when, at = found.at).to_string();
            plain(td_string!(l, system.audit.checked), found.text).with(when)
        }
        None => plain(td_string!(l, system.audit.checked), td_string!(l, system.audit.never))
            .with(td_string!(l, system.audit.how)),
    };
    vec![plain(td_string!(l, system.audit.lines), state.audit_lines), check]
}

pub fn people(asked: &Asked, state: &SystemState) -> Vec<FigureLine> {
    let l = locale_of(asked.language);
    let people = &state.people;
    let disabled = (people.disabled > 0)
        .then(|| td_string!(l, system.people.disabled, count = people.disabled).to_string());
    vec![
        plain(td_string!(l, system.people.people), people.people).with_some(disabled),
        plain(td_string!(l, system.people.sessions), people.sessions),
        plain(td_string!(l, system.people.tokens), people.tokens),
    ]
}
