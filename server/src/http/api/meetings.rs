//! `/api/v1/meetings`

use super::Errors;
use super::naming;
use super::problem::Problem;
use super::receive::{Asked, Body, Expected, Named, Once, Script};
use super::words::instant;
use super::words::meetings::{
    self as words, ChangedMeeting, LiveWords, MeetingDetailWords, MeetingPageWords, NewMeeting, SeriesWords,
};
use crate::http::State;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{ETAG, HeaderName, LOCATION};
use axum::response::{IntoResponse, Response};
use portico_domain::ids::MeetingId;
use portico_domain::meetings::{MeetingState, Reach};
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_domain::tokens::Scope;
use portico_service::{Integrator, MeetingFilter, Member, Order};
use secrecy::ExposeSecret;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Rows of a page, unless it is said.
const ROWS: usize = 50;
const MOST_ROWS: usize = 100;

pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(view, change, cancel))
        .routes(routes!(end))
        .routes(routes!(live))
        .routes(routes!(series))
        .routes(routes!(cancel_following))
}

/// How many rows a page has.
pub fn rows(limit: Option<u32>) -> Result<usize, Problem> {
    let rows = limit.map_or(ROWS, |limit| limit as usize);
    let out = Rule::OutOfRange { least: 1, most: MOST_ROWS as i64 };
    if (1..=MOST_ROWS).contains(&rows) { Ok(rows) } else { Err(Problem::field("limit", out)) }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MeetingQuery {
    /// A connection's id or name.
    connection: Option<String>,
    /// Whose: `mine`, `others` (all that are not one's own), `none` (made elsewhere). For administrators also
    /// somebody's account or id.
    owner: Option<String>,
    /// `scheduled`, `live`, `ended`, `cancelled` or `unconfirmed`; several with commas.
    #[param(pattern = "^((scheduled|live|ended|cancelled|unconfirmed)(,|$))*$")]
    state: Option<String>,
    /// Words of subject, host or number, all of which must occur.
    q: Option<String>,
    /// Starting at or after, RFC 3339.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Starting before, RFC 3339.
    #[param(format = DateTime)]
    to: Option<String>,
    /// By start: `ascending` (unless it is said) or `descending`.
    #[param(pattern = "^(ascending|descending)$")]
    order: Option<String>,
    /// As `next` of an earlier page said.
    cursor: Option<String>,
    /// Rows of the page; 50 unless it is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

impl MeetingQuery {
    async fn filter(&self, member: &Member) -> Result<(MeetingFilter, Order), Problem> {
        let read =
            |field, text: &Option<String>| text.as_deref().map(|text| instant(field, text)).transpose();
        let state = |name: &str| {
            MeetingState::from_name(name.trim()).ok_or_else(|| Problem::field("state", Rule::NotAChoice))
        };
        let states = self.state.iter().flat_map(|names| names.split(',')).filter(|name| !name.is_empty());
        let filter = MeetingFilter {
            text: self.q.clone().unwrap_or_default(),
            connection: naming::narrowed_to(member, self.connection.as_deref()).await?,
            owner: naming::owned_by(member, self.owner.as_deref()).await?,
            states: states.map(state).collect::<Result<_, _>>()?,
            from: read("from", &self.from)?,
            to: read("to", &self.to)?,
            ..MeetingFilter::default()
        };
        Ok((filter, order(self.order.as_deref(), Order::Ascending)?))
    }
}

/// Which way a list goes.
pub fn order(text: Option<&str>, usual: Order) -> Result<Order, Problem> {
    match text {
        None => Ok(usual),
        Some("ascending") => Ok(Order::Ascending),
        Some("descending") => Ok(Order::Descending),
        Some(_) => Err(Problem::field("order", Rule::NotAChoice)),
    }
}

/// List meetings
///
/// Those that the token's person sees, from the index.
#[utoipa::path(get, operation_id = "listMeetings", path = "/meetings", tag = "meetings", params(MeetingQuery), security(("token" = ["meetings:read"])),
    responses((status = 200, body = MeetingPageWords), Errors))]
