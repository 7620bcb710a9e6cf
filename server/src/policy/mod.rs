//! Who may ask for what: one table of every route and server function. What is not in it is refused, so
//! that a door that somebody forgot to think about stays shut.
//!
//! The table is the first of two lines: behind each door the use cases hang on types that only somebody
//! with the right role has (`portico_service::access`), and look whose a thing is.

mod rule;
mod table;
#[cfg(test)]
mod tests;

use crate::http::api::problem::Problem;
use crate::http::{not_allowed, nowhere};
use axum::Json;
use axum::extract::Request;
use axum::http::header::ALLOW;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use portico_app::language::{kind_text, locale_of};
use portico_domain::language::Language;
use portico_domain::refusals::{Kind, Refusal};
use portico_service::Caller;
use rule::{Door, Rule};

/// Lets pass what the table allows, and nothing else.
pub async fn enforce(request: Request, next: Next) -> Response {
    let language = request.extensions().get::<Language>().copied().unwrap_or_default();
    let rule = match rule_of(&request, language) {
        Ok(rule) => rule,
        Err(answer) => return *answer,
    };
    if rule.door == Door::Api {
        return next.run(request).await;
    }
    let caller = request.extensions().get::<Caller>().cloned().unwrap_or_default();
    match (rule.admits(&caller), rule.door) {
        (Ok(()), _) => next.run(request).await,
        (Err(Kind::NotAllowed), Door::Page) => {
            let path = request.uri().path().to_owned();
            let page = next.run(request).await;
            // Most pages say so themselves; one that shows nothing of anybody's does not notice.
            if page.status().is_success() { not_allowed(language, &path) } else { page }
        }
        (Err(_), Door::Page) => sign_in_first(&request),
        (Err(kind), Door::Function) => refused(kind),
        (Err(kind), Door::Plain | Door::Api) => {
            (status(kind), format!("{}\n", kind_text(locale_of(language), kind))).into_response()
        }
    }
}

/// The same where only programs come, who carry a token.
pub async fn enforce_for_programs<F: Future<Output = Response>>(
    request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Response {
    match rule_of(&request, Language::default()) {
        Ok(rule) if rule.door == Door::Api => answer(request).await,
        Ok(_) => Problem::from(Kind::NotFound).into_response(),
        Err(answer) => *answer,
    }
}

/// The line for this request; or the answer where there is none.
fn rule_of(request: &Request, language: Language) -> Result<&'static Rule, Box<Response>> {
    let path = request.uri().path();
    let Some(rules) = table::find(path) else {
        return Err(Box::new(match path.split('/').nth(1) {
            Some("fn") => refused(Kind::NotFound),
            Some("api" | "proxy") => Problem::from(Kind::NotFound).into_response(),
            _ => nowhere(language, path),
        }));
    };
    rules.iter().find(|rule| rule.allows(request.method())).copied().ok_or_else(|| Box::new(not_so(rules)))
}

fn status(kind: Kind) -> StatusCode {
    StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::FORBIDDEN)
}

/// As server functions refuse.
fn refused(kind: Kind) -> Response {
    (status(kind), Json(Refusal::of(kind))).into_response()
}

fn not_so(rules: &[&Rule]) -> Response {
    let methods: Vec<&str> = rules.iter().flat_map(|rule| rule.methods).map(Method::as_str).collect();
    let allow = HeaderValue::from_str(&methods.join(", ")).unwrap_or(HeaderValue::from_static("GET"));
    if rules.iter().any(|rule| rule.door == Door::Api) {
        let (status, name) = (StatusCode::METHOD_NOT_ALLOWED, Kind::Unsupported.name());
        let problem = Problem::new(status, name, "There is no such method here.");
        return ([(ALLOW, allow)], problem).into_response();
    }
    (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, allow)]).into_response()
}

/// Application pages are for people with an account; others sign in first and come back.
fn sign_in_first(request: &Request) -> Response {
    let wanted = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let next: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
    let target = if wanted == "/" { "/sign-in".to_owned() } else { format!("/sign-in?next={next}") };
    Redirect::to(&target).into_response()
}
