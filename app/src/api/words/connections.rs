//! Connections in words.

use super::{Asked, asked};
use crate::api::Refused;
use crate::api::connections::{ConnectionLine, ConnectionView, SecretFields, TestResult};
use portico_domain::connections::Connection;
use portico_domain::forms::ConnectionForm;
use portico_domain::ids::ConnectionId;
use portico_service::{MeetingFilter, Member, TypedSecrets};

pub(super) async fn line(
    asked: &Asked,
    member: &Member,
    connection: &Connection,
) -> Result<ConnectionLine, Refused> {
    let health = &connection.health;
    let failing = health.is_failing();
    let failure = health.failure.as_deref();
    let why = failure.map(|kind| asked.noted(connection.vendor, kind, health.code.as_deref()));
    let filter = MeetingFilter { connection: Some(connection.id.clone()), ..MeetingFilter::default() };
    Ok(ConnectionLine {
        id: connection.id.0.clone(),
        name: connection.name.clone(),
        vendor: connection.vendor,
        base_url: connection.base_url.clone(),
        public_id: connection.public_id.clone(),
        zone: connection.zone.clone(),
        paused: connection.paused,
        failing,
        failure: health.failure.clone().filter(|_| failing),
        why: why.filter(|_| failing),
        answered: health.answered.map(|at| asked.distance(at)),
        synchronised: health.synchronised.map(|at| asked.distance(at)),
        skew_seconds: health.skew_seconds,
        meetings: member.count(&filter).await?.unwrap_or(10_000),
    })
}

pub async fn list() -> Result<Vec<ConnectionLine>, Refused> {
    let asked = asked()?;
    let administrator = asked.administrator()?;
    let mut lines = Vec::new();
    for connection in administrator.connections().await? {
        lines.push(line(&asked, &administrator, &connection).await?);
    }
    Ok(lines)
}

pub async fn view(id: String) -> Result<ConnectionView, Refused> {
    let asked = asked()?;
    let administrator = asked.administrator()?;
    let connection = administrator.connection(&ConnectionId::new(id)).await?;
    let form = ConnectionForm::of(&connection);
    Ok(ConnectionView { line: line(&asked, &administrator, &connection).await?, form })
}

fn secrets(typed: SecretFields) -> TypedSecrets {
    TypedSecrets {
        secret: typed.secret.into(),
        platform_key: typed.platform_key.into(),
        token_key: typed.token_key.into(),
        token_iv: typed.token_iv.into(),
        passkey: typed.passkey.into(),
        passphrase: typed.passphrase.into(),
    }
}

pub async fn add(form: ConnectionForm, typed: SecretFields) -> Result<(), Refused> {
    let id = asked()?.administrator()?.add_connection(&form, &secrets(typed)).await?;
    leptos_axum::redirect(&format!("/connections/{id}"));
    Ok(())
}

pub async fn change(id: String, form: ConnectionForm, secret_again: String) -> Result<(), Refused> {
    let id = ConnectionId::new(id);
    asked()?.administrator()?.change_connection(&id, &form, &secret_again.into()).await?;
    leptos_axum::redirect(&format!("/connections/{id}?saved=settings"));
    Ok(())
}

pub async fn change_secret(id: String, typed: SecretFields) -> Result<(), Refused> {
    let id = ConnectionId::new(id);
    asked()?.administrator()?.change_secret(&id, &secrets(typed)).await?;
    leptos_axum::redirect(&format!("/connections/{id}?saved=secret"));
    Ok(())
}

pub async fn test(id: String) -> Result<TestResult, Refused> {
    let report = asked()?.administrator()?.test_connection(&ConnectionId::new(id)).await?;
    let took = i64::try_from(report.took.as_millis()).unwrap_or(i64::MAX);
    Ok(TestResult { took, skew_seconds: report.skew_seconds })
}

pub async fn pause(id: String, paused: bool) -> Result<(), Refused> {
    asked()?.administrator()?.pause_connection(&ConnectionId::new(id), paused).await?;
    Ok(())
}

pub async fn remove(id: String) -> Result<(), Refused> {
    asked()?.administrator()?.remove_connection(&ConnectionId::new(id)).await?;
    leptos_axum::redirect("/connections");
    Ok(())
}