async fn list(
    Script(script): Script,
    Asked(query): Asked<MeetingQuery>,
) -> Result<Json<MeetingPageWords>, Problem> {
    let member = script.reader()?;
    let (filter, order) = query.filter(&member).await?;
    let after = query.cursor.unwrap_or_default();
    let (rows, next) = member.meetings(&filter, order, &after, rows(query.limit)?).await?;
    Ok(Json(MeetingPageWords { items: rows.iter().map(words::row).collect(), next }))
}

/// A meeting with its version.
type Detail = ([(HeaderName, String); 1], Json<MeetingDetailWords>);

async fn detail(script: &Integrator, member: &Member, id: &MeetingId) -> Result<Detail, Problem> {
    let whole = member.meeting(id).await?;
    let mine = whole.meeting.owner.as_ref() == Some(&script.person().id);
    let tag = [(ETAG, format!("\"{}\"", whole.version))];
    Ok((tag, Json(words::detail(&whole, mine, script.token().scopes.has(Scope::Join)))))
}

/// What `If-Match` says is not so any more.
fn out_of_date(refusal: Refusal) -> Problem {
    match (&refusal.meanwhile, &refusal.partly) {
        (None, _) | (_, Some(_)) => refusal.into(),
        (Some(_), None) => {
            let detail = "If-Match does not match: the meeting was changed meanwhile. Look at it again.";
            Problem::new(StatusCode::PRECONDITION_FAILED, refusal.kind.name(), detail)
        }
    }
}

/// Schedule a meeting
///
/// The same `Idempotency-Key` again returns the same meeting; with another body it is refused.
#[utoipa::path(post, operation_id = "scheduleMeeting", path = "/meetings", tag = "meetings", request_body = NewMeeting,
    params(("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["meetings:write"])),
    responses((status = 201, body = MeetingDetailWords, headers(("Location" = String), ("ETag" = String))), Errors))]
async fn create(
    Script(script): Script,
    Once(key): Once,
    Body(wanted): Body<NewMeeting>,
) -> Result<Response, Problem> {
    let organizer = script.scheduler()?;
    let connections = organizer.choices().await?;
    let named = |it: &&portico_domain::connections::Connection| {
        it.id.as_str() == wanted.connection || it.name == wanted.connection
    };
    let connection = connections.iter().find(named);
    let connection = connection.ok_or_else(|| Problem::field("connection", Rule::NotAChoice))?;
    let (form, zone) = words::new_form(wanted, connection)?;
    let id = organizer.schedule(&key, &form, &zone).await?;
    let location = format!("/api/v1/meetings/{id}");
    let (tag, made) = detail(&script, &organizer, &id).await?;
    Ok((StatusCode::CREATED, [(LOCATION, location)], tag, made).into_response())
}

/// Look at a meeting
///
/// Its vendor is asked, at most once a second; a silent vendor is no error. `ETag` stands for what a change can
/// set: that people come and go does not change it.
#[utoipa::path(get, operation_id = "getMeeting", path = "/meetings/{id}", tag = "meetings", params(("id" = String, Path)),
    security(("token" = ["meetings:read"])),
    responses((status = 200, body = MeetingDetailWords, headers(("ETag" = String))), Errors))]
async fn view(Script(script): Script, Named(id): Named<String>) -> Result<Detail, Problem> {
    let member = script.reader()?;
    detail(&script, &member, &MeetingId::new(id)).await
}

