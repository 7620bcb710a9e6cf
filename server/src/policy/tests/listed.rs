//! The table against the router and the registered server functions.

use super::on_a_large_stack;
use super::world::{Portico, portico};
use crate::http;
use crate::policy::table::{RULES, find};
use axum::body::Body;
use axum::http::{Method, Request};
use std::collections::BTreeSet;

/// The paths of a router, which it tells in its debug text alone.
fn paths(router: &axum::Router<http::State>) -> BTreeSet<String> {
    let text = format!("{router:?}");
    let path = |part: &&str| part.starts_with('/') && !part.contains("__private__");
    text.split('"').filter(path).map(str::to_owned).collect()
}

fn routed(portico: &Portico) -> BTreeSet<String> {
    let state = &portico.state;
    [http::open(state), http::visitors(state), http::machines(state)].iter().flat_map(paths).collect()
}

#[test]
fn every_route_and_server_function_has_its_line() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let listed: BTreeSet<String> = RULES.iter().map(|rule| rule.path.to_owned()).collect();
        let routed = routed(&portico);
        assert!(routed.contains("/meetings/{id}") && routed.contains("/fn/meetings/view"), "{routed:?}");
        let missing: Vec<_> = routed.difference(&listed).collect();
        assert!(missing.is_empty(), "refused, because policy/table.rs has no line for: {missing:#?}");
        let functions = leptos::server_fn::axum::server_fn_paths();
        let missing: Vec<_> = functions.filter(|(path, _)| !listed.contains(*path)).collect();
        assert!(missing.is_empty(), "refused, because policy/table.rs has no line for: {missing:#?}");
        let gone: Vec<_> = listed.difference(&routed).filter(|path| !path.starts_with("/bench/")).collect();
        assert!(gone.is_empty(), "policy/table.rs speaks of what does not exist: {gone:#?}");
    });
}

#[test]
fn every_line_is_found_and_its_methods_are_the_routers() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        for rule in RULES {
            let path = portico.path(rule.path);
            let found = find(&path).unwrap_or_default();
            assert!(found.iter().any(|it| it.path == rule.path && it.about == rule.about), "{path}");
            if rule.path.starts_with("/bench/") {
                continue;
            }
            let all: BTreeSet<&Method> = found.iter().flat_map(|rule| rule.methods).collect();
            for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                let status = portico.ask(&portico.administrator, &method, &path, "").await;
                let refused = status == 405;
                assert_eq!(refused, !all.contains(&method), "{method} {path}: {status}");
            }
        }
    });
}

#[test]
fn what_is_not_listed_is_refused() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        // Such a route exists, but nobody thought of who may come.
        let forgotten = axum::Router::<()>::new()
            .route("/forgotten", axum::routing::get(|| async { "a secret" }))
            .route("/fn/forgotten", axum::routing::post(|| async { "a secret" }))
            .layer(axum::middleware::from_fn(crate::policy::enforce));
        for (method, path) in [(Method::GET, "/forgotten"), (Method::POST, "/fn/forgotten")] {
            let request = Request::builder().method(&method).uri(path).body(Body::empty()).unwrap();
            let answer = tower::ServiceExt::oneshot(forgotten.clone(), request).await.unwrap();
            assert_eq!(answer.status(), 404, "{path}");
            assert_eq!(portico.ask(&portico.administrator, &method, path, "").await, 404);
        }
    });
}
