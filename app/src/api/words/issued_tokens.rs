//! Everybody's API tokens in words.

use super::tokens::line;
use super::{Asked, asked};
use crate::api::Refused;
use crate::api::issued_tokens::{IssuedLine, IssuedQuery, IssuedView};
use portico_domain::ids::{PersonId, TokenId};
use portico_domain::people::{Person, Role};
use portico_domain::tokens::{ApiToken, TokenState};
use portico_service::TokenFilter;
use std::collections::HashMap;

const ROWS: usize = 50;

/// What an address asks for; a state that is none does not restrict.
fn filter(query: &IssuedQuery) -> TokenFilter {
    TokenFilter {
        person: (!query.person.is_empty()).then(|| PersonId::new(query.person.as_str())),
        state: TokenState::from_name(&query.state),
    }
}

pub async fn list(query: IssuedQuery) -> Result<IssuedView, Refused> {
    let asked = asked()?;
    let administrator = asked.administrator()?;
    let after = (!query.after.is_empty()).then(|| TokenId::new(query.after.as_str()));
    let page = administrator.issued_tokens(&filter(&query), after.as_ref(), ROWS).await?;
    let names = administrator.connections().await?.into_iter().map(|it| (it.id.0, it.name)).collect();
    let people = administrator.people().await?.into_iter().map(|row| row.person);
    Ok(IssuedView {
        rows: page.rows.into_iter().map(|(token, owner)| issued(&asked, &token, owner, &names)).collect(),
        next: page.next.map(|id| id.0),
        people: people.map(|person| (person.id.0, format!("{} ({})", person.name, person.account))).collect(),
    })
}

fn issued(asked: &Asked, token: &ApiToken, owner: Person, names: &HashMap<String, String>) -> IssuedLine {
    IssuedLine {
        token: line(asked, token, names),
        created: asked.moment(token.created),
        proxies_sleep: !token.scopes.proxy.is_empty() && owner.role != Role::Administrator,
        owner_id: owner.id.0,
        owner: owner.name,
        account: owner.account,
    }
}

pub async fn revoke(id: String) -> Result<(), Refused> {
    asked()?.administrator()?.revoke_issued_token(&TokenId::new(id)).await?;
    Ok(())
}
