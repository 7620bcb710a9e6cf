//! The document says what the router does, and each route wants the scope that the document names.

use super::rig::{Rig, rig};
use crate::http::api::openapi;
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

fn document() -> Value {
    serde_json::from_str(&openapi()).unwrap()
}

/// Method, path, and what the document says of them.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            all.push((method.clone(), path.clone(), operation.clone()));
        }
    }
    all
}

fn filled(path: &str) -> String {
    let mut path = path.to_owned();
    while let Some((start, end)) = path.find('{').zip(path.find('}')) {
        path.replace_range(start..=end, "x");
    }
    path
}

async fn status(rig: &Rig, token: &str, method: &str, path: &str) -> (u16, Value) {
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
    let answer = rig.call(token, &method, &filled(path), Some(json!({}))).await;
    (answer.status, answer.json)
}

#[tokio::test]
async fn the_document_has_every_route_and_no_other() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."), "{}", document["openapi"]);
    let operations = operations(&document);
    for path in document["paths"].as_object().unwrap().keys() {
        for method in METHODS {
            let described = operations.iter().any(|(known, at, _)| known == method && at == path);
            let (status, _) = status(&rig, &token, method, path).await;
            assert_eq!(status != 405, described, "{method} {path}: {status}");
        }
    }
    // Routes come in only by their description, the two that show the document excepted.
    let sources = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/http/api")).unwrap();
    let texts = sources.filter_map(|file| std::fs::read_to_string(file.unwrap().path()).ok());
    let plain: usize = texts.map(|text| text.matches(".route(").count()).sum();
    assert_eq!(plain, 2);
    let served = rig.ask(Request::get("/api/v1/openapi.json").body(Body::empty()).unwrap()).await;
    assert_eq!(served.json, document);
    let page = rig.ask(Request::get("/api/v1").body(Body::empty()).unwrap()).await;
    let page = String::from_utf8(page.bytes.to_vec()).unwrap();
    for (method, path, _) in &operations {
        assert!(page.contains(&format!("<code>{} {path}</code>", method.to_uppercase())), "{method} {path}");
    }
    assert!(!page.contains("<script") && !page.contains("style="));
    let nowhere = rig.get(&token, "/api/v1/nothing").await;
    assert_eq!((nowhere.status, &nowhere.json["kind"]), (404, &json!("not-found")));
}

#[test]
fn the_document_is_whole() {
    let document = document();
    let mut pending = vec![&document];
    while let Some(value) = pending.pop() {
        if let Some(path) = value["$ref"].as_str() {
            assert!(document.pointer(path.trim_start_matches('#')).is_some(), "{path}");
        }
        match value {
            Value::Object(fields) => pending.extend(fields.values()),
            Value::Array(entries) => pending.extend(entries),
            _ => {}
        }
    }
    let mut ids = Vec::new();
    for (method, path, operation) in operations(&document) {
        for part in ["summary", "operationId"] {
            assert!(operation[part].as_str().is_some_and(|text| !text.is_empty()), "{method} {path}: {part}");
        }
        ids.push(operation["operationId"].to_string());
        assert!(operation["security"][0]["token"].is_array(), "{method} {path}");
        assert!(operation["responses"]["default"].is_object(), "{method} {path}");
    }
    let many = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), many, "each operation has its own id");
}

#[tokio::test]
async fn a_token_without_the_scope_is_told_which_one_is_missing() {
    let rig = rig(false).await;
    let all = ["meetings:read", "meetings:write", "join", "recordings", "directory", "webhooks"];
    for scope in all {
        let others: Vec<&str> = all.into_iter().filter(|other| *other != scope).collect();
        let token = rig.token(&others).await;
        let mut met = 0;
        for (method, path, operation) in operations(&document()) {
            let wanted = operation["security"][0]["token"].as_array().unwrap();
            if !wanted.contains(&json!(scope)) {
                continue;
            }
            // What comes before the scope is read, so it has to be good.
            let body = match (method.as_str(), path.as_str()) {
                ("post", "/api/v1/meetings") => {
                    json!({ "connection": "x", "subject": "x", "start": "2030-01-01T00:00:00Z" })
                }
                _ => json!({}),
            };
            let verb = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let answer = rig.call(&token, &verb, &filled(&path), Some(body)).await;
            assert_eq!(
                (answer.status, &answer.json["missing_scope"]),
                (403, &json!(scope)),
                "{method} {path}"
            );
            met += 1;
        }
        assert!(met > 0, "{scope}");
    }
    for (method, path, _) in operations(&document()) {
        let (status, problem) = status(&rig, "portico_wrong", &method, &path).await;
        // After so many wrong ones nobody looks any more.
        assert!(status == 401 || (status == 429 && problem["retry_after"].is_number()), "{method} {path}");
    }
}
