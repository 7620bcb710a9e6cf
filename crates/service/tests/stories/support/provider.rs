//! An identity provider that can do everything wrong.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use portico_service::vendors::kit::{Clock, FixedClock};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use url::Url;

pub const CLIENT_ID: &str = "portico";
/// With everything that must be encoded.
pub const CLIENT_SECRET: &str = "canary: client/secret+1%";

/// How it behaves at one of its addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trick {
    Status(u16),
    Hang,
    Garbage,
    Huge,
    /// To itself, where a good answer waits.
    Redirect,
    Html,
}

/// How it signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signing {
    #[default]
    Good,
    /// With a key that it does not publish, under the name of the one that it does.
    OtherKey,
    Broken,
    /// `alg` is `none`, and nothing follows the last dot.
    None,
    /// With its public key as if that were a shared secret.
    Shared,
}

type Tweak = Box<dyn Fn(&mut Value) + Send>;

struct Granted {
    challenge: String,
    callback: String,
    nonce: String,
    claims: Value,
    more: Value,
}

struct Inner {
    issuer: String,
    clock: Arc<FixedClock>,
    key: EcdsaKeyPair,
    key_name: String,
    codes: HashMap<String, Granted>,
    access: HashMap<String, Value>,
    tricks: HashMap<&'static str, Trick>,
    metadata: Value,
    signing: Signing,
    tweak: Option<Tweak>,
    calls: Vec<String>,
}

/// The provider; it stops with its owner.
pub struct FakeProvider {
    pub issuer: String,
    inner: Arc<Mutex<Inner>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for FakeProvider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn fresh_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap()
}

fn published(key: &EcdsaKeyPair, name: &str) -> Value {
    let point = key.public_key().as_ref();
    let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..]));
    json!({"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": name, "use": "sig", "alg": "ES256"})
}

impl FakeProvider {
    pub async fn start(clock: Arc<FixedClock>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let inner = Arc::new(Mutex::new(Inner {
            issuer: issuer.clone(),
            clock,
            key: fresh_key(),
            key_name: "one".into(),
            codes: HashMap::new(),
            access: HashMap::new(),
            tricks: HashMap::new(),
            metadata: json!({}),
            signing: Signing::Good,
            tweak: None,
            calls: Vec::new(),
        }));
        let router = Router::new().fallback(answer).with_state(inner.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { issuer, inner, task }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    /// At this path it does this, until told otherwise.
    pub fn trick(&self, path: &'static str, trick: Option<Trick>) {
        match trick {
            Some(trick) => self.inner().tricks.insert(path, trick),
            None => self.inner().tricks.remove(path),
        };
    }

    /// Says this of itself besides.
    pub fn says(&self, name: &str, value: Value) {
        self.inner().metadata[name] = value;
    }

    pub fn signs(&self, signing: Signing) {
        self.inner().signing = signing;
    }

    /// Changes the claims of every token from now on.
    pub fn tweaks(&self, tweak: impl Fn(&mut Value) + Send + 'static) {
        self.inner().tweak = Some(Box::new(tweak));
    }

    pub fn behaves(&self) {
        let mut inner = self.inner();
        inner.tweak = None;
        inner.signing = Signing::Good;
        inner.tricks.clear();
    }

    pub fn changes_its_key(&self) {
        let mut inner = self.inner();
        inner.key = fresh_key();
        inner.key_name = "two".into();
    }

    pub fn calls(&self, path: &str) -> usize {
        self.inner().calls.iter().filter(|call| *call == path).count()
    }

    /// Somebody signs in at the address that Portico gave them; the code that the browser brings back. `more`
    /// is what the userinfo endpoint adds.
    pub fn grant(&self, address: &Url, claims: Value, more: Value) -> String {
        let asked: HashMap<String, String> = address.query_pairs().into_owned().collect();
        assert_eq!(address.path(), "/authorize");
        assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str()), ("code", CLIENT_ID));
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let granted = Granted {
            challenge: asked["code_challenge"].clone(),
            callback: asked["redirect_uri"].clone(),
            nonce: asked["nonce"].clone(),
            claims,
            more,
        };
        let code = portico_service::access::tokens::new_key();
        self.inner().codes.insert(code.clone(), granted);
        code
    }
}

