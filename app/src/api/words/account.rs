//! One's own account in words.

use super::asked;
use crate::api::Refused;
use crate::api::account::{AccountView, SessionLine};
use portico_domain::forms::AccountForm;
use portico_domain::ids::SessionId;
use portico_service::when::zone_names;

pub async fn view() -> Result<AccountView, Refused> {
    let asked = asked()?;
    let member = asked.member()?;
    let person = member.person();
    let line = |(session, is_this): (portico_service::Session, bool)| SessionLine {
        id: session.id.0,
        is_this,
        browser: browser(&session.user_agent),
        network: session.network,
        since: asked.moment(session.created),
        seen: asked.distance(session.seen),
    };
    Ok(AccountView {
        account: person.account.clone(),
        role: person.role,
        has_password: member.has_password().await?,
        form: AccountForm {
            name: person.name.clone(),
            language: person.language.map(|language| language.tag().to_owned()).unwrap_or_default(),
            zone: person.zone.clone().unwrap_or_default(),
        },
        zones: zone_names(),
        default_zone: asked.links.zone.clone(),
        sessions: member.sessions().await?.into_iter().map(line).collect(),
    })
}

/// Enough of a user agent for its owner to recognise it: "Chrome · Linux".
fn browser(user_agent: &str) -> String {
    const BROWSERS: [(&str, &str); 6] = [
        ("MicroMessenger", "WeChat"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
        ("curl", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let parts: Vec<&str> = [find(&BROWSERS), find(&SYSTEMS)].into_iter().flatten().collect();
    if parts.is_empty() { user_agent.chars().take(40).collect() } else { parts.join(" · ") }
}

pub async fn save(form: AccountForm) -> Result<(), Refused> {
    asked()?.member()?.save_account(&form).await?;
    leptos_axum::redirect("/account?saved=profile");
    Ok(())
}

pub async fn change_password(current: String, password: String, again: String) -> Result<(), Refused> {
    asked()?.member()?.change_password(&current.into(), &password.into(), &again.into()).await?;
    leptos_axum::redirect("/account?saved=password");
    Ok(())
}

pub async fn end_other_sessions() -> Result<(), Refused> {
    asked()?.member()?.end_other_sessions().await?;
    Ok(())
}

pub async fn end_session(id: String) -> Result<(), Refused> {
    asked()?.member()?.end_session(&SessionId::new(id)).await?;
    Ok(())
}
