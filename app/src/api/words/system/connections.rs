//! How each connection stands, in words.

use super::super::Asked;
use super::super::connections as words;
use crate::api::Refused;
use crate::api::system::ConnectionStateLine;
use crate::i18n::*;
use crate::language::{locale_of, refusal_text};
use portico_domain::refusals::Refusal;
use portico_service::{Administrator, BudgetedCalls, CallBudget, ConnectionState};

pub async fn line(
    asked: &Asked,
    administrator: &Administrator,
    state: &ConnectionState,
) -> Result<ConnectionStateLine, Refused> {
    let l = locale_of(asked.language);
    let code = state.connection.health.code.as_deref();
    let failed = state.failure.as_ref().map(|(at, why)| (asked.distance(*at), failure_text(l, why, code)));
    let slowed = state.slowed.map(|until| {
        let until = asked.distance(until);
        td_string!(l, system.connections.slowed, until = until.as_str()).to_string()
    });
    Ok(ConnectionStateLine {
        line: words::line(asked, administrator, &state.connection).await?,
        failed,
        calls: state.budgets.iter().map(|budget| budget_text(l, budget)).collect(),
        queue: state.queue,
        slowed,
    })
}

/// A code that the vendor's document does not have is shown all the same.
fn failure_text(l: Locale, refusal: &Refusal, code: Option<&str>) -> String {
    let text = refusal_text(l, refusal);
    match code.filter(|code| refusal.vendor.is_none() && !code.is_empty()) {
        Some(code) => format!("{text} ({})", td_string!(l, connections.code, code = code)),
        None => text,
    }
}

fn budget_text(l: Locale, budget: &CallBudget) -> String {
    let CallBudget { calls, made, most } = *budget;
    match calls {
        BudgetedCalls::List => td_string!(l, system.connections.lists, made = made, most = most).to_string(),
        BudgetedCalls::Join => td_string!(l, system.connections.joins, made = made, most = most).to_string(),
    }
}