/// The lock is never held while waiting.
async fn answer(
    State(inner): State<Arc<Mutex<Inner>>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path().to_owned();
    let trick = {
        let mut inner = inner.lock().unwrap();
        inner.calls.push(path.clone());
        inner.tricks.get(path.as_str()).copied()
    };
    match trick {
        Some(Trick::Status(status)) => return StatusCode::from_u16(status).unwrap().into_response(),
        Some(Trick::Hang) => std::future::pending().await,
        Some(Trick::Garbage) => return "{\"issuer\": \u{1}".into_response(),
        Some(Trick::Html) => return "<!DOCTYPE html><p>Please sign in".into_response(),
        Some(Trick::Huge) => {
            let piece = Bytes::from(vec![b'['; 1024 * 1024]);
            let pieces = futures::stream::iter((0..64).map(move |_| Ok::<_, std::io::Error>(piece.clone())));
            return Body::from_stream(pieces).into_response();
        }
        Some(Trick::Redirect) => return (StatusCode::FOUND, [("location", "/elsewhere")]).into_response(),
        None => {}
    }
    let mut inner = inner.lock().unwrap();
    let (status, json) = match path.as_str() {
        "/.well-known/openid-configuration" => (200, inner.document()),
        "/keys" => (200, json!({"keys": [published(&inner.key, &inner.key_name)]})),
        "/token" => inner.token(&headers, &body),
        "/userinfo" => inner.user_info(&headers),
        _ => (404, json!({})),
    };
    let status = StatusCode::from_u16(status).unwrap();
    (status, [("content-type", "application/json")], json.to_string()).into_response()
}

impl Inner {
    fn document(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.issuer);
        let mut document = json!({
            "issuer": self.issuer,
            "authorization_endpoint": at("/authorize"),
            "token_endpoint": at("/token"),
            "jwks_uri": at("/keys"),
            "userinfo_endpoint": at("/userinfo"),
        });
        for (name, value) in self.metadata.as_object().unwrap() {
            document[name] = value.clone();
        }
        document
    }

    fn token(&mut self, headers: &HeaderMap, body: &[u8]) -> (u16, Value) {
        let form: HashMap<String, String> = url::form_urlencoded::parse(body).into_owned().collect();
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let basic = STANDARD.encode(format!("{}:{}", encoded(CLIENT_ID), encoded(CLIENT_SECRET)));
        let header = headers.get("authorization").map(|value| value.to_str().unwrap());
        let posted = form.get("client_secret").map(String::as_str) == Some(CLIENT_SECRET);
        if header != Some(format!("Basic {basic}").as_str()) && !posted {
            return (401, json!({"error": "invalid_client"}));
        }
        // A code is good once, whatever comes of it.
        let granted = form.get("code").and_then(|code| self.codes.remove(code));
        let challenge = form.get("code_verifier").map(|it| URL_SAFE_NO_PAD.encode(Sha256::digest(it)));
        let fits = |granted: &Granted| {
            Some(&granted.challenge) == challenge.as_ref()
                && form.get("redirect_uri") == Some(&granted.callback)
        };
        let Some(granted) = granted.filter(fits) else {
            return (400, json!({"error": "invalid_grant", "error_description": "canary description"}));
        };
        let access = portico_service::access::tokens::new_key();
        self.access.insert(access.clone(), granted.more.clone());
        let id_token = self.sign(&granted);
        (200, json!({"id_token": id_token, "access_token": access, "token_type": "Bearer"}))
    }

    fn sign(&self, granted: &Granted) -> String {
        let now = self.clock.now().seconds();
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT_ID, "nonce": granted.nonce, "iat": now, "exp": now + 300,
        });
        for (name, value) in granted.claims.as_object().unwrap() {
            claims[name] = value.clone();
        }
        if let Some(tweak) = &self.tweak {
            tweak(&mut claims);
        }
        let algorithm = match self.signing {
            Signing::None => "none",
            Signing::Shared => "HS256",
            _ => "ES256",
        };
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = json!({"alg": algorithm, "kid": self.key_name});
        let message = format!("{}.{}", part(&header), part(&claims));
        let signed = |key: &EcdsaKeyPair| {
            key.sign(&SystemRandom::new(), message.as_bytes()).unwrap().as_ref().to_vec()
        };
        let signature = match self.signing {
            Signing::Good => signed(&self.key),
            Signing::OtherKey => signed(&fresh_key()),
            Signing::Broken => signed(&self.key).into_iter().rev().collect(),
            Signing::None => Vec::new(),
            Signing::Shared => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, self.key.public_key().as_ref());
                ring::hmac::sign(&key, message.as_bytes()).as_ref().to_vec()
            }
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn user_info(&self, headers: &HeaderMap) -> (u16, Value) {
        let header = headers.get("authorization").map(|value| value.to_str().unwrap()).unwrap_or_default();
        match header.strip_prefix("Bearer ").and_then(|access| self.access.get(access)) {
            Some(more) => (200, more.clone()),
            None => (401, json!({"error": "invalid_token"})),
        }
    }
}
