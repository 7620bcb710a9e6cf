//! A sandbox with a clock that stands still, and a caller who signs.

use portico_sandbox::{Clock, Control, Sandbox, SandboxConfig};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Wednesday 2026-04-01 09:00:00 in Shanghai.
pub const NOW: i64 = 1_775_005_200;
pub const HOUR: i64 = 3600;
pub const DAY: i64 = 24 * HOUR;

pub const SECRET_ID: &str = "sandbox-company";
pub const SECRET_KEY: &str = "sandbox-secret-key-not-for-production";

/// 云屋科技, the company's creator.
pub const CREATOR: i64 = 1_000_141_441;
/// 王丽.
pub const WANG_LI: i64 = 1_000_141_502;
/// A meeting of another company.
pub const FOREIGN: i64 = 88_880_000;

pub struct Rig {
    pub sandbox: Sandbox,
    pub http: Client,
}

/// What came back.
#[derive(Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    pub fn code(&self) -> i64 {
        self.body["code"].as_i64().unwrap_or_default()
    }

    #[track_caller]
    pub fn expect_ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body
    }

    /// A refusal exactly as the document's table has it.
    #[track_caller]
    pub fn expect_refusal(&self, status: u16, code: i64, msg: &str) {
        let expected = json!({ "code": code, "msg": msg });
        assert_eq!((self.status, &self.body), (status, &expected));
    }
}

impl Rig {
    pub async fn empty() -> Self {
        Self::with(false).await
    }

    pub async fn seeded() -> Self {
        Self::with(true).await
    }

    async fn with(seed: bool) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let config = SandboxConfig { seed, clock: Clock::frozen_at(NOW), ..SandboxConfig::default() };
        let redirects = reqwest::redirect::Policy::none();
        Self {
            sandbox: Sandbox::start(config).await.unwrap(),
            http: Client::builder().redirect(redirects).build().unwrap(),
        }
    }

    pub fn control(&self) -> &Control {
        self.sandbox.control()
    }

    pub fn now(&self) -> i64 {
        self.control().clock().now()
    }

    /// A signed request to a path below the vendor's base.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.sandbox.cloudroom_base());
        self.sign(self.http.request(method, url), SECRET_ID, SECRET_KEY)
    }

    pub fn sign(&self, request: RequestBuilder, id: &str, key: &str) -> RequestBuilder {
        let timestamp = self.now().to_string();
        request
            .header("X-CR-SecretId", id)
            .header("X-CR-Timestamp", &timestamp)
            .header("X-CR-Signature", signature(id, &timestamp, key))
            .header("X-CR-RequestId", "8d7cbbf0-2f0c-4a0c-8f0e-2f1f6d1c1b11")
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let request = self.request(method, path);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        answer(request.send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    pub async fn create(&self, body: &Value) -> i64 {
        let created = self.post("/conference", body).await.expect_ok();
        created["confId"].as_i64().unwrap()
    }

    /// A meeting in an hour, for an hour.
    pub async fn soon(&self) -> i64 {
        self.create(&scheduled(self.now() + HOUR, self.now() + 2 * HOUR)).await
    }

    pub async fn detail(&self, conf_id: i64) -> Value {
        let mut body = self.get(&format!("/conference/{conf_id}")).await.expect_ok();
        body["confDetail"].take()
    }

    pub async fn join(&self, conf_id: i64, query: &str) -> Answer {
        self.get(&format!("/conference/{conf_id}/join?{query}")).await
    }

    pub async fn end(&self, conf_id: i64) -> Answer {
        self.send(Method::POST, &format!("/conference/{conf_id}/end"), None).await
    }

    /// A meeting that was created, joined and ended.
    pub async fn held(&self) -> i64 {
        let conf_id = self.create(&json!({ "subject": "held" })).await;
        self.join(conf_id, "nickName=A").await.expect_ok();
        self.control().advance(600);
        self.end(conf_id).await.expect_ok();
        conf_id
    }

    /// A page or file at the vendor's origin, unsigned.
    pub fn origin(&self, path: &str) -> String {
        let base = self.sandbox.cloudroom_base();
        let origin = base.strip_suffix("/CLOUDROOM-SERVER/v2").unwrap();
        format!("{origin}{path}")
    }
}

pub async fn answer(response: Response) -> Answer {
    Answer { status: response.status().as_u16(), body: response.json().await.unwrap() }
}

pub fn signature(id: &str, timestamp: &str, key: &str) -> String {
    hex::encode(Sha256::digest(format!("{id}&{timestamp}&{key}")))
}

pub fn scheduled(start: i64, end: i64) -> Value {
    json!({
        "subject": "计划会议",
        "orderConfig": { "scheduleTime": start, "scheduleEndTime": end },
    })
}

pub fn repeating(start: i64, end: i64, period: i64, until: i64) -> Value {
    json!({
        "subject": "周期会议",
        "orderConfig": {
            "scheduleTime": start, "scheduleEndTime": end,
            "periodType": period, "periodEndTime": until,
        },
    })
}
