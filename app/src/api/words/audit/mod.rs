//! The audit log in words.

mod actions;
pub mod file;

use super::{Asked, asked};
use crate::api::Refused;
use crate::api::audit::{AuditEntry, AuditQuery, AuditView, ChainLine};
use crate::i18n::*;
use crate::language::locale_of;
pub use actions::{ACTIONS, action_text};
use portico_domain::audit::COMMAND_LINE;
use portico_domain::ids::PersonId;
use portico_service::when::Zone;
use portico_service::{Acting, AuditCheck, AuditFilter, AuditRow, Verdict};

const ROWS: usize = 50;
/// How the address says "guests and Portico itself".
const NOBODY: &str = "nobody";

/// What an address asks for. Days are those of `zone`; a day that is none does not restrict.
pub fn filter(query: &AuditQuery, zone: &Zone) -> AuditFilter {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    AuditFilter {
        acting: match query.person.as_str() {
            "" => None,
            NOBODY => Some(Acting::Nobody),
            id => Some(Acting::Person(PersonId::new(id))),
        },
        action: some(&query.action),
        text: query.text.clone(),
        from: zone.whole_day(&query.from).map(|(start, _)| start),
        to: zone.whole_day(&query.until).map(|(_, end)| end),
    }
}

pub async fn search(query: AuditQuery) -> Result<AuditView, Refused> {
    let asked = asked()?;
    let administrator = asked.administrator()?;
    let l = locale_of(asked.language);
    let filter = filter(&query, &asked.zone);
    let (rows, next) = administrator.search_audit(&filter, &query.after, ROWS).await?;
    let people = administrator.people().await?.into_iter().map(|row| row.person);
    let nobody = (NOBODY.to_owned(), td_string!(l, audit.nobody).to_owned());
    let operator = (COMMAND_LINE.to_owned(), td_string!(l, audit.command_line).to_owned());
    let words = |action: &&str| ((*action).to_owned(), action_text(l, action).unwrap_or(action).to_owned());
    Ok(AuditView {
        rows: rows.iter().map(|row| entry(&asked, row)).collect(),
        next,
        zone: asked.zone.label(asked.now),
        people: people.map(|person| (person.id.0, person.name)).chain([operator, nobody]).collect(),
        actions: ACTIONS.iter().map(words).collect(),
        chain: administrator.last_audit_check().await?.map(|check| chain(&asked, &check)),
    })
}

fn entry(asked: &Asked, row: &AuditRow) -> AuditEntry {
    let l = locale_of(asked.language);
    let line = &row.chained.line;
    AuditEntry {
        number: row.chained.seq,
        at: asked.moment(line.at),
        machine: asked.zone.machine(line.at),
        person: person_text(l, row),
        action: action_text(l, &line.action).unwrap_or(&line.action).to_owned(),
        about: row.subject.clone().filter(|name| !name.is_empty()),
        outcome: outcome_text(l, &line.outcome).to_owned(),
        done: line.outcome == "done",
        detail: line.detail.clone(),
    }
}

fn person_text(l: Locale, row: &AuditRow) -> String {
    match (&row.person, &row.chained.line.person) {
        (Some(name), _) => name.clone(),
        (None, Some(id)) if id.as_str() == COMMAND_LINE => td_string!(l, audit.command_line).to_owned(),
        (None, Some(_)) => td_string!(l, audit.deleted_account).to_owned(),
        (None, None) => td_string!(l, audit.nobody).to_owned(),
    }
}

fn outcome_text(l: Locale, outcome: &str) -> &str {
    match outcome {
        "begun" => td_string!(l, audit.outcome.begun),
        "done" => td_string!(l, audit.outcome.done),
        "refused" => td_string!(l, audit.outcome.refused),
        "unknown" | "pending" => td_string!(l, audit.outcome.unknown),
        other => other,
    }
}

pub async fn check() -> Result<ChainLine, Refused> {
    let asked = asked()?;
    let check = asked.administrator()?.check_audit().await?;
    Ok(chain(&asked, &check))
}

pub(super) fn chain(asked: &Asked, check: &AuditCheck) -> ChainLine {
    let l = locale_of(asked.language);
    let text = match check.verdict {
        Verdict::Whole { lines } => td_string!(l, audit.chain.whole, lines = lines).to_string(),
        Verdict::Broken { seq } => td_string!(l, audit.chain.broken, line = seq).to_string(),
        Verdict::CutOff { lines, expected } => {
            td_string!(l, audit.chain.cut_off, lines = lines, expected = expected).to_string()
        }
    };
    let whole = matches!(check.verdict, Verdict::Whole { .. });
    ChainLine { whole, text, at: asked.moment(check.at) }
}
