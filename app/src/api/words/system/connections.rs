//! How each connection stands, in words.

use super::super::connections as words;
use super::super::{Asked, noted_text};
use crate::api::Refused;
use crate::api::system::ConnectionStateLine;
use crate::i18n::*;
use crate::language::locale_of;
use portico_service::{Administrator, BudgetedCalls, CallBudget, ConnectionState};

pub async fn line(
    asked: &Asked,
    administrator: &Administrator,
    state: &ConnectionState,
) -> Result<ConnectionStateLine, Refused> {
    let l = locale_of(asked.language);
    let code = state.connection.health.code.as_deref();
    let failed = state.failure.as_ref().map(|(at, why)| (asked.distance(*at), noted_text(l, why, code)));
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

fn budget_text(l: Locale, budget: &CallBudget) -> String {
    let CallBudget { calls, made, most } = *budget;
    match calls {
        BudgetedCalls::List => td_string!(l, system.connections.lists, made = made, most = most).to_string(),
        BudgetedCalls::Join => td_string!(l, system.connections.joins, made = made, most = most).to_string(),
    }
}
