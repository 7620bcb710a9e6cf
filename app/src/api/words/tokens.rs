//! API tokens in words.

use super::{Asked, asked};
use crate::api::Refused;
use crate::api::tokens::{MadeToken, ProxyConnection, ProxyLine, ProxyOperation, TokenLine, TokensView};
use portico_domain::capabilities::Vendor;
use portico_domain::forms::TokenForm;
use portico_domain::ids::TokenId;
use portico_domain::tokens::{ApiToken, TokenState};
use portico_service::ProxyChoice;
use secrecy::ExposeSecret;
use std::collections::HashMap;

pub async fn view() -> Result<TokensView, Refused> {
    let asked = asked()?;
    let member = asked.member()?;
    let names = member.connections().await?.into_iter().map(|it| (it.id.0, it.name)).collect();
    let tokens = member.tokens().await?;
    let choices = member.proxy_choices().await?;
    Ok(TokensView {
        lines: tokens.iter().map(|token| line(&asked, token, &names)).collect(),
        connections: choices.into_iter().map(|choice| connection(&asked, choice)).collect(),
    })
}

pub(super) fn line(asked: &Asked, token: &ApiToken, names: &HashMap<String, String>) -> TokenLine {
    let proxies = token.scopes.proxy.iter().map(|grant| ProxyLine {
        connection: names.get(grant.connection.as_str()).cloned(),
        operation: grant.operation.clone(),
    });
    TokenLine {
        id: token.id.0.clone(),
        name: token.name.clone(),
        hint: token.hint.clone(),
        scopes: token.scopes.plain.iter().copied().collect(),
        proxies: proxies.collect(),
        used: token.used.map(|used| asked.distance(used)),
        expires: token.expires.map(|expires| asked.moment(expires)),
        expired: token.state(asked.now) == TokenState::Expired,
    }
}

/// The address ends as the base address of the vendor's document does.
fn connection(asked: &Asked, choice: ProxyChoice) -> ProxyConnection {
    let ProxyChoice { connection, operations } = choice;
    let base = match connection.vendor {
        Vendor::Cloudroom => "/CLOUDROOM-SERVER/v2",
        Vendor::Vmr => "",
        Vendor::Webapi => "/WebAPI",
    };
    let operations = operations.into_iter().map(|operation| ProxyOperation {
        name: operation.name.to_owned(),
        section: operation.section.to_owned(),
        only_by_name: operation.only_by_name,
    });
    ProxyConnection {
        address: format!("{}/proxy/{}{base}", asked.links.origin, connection.id),
        operations: operations.collect(),
        id: connection.id.0,
        name: connection.name,
    }
}

/// The token is read out for this one answer.
pub async fn create(form: TokenForm) -> Result<MadeToken, Refused> {
    let made = asked()?.member()?.create_token(&form).await?;
    Ok(MadeToken { name: made.row.name, token: made.token.expose_secret().to_owned() })
}

pub async fn revoke(id: String) -> Result<(), Refused> {
    asked()?.member()?.revoke_token(&TokenId::new(id)).await?;
    Ok(())
}