/// Change a meeting
///
/// What is left out stays. Some vendors cannot change: there it is cancelled and booked again, and its number
/// changes. With `If-Match` it is changed only if it still is as that `ETag` says, here and at its vendor; else
/// the answer is 412 and nothing was sent.
///
/// In a series that Portico made, `scope` says how far it goes. Of the other meetings only what the change sets is
/// changed; another time holds on each one's own day, another date moves them all by as many days. Those that
/// have begun or are over stay. If some cannot be changed the others are all the same, and the problem's
/// `meetings` says what became of each; the same `Idempotency-Key` again goes on with those that are left.
#[utoipa::path(patch, operation_id = "changeMeeting", path = "/meetings/{id}", tag = "meetings", request_body = ChangedMeeting,
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` that the change starts from, several with commas, or `*`")),
    security(("token" = ["meetings:write"])),
    responses((status = 200, body = MeetingDetailWords, headers(("ETag" = String))), Errors))]
async fn change(
    Script(script): Script,
    Named(id): Named<String>,
    Once(key): Once,
    Expected(seen): Expected,
    Body(wanted): Body<ChangedMeeting>,
) -> Result<Detail, Problem> {
    let organizer = script.scheduler()?;
    let id = MeetingId::new(id);
    let (meeting, connection, password) = organizer.editable(&id).await?;
    let password = password.map(|password| password.expose_secret().to_owned());
    let reach = wanted.scope.map_or(Reach::This, Reach::from);
    let (form, zone) = words::changed_form(wanted, &meeting, &connection, password)?;
    let done = organizer.change_series(&id, &key, &form, &zone, seen.as_ref(), reach).await;
    done.map_err(out_of_date)?;
    detail(&script, &organizer, &id).await
}

/// Cancel a meeting
///
/// It is deleted at its vendor and kept here as cancelled. Cancelling again is fine.
#[utoipa::path(delete, operation_id = "cancelMeeting", path = "/meetings/{id}", tag = "meetings",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["meetings:write"])), responses((status = 204), Errors))]
async fn cancel(
    Script(script): Script,
    Named(id): Named<String>,
    Once(key): Once,
) -> Result<StatusCode, Problem> {
    script.scheduler()?.cancel(&MeetingId::new(id), &key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a meeting now
///
/// For everyone in it, where the vendor can.
#[utoipa::path(post, operation_id = "endMeeting", path = "/meetings/{id}/end", tag = "meetings",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["meetings:write"])), responses((status = 204), Errors))]
async fn end(
    Script(script): Script,
    Named(id): Named<String>,
    Once(key): Once,
) -> Result<StatusCode, Problem> {
    script.scheduler()?.end(&MeetingId::new(id), &key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How a meeting stands now
///
/// Its vendor is asked, at most once a second however many ask.
#[utoipa::path(get, operation_id = "getLiveState", path = "/meetings/{id}/live", tag = "meetings", params(("id" = String, Path)),
    security(("token" = ["meetings:read"])), responses((status = 200, body = LiveWords), Errors))]
async fn live(Script(script): Script, Named(id): Named<String>) -> Result<Json<LiveWords>, Problem> {
    let member = script.reader()?;
    let id = MeetingId::new(id);
    let (meeting, failing) = member.fresh(&id).await?;
    let mut stale = failing.map(|refusal| refusal.kind);
    let room = match member.room_look(&id).await {
        Ok(room) => room,
        // Most vendors have no rooms to look into.
        Err(Refusal { kind: Kind::Unsupported, .. }) => None,
        Err(refusal) => {
            stale.get_or_insert(refusal.kind);
            None
        }
    };
    let sees_secrets = script.token().scopes.has(Scope::Join);
    let duration = member.duration_seconds(&meeting);
    let people = member.people(&meeting).await?;
    Ok(Json(words::live(&meeting, people, duration, stale, room, sees_secrets)))
}

/// The series of a meeting
#[utoipa::path(get, operation_id = "getSeries", path = "/meetings/{id}/series", tag = "meetings", params(("id" = String, Path)),
    security(("token" = ["meetings:read"])), responses((status = 200, body = SeriesWords), Errors))]
async fn series(Script(script): Script, Named(id): Named<String>) -> Result<Json<SeriesWords>, Problem> {
    let member = script.reader()?;
    let whole = member.meeting(&MeetingId::new(id)).await?;
    let own = &script.person().id;
    let items = member.series(&whole.meeting).await?;
    let line = |meeting: &portico_domain::meetings::Meeting| {
        words::meeting(meeting, &whole.connection, meeting.owner.as_ref() == Some(own))
    };
    Ok(Json(SeriesWords { items: items.iter().map(line).collect() }))
}

/// Cancel a meeting of a series and all that follow it
#[utoipa::path(post, operation_id = "cancelFollowing", path = "/meetings/{id}/cancel-following", tag = "meetings",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["meetings:write"])), responses((status = 204), Errors))]
async fn cancel_following(
    Script(script): Script,
    Named(id): Named<String>,
    Once(key): Once,
) -> Result<StatusCode, Problem> {
    script.scheduler()?.cancel_following(&MeetingId::new(id), &key).await?;
    Ok(StatusCode::NO_CONTENT)
}
