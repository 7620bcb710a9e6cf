//! The control port: [`Control`] as HTTP and JSON, for browser tests and for hands.

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::cloudroom::NoSuchMeeting;
use crate::control::{Control, NoSuchThing};
use crate::faults::Fault;
use crate::vmr::RoomPoke;

type Body<T> = Result<Json<T>, JsonRejection>;

pub(crate) fn router(control: Control) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/calls", get(calls).delete(clear_calls))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/clock", get(clock).post(move_clock))
        .route("/state", get(state))
        .route("/people", get(people))
        .route("/variants", get(variants).post(set_variants))
        .route("/credentials", get(credentials))
        .route("/meetings/{conf_id}/start", post(start))
        .route("/meetings/{conf_id}/end", post(end))
        .route("/meetings/{conf_id}/members", post(members))
        .route("/webapi/meetings/{serial}/enter", post(webapi_enter))
        .route("/webapi/meetings/{serial}/leave", post(webapi_leave))
        .route("/webapi/meetings/{serial}/end", post(webapi_end))
        .route("/vmr/rooms/{sipkey}", post(vmr_poke))
        .with_state(control)
}

async fn calls(State(control): State<Control>) -> Response {
    Json(control.calls()).into_response()
}

async fn clear_calls(State(control): State<Control>) -> StatusCode {
    control.clear_calls();
    StatusCode::NO_CONTENT
}

async fn faults(State(control): State<Control>) -> Response {
    Json(control.faults()).into_response()
}

/// One fault, or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(Fault),
    Many(Vec<Fault>),
}

async fn add_fault(State(control): State<Control>, body: Body<OneOrMany>) -> Response {
    let faults = match body {
        Ok(Json(OneOrMany::One(fault))) => vec![fault],
        Ok(Json(OneOrMany::Many(faults))) => faults,
        Err(rejection) => return refused(&rejection.body_text()),
    };
    for fault in faults {
        control.add_fault(fault);
    }
    StatusCode::NO_CONTENT.into_response()
}

async fn clear_faults(State(control): State<Control>) -> StatusCode {
    control.clear_faults();
    StatusCode::NO_CONTENT
}

async fn clock(State(control): State<Control>) -> Response {
    Json(json!({ "now": control.clock().now() })).into_response()
}

/// Members are applied in this order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockMove {
    frozen: Option<bool>,
    set: Option<i64>,
    advance_seconds: Option<i64>,
}

async fn move_clock(State(control): State<Control>, body: Body<ClockMove>) -> Response {
    let Json(wanted) = match body {
        Ok(wanted) => wanted,
        Err(rejection) => return refused(&rejection.body_text()),
    };
    match wanted.frozen {
        Some(true) => control.clock().freeze(),
        Some(false) => control.clock().run(),
        None => {}
    }
    if let Some(seconds) = wanted.set {
        control.clock().set(seconds);
    }
    if let Some(seconds) = wanted.advance_seconds {
        control.clock().advance(seconds);
    }
    clock(State(control)).await
}

async fn state(State(control): State<Control>) -> Response {
    Json(control.state()).into_response()
}

async fn people(State(control): State<Control>) -> Response {
    Json(json!({ "cloudroom": control.people() })).into_response()
}

async fn variants(State(control): State<Control>) -> Response {
    Json(json!({
        "cloudroom": control.variants(),
        "vmr": control.vmr_variants(),
        "webapi": control.webapi_variants(),
    }))
    .into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantsByVendor {
    cloudroom: Option<Map<String, Value>>,
    vmr: Option<Map<String, Value>>,
    webapi: Option<Map<String, Value>>,
}

/// Switches that are not named stay as they are.
async fn set_variants(State(control): State<Control>, body: Body<VariantsByVendor>) -> Response {
    let Json(wanted) = match body {
        Ok(wanted) => wanted,
        Err(rejection) => return refused(&rejection.body_text()),
    };
    match apply(&control, wanted) {
        Ok(()) => variants(State(control)).await,
        Err(error) => refused(&error.to_string()),
    }
}

/// All of them or none.
fn apply(control: &Control, wanted: VariantsByVendor) -> serde_json::Result<()> {
    let cloudroom = merged(&control.variants(), wanted.cloudroom)?;
    let vmr = merged(&control.vmr_variants(), wanted.vmr)?;
    let webapi = merged(&control.webapi_variants(), wanted.webapi)?;
    control.set_variants(cloudroom);
    control.set_vmr_variants(vmr);
    control.set_webapi_variants(webapi);
    Ok(())
}

fn merged<T: Serialize + DeserializeOwned>(
    current: &T,
    wanted: Option<Map<String, Value>>,
) -> serde_json::Result<T> {
    let mut value = serde_json::to_value(current)?;
    if let (Value::Object(map), Some(wanted)) = (&mut value, wanted) {
        map.extend(wanted);
    }
    serde_json::from_value(value)
}

async fn credentials(State(control): State<Control>) -> Response {
    Json(json!({
        "cloudroom_base": control.cloudroom_base(),
        "vmr_base": control.vmr_base(),
        "webapi_base": control.webapi_base(),
        "credentials": control.credentials(),
    }))
    .into_response()
}

async fn start(State(control): State<Control>, Path(conf_id): Path<i64>) -> Response {
    poked(control.start_meeting(conf_id))
}

async fn end(State(control): State<Control>, Path(conf_id): Path<i64>) -> Response {
    poked(control.end_meeting(conf_id))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Members {
    members: u32,
}

async fn members(State(control): State<Control>, Path(conf_id): Path<i64>, body: Body<Members>) -> Response {
    match body {
        Ok(Json(wanted)) => poked(control.set_members(conf_id, wanted.members)),
        Err(rejection) => refused(&rejection.body_text()),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Who {
    userid: String,
    #[serde(default)]
    username: String,
}

async fn webapi_enter(State(control): State<Control>, Path(serial): Path<i64>, body: Body<Who>) -> Response {
    match body {
        Ok(Json(who)) => pulled(control.webapi_enter(serial, &who.userid, &who.username)),
        Err(rejection) => refused(&rejection.body_text()),
    }
}

async fn webapi_leave(State(control): State<Control>, Path(serial): Path<i64>, body: Body<Who>) -> Response {
    match body {
        Ok(Json(who)) => pulled(control.webapi_leave(serial, &who.userid)),
        Err(rejection) => refused(&rejection.body_text()),
    }
}

async fn webapi_end(State(control): State<Control>, Path(serial): Path<i64>) -> Response {
    pulled(control.webapi_end(serial))
}

async fn vmr_poke(
    State(control): State<Control>,
    Path(sipkey): Path<String>,
    body: Body<RoomPoke>,
) -> Response {
    match body {
        Ok(Json(poke)) => pulled(control.vmr_poke(&sipkey, poke)),
        Err(rejection) => refused(&rejection.body_text()),
    }
}

fn pulled(outcome: Result<(), NoSuchThing>) -> Response {
    match outcome {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(NoSuchThing) => {
            (StatusCode::NOT_FOUND, Json(json!({ "error": "no such thing" }))).into_response()
        }
    }
}

fn poked(outcome: Result<(), NoSuchMeeting>) -> Response {
    match outcome {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(NoSuchMeeting) => {
            let body = Json(json!({ "error": "no such meeting" }));
            (StatusCode::NOT_FOUND, body).into_response()
        }
    }
}

fn refused(why: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": why }))).into_response()
}
