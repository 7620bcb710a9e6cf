//! Signing in through an identity provider: leaving for it, and coming back.

use super::sign_in::{Next, page};
use super::{guest_page, html, signed_in, visit};
use crate::http::State;
use crate::http::functions::own_path;
use crate::http::layers::cookie_of;
use axum::extract::{Path, State as Extract};
use axum::http::HeaderValue;
use axum::http::header::{REFERRER_POLICY, REFRESH};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use axum_extra::extract::CookieJar;
use portico_app::pages::guest::leaving_page;
use portico_app::pages::guest::view::LeavingView;
use portico_domain::language::Language;
use portico_service::ProviderAnswer;
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded;

/// Binds a sign-in to the browser that it began in. `Lax`, because the provider sends the browser back from
/// another site. It ends with the browser; what it belongs to ends on the server after ten minutes.
const COOKIE_TLS: &str = "__Host-portico-sign-in";
const COOKIE_PLAIN: &str = "portico-sign-in";
/// No provider's answer is longer.
const LONGEST_VALUE: usize = 4096;
/// Nor is any path of ours.
const LONGEST_PATH: usize = 2000;

fn cookie_name(state: &State) -> &'static str {
    if state.settings.is_tls() { COOKIE_TLS } else { COOKIE_PLAIN }
}

fn kept(state: &State, jar: &CookieJar) -> Option<SecretString> {
    jar.get(cookie_name(state)).map(|cookie| cookie.value().to_owned().into())
}

/// Where the provider sends the browser back to; to be registered there.
fn callback(state: &State, provider: &str) -> String {
    state.settings.link(&format!("/sign-in/{provider}/callback"))
}

/// The way to the provider is a page that leads on by itself, not a redirect: browsers hold every redirect
/// after a form against `form-action`, and where a provider redirects to is its own affair.
pub async fn leave(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    Path(provider): Path<String>,
    jar: CookieJar,
    parts: Parts,
    Form(Next { next }): Form<Next>,
) -> Response {
    let visit = visit(&parts, &state.settings);
    let next = own_path(&next).filter(|path| path.len() <= LONGEST_PATH).unwrap_or_default().to_owned();
    let (browser, callback) = (kept(&state, &jar), callback(&state, &provider));
    let services = &state.services;
    match services.begin_identity_sign_in(&provider, browser, &callback, &next, &visit).await {
        Ok(departure) => {
            let cookie = cookie_of(&state.settings, cookie_name(&state), Some(&departure.browser));
            let at_once = HeaderValue::from_str(&format!("0; url={}", departure.address));
            let view = LeavingView {
                page: guest_page(language, "/sign-in"),
                provider: departure.label,
                address: departure.address.into(),
            };
            let mut response = (jar.add(cookie), html(200, leaving_page(&view))).into_response();
            if let Ok(at_once) = at_once {
                response.headers_mut().insert(REFRESH, at_once);
            }
            response
        }
        Err(refusal) => page(&state, language, String::new(), &next, Some(refusal)),
    }
}

/// Only a sign-in that has succeeded ends what the browser has kept: another may be under way in another tab.
pub async fn come_back(
    Extract(state): Extract<State>,
    Extension(language): Extension<Language>,
    Path(provider): Path<String>,
    jar: CookieJar,
    parts: Parts,
) -> Response {
    let visit = visit(&parts, &state.settings);
    let answer = read(parts.uri.query().unwrap_or_default());
    let (browser, callback) = (kept(&state, &jar), callback(&state, &provider));
    let services = &state.services;
    let came =
        services.finish_identity_sign_in(&provider, browser.as_ref(), &answer, &callback, &visit).await;
    let response = match came {
        Ok(arrival) => {
            let jar = jar.add(cookie_of(&state.settings, cookie_name(&state), None));
            signed_in(&state, jar, &arrival.session, own_path(&arrival.next).unwrap_or("/"))
        }
        Err(not) => page(&state, language, String::new(), &not.next, Some(not.refusal)),
    };
    // The address of this page holds the code.
    ([(REFERRER_POLICY, "no-referrer")], response).into_response()
}

/// What is there twice, or too long, is not there.
fn read(query: &str) -> ProviderAnswer {
    let one = |wanted: &str| {
        let mut found = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == wanted);
        let first = found.next().map(|(_, value)| value.into_owned());
        first.filter(|value| found.next().is_none() && value.len() <= LONGEST_VALUE && !value.is_empty())
    };
    let secret = |name| one(name).map(SecretString::from).unwrap_or_default();
    let answer = ProviderAnswer {
        state: secret("state"),
        code: secret("code"),
        issuer: one("iss"),
        error: one("error"),
    };
    let nothing = answer.code.expose_secret().is_empty() && answer.error.is_none();
    // Neither a code nor a reason: as if it had been refused.
    if nothing { ProviderAnswer { error: Some(String::new()), ..answer } } else { answer }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_once_or_not_at_all() {
        let whole = read("state=s%2B1&code=c&iss=https%3A%2F%2Fid.example&more=x");
        assert_eq!((whole.state.expose_secret(), whole.code.expose_secret()), ("s+1", "c"));
        assert_eq!((whole.issuer.as_deref(), whole.error), (Some("https://id.example"), None));
        assert_eq!(read("state=a&state=b&code=c").state.expose_secret(), "");
        assert_eq!(read("error=access_denied&state=s").error.as_deref(), Some("access_denied"));
        for nothing in ["", "code=", "code=a&code=b", &format!("code={}", "x".repeat(LONGEST_VALUE + 1))] {
            assert_eq!(read(nothing).error.as_deref(), Some(""));
        }
    }
}
