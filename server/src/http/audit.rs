//! The audit log as a file, streamed for as long as it is, with the filters of its page.

use super::State;
use super::pages::links;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State as Extract};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures::stream::{self, Stream};
use portico_app::api::audit::AuditQuery;
use portico_app::api::words::audit::{file, filter};
use portico_app::i18n::Locale;
use portico_app::language::{kind_text, locale_of};
use portico_domain::language::Language;
use portico_domain::refusals::{Kind, Refusal};
use portico_service::when::Zone;
use portico_service::{Administrator, AuditFilter, AuditRow, Caller};

/// So many lines are read at once.
const STRIDE: usize = 500;

pub fn router() -> Router<State> {
    Router::new().route("/audit/log.csv", get(csv)).route("/audit/log.jsonl", get(json_lines))
}

async fn csv(
    Extract(state): Extract<State>,
    Extension(caller): Extension<Caller>,
    Extension(language): Extension<Language>,
    Query(query): Query<AuditQuery>,
) -> Response {
    let l = locale_of(language);
    let (log, zone) = match log(&state, &caller, &query) {
        Ok(log) => log,
        Err(refusal) => return refused(language, &refusal),
    };
    let Ok(head) = file::csv_head(l) else { return refused(language, &Kind::Internal.into()) };
    send(log, Some(head), "audit-log.csv", "text/csv; charset=utf-8; header=present", move |rows| {
        lines(rows, &zone, l)
    })
}

async fn json_lines(
    Extract(state): Extract<State>,
    Extension(caller): Extension<Caller>,
    Extension(language): Extension<Language>,
    Query(query): Query<AuditQuery>,
) -> Response {
    match log(&state, &caller, &query) {
        Ok((log, _)) => send(log, None, "audit-log.jsonl", "application/jsonl; charset=utf-8", |rows| {
            Ok(file::json_lines(rows))
        }),
        Err(refusal) => refused(language, &refusal),
    }
}

fn lines(rows: &[AuditRow], zone: &Zone, l: Locale) -> Result<Vec<u8>, Refusal> {
    file::csv_lines(rows, zone, l).map_err(|error| {
        tracing::error!(%error, "lines of the audit log could not be written");
        Kind::Internal.into()
    })
}

/// What is asked for, and by whom. Days and times are in the zone of whoever asks.
fn log(state: &State, caller: &Caller, query: &AuditQuery) -> Result<(Log, Zone), Refusal> {
    let administrator = state.services.administrator(caller)?;
    let own = caller.person().and_then(|person| person.zone.as_deref()).and_then(Zone::named);
    let zone = own.or_else(|| Zone::named(&links(state).zone)).unwrap_or_else(Zone::utc);
    let filter = filter(query, &zone);
    Ok((Log { administrator, filter, after: Some(String::new()) }, zone))
}

/// What is still to be read.
struct Log {
    administrator: Administrator,
    filter: AuditFilter,
    /// Where to go on; absent at the end.
    after: Option<String>,
}

/// If reading fails on the way, so does the answer: a file cut short must not look whole.
fn send(
    log: Log,
    head: Option<Vec<u8>>,
    name: &str,
    kind: &'static str,
    write: impl Fn(&[AuditRow]) -> Result<Vec<u8>, Refusal> + Send + 'static,
) -> Response {
    use futures::StreamExt;
    let head = stream::iter(head.map(|head| Ok(Bytes::from(head))));
    let body = Body::from_stream(head.chain(parts(log, write)));
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], body).into_response()
}

fn parts(
    log: Log,
    write: impl Fn(&[AuditRow]) -> Result<Vec<u8>, Refusal> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Send + 'static {
    stream::try_unfold((log, write), |(mut log, write)| async move {
        let Some(after) = log.after.take() else { return Ok(None) };
        let broken = |refusal: Refusal| std::io::Error::other(refusal.to_string());
        let (rows, next) =
            log.administrator.search_audit(&log.filter, &after, STRIDE).await.map_err(broken)?;
        log.after = next;
        let bytes = Bytes::from(write(&rows).map_err(broken)?);
        Ok(Some((bytes, (log, write))))
    })
}

/// Why there is no file, in a line.
fn refused(language: Language, refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.kind.status()).unwrap_or(StatusCode::BAD_GATEWAY);
    (status, format!("{}\n", kind_text(locale_of(language), refusal.kind))).into_response()
}
