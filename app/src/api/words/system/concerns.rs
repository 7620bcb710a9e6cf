//! What needs somebody, and what to do now.

use super::super::Asked;
use super::super::recordings::size;
use crate::api::system::ConcernLine;
use crate::i18n::*;
use crate::language::locale_of;
use portico_domain::ids::ConnectionId;
use portico_service::{Concern, SystemState};

pub fn lines(asked: &Asked, state: &SystemState) -> Vec<ConcernLine> {
    state.concerns().into_iter().map(|concern| line(asked, state, concern)).collect()
}

/// Where something can be done, and what the way there is called.
fn way(href: &str, label: &str) -> Option<(String, String)> {
    Some((href.to_owned(), label.to_owned()))
}

fn line(asked: &Asked, state: &SystemState, concern: Concern) -> ConcernLine {
    let l = locale_of(asked.language);
    match concern {
        Concern::AuditBroken => ConcernLine {
            urgent: true,
            title: td_string!(l, audit.chain.bad).to_owned(),
            text: td_string!(l, system.concern.audit).to_owned(),
            way: way("/audit#chain", td_string!(l, audit.title)),
        },
        Concern::NoBackground => ConcernLine {
            urgent: true,
            title: td_string!(l, system.concern.background_title).to_owned(),
            text: td_string!(l, system.concern.background).to_owned(),
            way: None,
        },
        Concern::SchemaAhead => ConcernLine {
            urgent: false,
            title: td_string!(l, system.concern.schema_title).to_owned(),
            text: td_string!(l, system.concern.schema).to_owned(),
            way: None,
        },
        Concern::DiskLow(space) => {
            let free = size(i64::try_from(space.free).unwrap_or(i64::MAX));
            ConcernLine {
                urgent: true,
                title: td_string!(l, system.concern.disk_title).to_owned(),
                text: td_string!(l, system.concern.disk, free = free.as_str()).to_string(),
                way: None,
            }
        }
        Concern::Failing(id) => {
            let name = name_of(state, &id);
            let since = answered(asked, state, &id);
            ConcernLine {
                urgent: true,
                title: td_string!(l, system.concern.failing_title, name = name.as_str()).to_string(),
                text: td_string!(l, system.concern.failing, since = since.as_str()).to_string(),
                way: way(&format!("/connections/{id}"), &name),
            }
        }
        Concern::Late(id, since) => {
            let name = name_of(state, &id);
            let since = since.map(|at| asked.distance(at));
            let since = since.as_deref().unwrap_or(td_string!(l, connections.never));
            ConcernLine {
                urgent: false,
                title: td_string!(l, system.concern.late_title, name = name.as_str()).to_string(),
                text: td_string!(l, system.concern.late, since = since).to_string(),
                way: way(&format!("/connections/{id}"), &name),
            }
        }
        Concern::Unconfirmed(count, oldest) => {
            let since = asked.distance(oldest);
            ConcernLine {
                urgent: false,
                title: td_string!(l, system.concern.unconfirmed_title, count = count).to_string(),
                text: td_string!(l, system.concern.unconfirmed, since = since.as_str()).to_string(),
                way: way("/meetings?state=unconfirmed", td_string!(l, system.concern.unconfirmed_way)),
            }
        }
        Concern::WebhooksStopped(count) => ConcernLine {
            urgent: false,
            title: td_string!(l, system.concern.stopped_title, count = count).to_string(),
            text: td_string!(l, system.concern.stopped).to_owned(),
            way: way("/webhooks", td_string!(l, webhooks.title)),
        },
        Concern::EventsLost(count) => ConcernLine {
            urgent: false,
            title: td_string!(l, system.concern.lost_title, count = count).to_string(),
            text: td_string!(l, system.concern.lost).to_owned(),
            way: way("/webhooks", td_string!(l, webhooks.title)),
        },
    }
}

fn name_of(state: &SystemState, id: &ConnectionId) -> String {
    let found = state.connections.iter().find(|it| it.connection.id == *id);
    found.map(|it| it.connection.name.clone()).unwrap_or_default()
}

/// When its vendor last answered.
fn answered(asked: &Asked, state: &SystemState, id: &ConnectionId) -> String {
    let found = state.connections.iter().find(|it| it.connection.id == *id);
    let at = found.and_then(|it| it.connection.health.answered);
    let never = || td_string!(locale_of(asked.language), connections.never).to_owned();
    at.map_or_else(never, |at| asked.distance(at))
}
