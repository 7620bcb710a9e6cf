//! A Portico with the sandbox's three vendors, and a script with a token.

use crate::commands::{serve, trial};
use crate::config::{Keys, Settings};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, Response};
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::forms::{SetupForm, TokenForm};
use portico_sandbox::{Sandbox, SandboxConfig};
use portico_service::{Administrator, Services, Visit};
use secrecy::ExposeSecret;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use tower::ServiceExt;

pub struct Rig {
    pub state: crate::http::State,
    pub router: Router,
    pub services: Services,
    pub administrator: Administrator,
    pub sandbox: Sandbox,
    pub connections: Vec<Connection>,
    folder: PathBuf,
}

impl Drop for Rig {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// An answer, read.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Bytes,
    pub json: Value,
}

pub async fn rig(seed: bool) -> Rig {
    let folder = std::env::temp_dir().join(format!("portico-api-{}", uuid::Uuid::now_v7()));
    let settings = Settings::check(Keys { data_dir: folder.clone(), ..Keys::default() }).unwrap();
    let services = serve::open(&settings).await.unwrap();
    let sandbox = Sandbox::start(SandboxConfig { seed, ..SandboxConfig::default() }).await.unwrap();
    for connection in trial::connections(&sandbox).unwrap() {
        services.ensure_sandbox(connection).await.unwrap();
    }
    let token = services.new_setup_token().await.unwrap();
    let form = SetupForm { account: "admin".into(), name: "Ada".into() };
    let (password, visit) = ("correct horse battery".into(), Visit::default());
    let session = services.set_up(token.expose_secret(), &form, &password, &password, &visit).await.unwrap();
    let administrator = services.administrator(&services.caller(&session).await.unwrap()).unwrap();
    let connections = administrator.connections().await.unwrap();
    let state = crate::http::State::new(services.clone(), Arc::new(settings));
    let router = crate::http::router(state.clone());
    Rig { state, router, services, administrator, sandbox, connections, folder }
}

impl Rig {
    pub fn connection(&self, vendor: Vendor) -> &Connection {
        self.connections.iter().find(|it| it.vendor == vendor).unwrap()
    }

    /// A token of the administrator's with these scopes.
    pub async fn token(&self, scopes: &[&str]) -> String {
        let scopes = scopes.iter().map(|scope| ((*scope).to_owned(), "on".to_owned())).collect();
        let form = TokenForm { name: "A script".into(), days: String::new(), scopes };
        let made = self.administrator.create_token(&form).await.unwrap();
        made.token.expose_secret().to_owned()
    }

    /// Leave for everything of everyone, through the proxy too.
    pub async fn token_for_all(&self) -> String {
        let mut scopes: Vec<String> =
            ["meetings:read", "meetings:write", "join", "recordings", "directory", "webhooks"]
                .map(String::from)
                .to_vec();
        for connection in &self.connections {
            scopes.push(format!("proxy:{}:*", connection.id));
            if connection.vendor == Vendor::Cloudroom {
                let named = ["company.create", "company.change", "company.delete"];
                scopes.extend(named.map(|name| format!("proxy:{}:{name}", connection.id)));
            }
        }
        self.token(&scopes.iter().map(String::as_str).collect::<Vec<_>>()).await
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 50_000_000).await.unwrap();
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status.as_u16(), headers: parts.headers, bytes, json }
    }

    /// With the token in `Authorization`, and a JSON body if there is one.
    pub async fn call(&self, token: &str, method: &Method, path: &str, body: Option<Value>) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        let body = body.map(|body| Body::from(body.to_string())).unwrap_or_default();
        self.ask(request.body(body).unwrap()).await
    }

    pub async fn get(&self, token: &str, path: &str) -> Answer {
        self.call(token, &Method::GET, path, None).await
    }

    pub async fn post(&self, token: &str, path: &str, body: Value) -> Answer {
        self.call(token, &Method::POST, path, Some(body)).await
    }

    /// What reached this vendor, as method and path with query, since the log was last cleared.
    pub fn reached(&self) -> Vec<String> {
        let calls = self.sandbox.control().calls();
        calls.into_iter().map(|call| format!("{} {}", call.method, call.path)).collect()
    }
}
