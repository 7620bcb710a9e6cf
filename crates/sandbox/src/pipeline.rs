//! The way of every request on the vendors' port: log, faults, vendor, `Date`, answer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, DATE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use crate::call_log::{Arrival, CallLog};
use crate::clock::{Clock, http_date};
use crate::connection::Cut;
use crate::deform;
use crate::evidence::{Evidence, Told};
use crate::faults::{Action, Faults, Plan};
use crate::vendor::Vendor;
use crate::{cloudroom, vmr, webapi};

/// Bodies beyond this are not read; only uploaded pictures come near.
const BODY_LIMIT: usize = 1024 * 1024;
const PICTURE_LIMIT: usize = 12 * 1024 * 1024;

/// Everything that stands behind the vendors' port.
#[derive(Clone)]
pub(crate) struct Vendors {
    pub clock: Clock,
    pub log: CallLog,
    pub faults: Faults,
    pub evidence: Evidence,
    pub cloudroom: Arc<cloudroom::Room>,
    pub vmr: Arc<vmr::Room>,
    pub webapi: Arc<webapi::Room>,
}

/// A request, read whole.
pub(crate) struct Incoming {
    pub method: Method,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    /// None when it was too long or broke off.
    pub body: Option<Bytes>,
    /// The vendor's time for this call, skewed where a fault says so.
    pub now: i64,
}

impl Incoming {
    /// Whether the body is declared to be JSON.
    pub fn says_json(&self) -> bool {
        self.says("application/json")
    }

    /// Whether the body is declared to be of this media type, whatever its parameters.
    pub fn says(&self, media_type: &str) -> bool {
        self.headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case(media_type))
    }

    fn path_and_query(&self) -> String {
        match self.query.as_str() {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        }
    }
}

pub(crate) async fn serve(
    State(vendors): State<Vendors>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let limit = match parts.uri.path() {
        webapi::PICTURES => PICTURE_LIMIT,
        _ => BODY_LIMIT,
    };
    let incoming = Incoming {
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        method: parts.method,
        headers: parts.headers,
        body: to_bytes(body, limit).await.ok(),
        now: vendors.clock.now(),
    };
    // A task of its own: a vendor goes on with a call whose caller has hung up.
    let walk = tokio::spawn(async move { vendors.walk(incoming, cut).await });
    walk.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

impl Vendors {
    async fn walk(&self, mut incoming: Incoming, cut: Cut) -> Response {
        let vendor = Vendor::of(&incoming.path);
        let operation = vendor.operation(&incoming.method, &incoming.path);
        let body = String::from_utf8_lossy(incoming.body.as_deref().unwrap_or_default());
        let (path, body) = (vendor.masked(incoming.path_and_query()), vendor.masked(body.into_owned()));
        let (method, headers) = (incoming.method.clone(), incoming.headers.clone());
        let arrival = Arrival {
            time: incoming.now,
            time_ms: self.clock.now_ms(),
            vendor: vendor.name(),
            operation,
            method: method.as_str(),
            path: &path,
            headers: &headers,
            body: &body,
        };
        let seq = self.log.open(&arrival);
        let plan = self.faults.take(operation, &incoming.path);
        if !plan.names.is_empty() {
            let names = plan.names.join("+");
            self.log.amend(seq, |call| call.fault = Some(names));
        }
        sleep_ms(plan.delay_before_ms).await;
        incoming.now = self.clock.now().saturating_add(plan.skew_seconds);
        let (mut response, told) = self.answer(seq, vendor, &incoming, &plan, &cut).await;
        self.evidence.note(&arrival, told);
        if let Ok(date) = HeaderValue::from_str(&http_date(incoming.now)) {
            response.headers_mut().insert(DATE, date);
        }
        response
    }

    async fn answer(
        &self,
        seq: u64,
        vendor: Vendor,
        incoming: &Incoming,
        plan: &Plan,
        cut: &Cut,
    ) -> (Response, Told) {
        if plan.action == Some(Action::DropBefore) {
            return (hang_up(cut), Told::Nothing);
        }
        if let Some(response) = plan.action.as_ref().and_then(deform::instead_of_handling) {
            let status = response.status().as_u16();
            self.log.amend(seq, |call| call.status = Some(status));
            let told = match &plan.action {
                Some(Action::Refuse { body, .. }) => Told::by(body),
                _ => Told::Nothing,
            };
            return (response, told);
        }
        let reply = match vendor {
            Vendor::Cloudroom => self.cloudroom.handle(incoming),
            Vendor::Vmr => self.vmr.handle(incoming),
            Vendor::Webapi => self.webapi.handle(incoming).await,
        };
        let dropped = plan.action == Some(Action::DropAfter);
        let (status, code) = (reply.status.as_u16(), reply.code);
        let unknown = reply.unknown_fields.clone();
        let told = match code {
            Some(code) => Told::Code { code, scripted: reply.scripted },
            None if status < 400 => Told::Success,
            None => Told::Nothing,
        };
        self.log.amend(seq, |call| {
            call.handled = true;
            call.status = (!dropped).then_some(status);
            call.code = code;
            call.unknown_fields = unknown;
        });
        sleep_ms(plan.delay_after_ms).await;
        match &plan.action {
            Some(Action::DropAfter) => (hang_up(cut), Told::Nothing),
            Some(action) => (deform::send_spoilt(reply, action), Told::Nothing),
            None => (deform::send(reply), told),
        }
    }
}

/// The connection dies at the next write; the response is never seen.
fn hang_up(cut: &Cut) -> Response {
    cut.now();
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

async fn sleep_ms(ms: u64) {
    if ms > 0 {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
}
