//! Whatever somebody types into an address or a field comes back as text (guarantees, security 8). The browser
//! tests show that nothing executes; here it is held that nothing even could, were there no policy of the page.

use super::on_a_large_stack;
use super::world::{Portico, Somebody, Thing, portico};
use crate::policy::table::RULES;
use axum::body::{Body, to_bytes};
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use axum::http::{Method, Request};
use portico_domain::forms::MeetingForm;
use portico_service::when::Zone;
use tower::ServiceExt;

/// Leaves a title, an attribute, a comment and a script alike, and is then an element of its own.
const MARKUP: &str = "</title></script>-->\"'><img src=canary onerror=alert(1)>";
const ELEMENT: &str = "<img src=canary";

async fn page(
    portico: &Portico,
    who: &Somebody,
    request: axum::http::request::Builder,
    body: String,
) -> String {
    let request = request
        .header(ACCEPT, "text/html")
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(COOKIE, format!("portico-session={}", who.session));
    let answer = portico.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("text/html") && !kind.starts_with("image/svg") {
        return String::new();
    }
    String::from_utf8_lossy(&to_bytes(answer.into_body(), 10_000_000).await.unwrap()).into_owned()
}

#[test]
fn markup_from_an_address_or_a_refused_form_is_text_on_every_page() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let who = &portico.administrator;
        let typed: String = url::form_urlencoded::byte_serialize(MARKUP.as_bytes()).collect();
        let path =
            percent_encoding::utf8_percent_encode(MARKUP, percent_encoding::NON_ALPHANUMERIC).to_string();
        let strange = Thing { meeting: path.clone(), link: path.clone(), recording: path.clone() };
        let names = [
            "id",
            "text",
            "search",
            "next",
            "after",
            "show",
            "vendor",
            "connection",
            "action",
            "person",
            "state",
            "sort",
            "from",
            "background",
            "language",
        ];
        let query: Vec<String> = names.iter().map(|name| format!("{name}={typed}")).collect();
        let query = query.join("&");
        let (mut pages, mut wrong) = (0, Vec::new());
        for rule in RULES {
            for (thing, fill) in [(&who.own, "abcdefghjkmnpqrstuvw"), (&strange, path.as_str())] {
                let path = portico.path_to(rule.path, thing).replace("abcdefghjkmnpqrstuvw", fill);
                for path in [
                    path.clone(),
                    path.replace("/users/new", "/users/change"),
                    path.replace("/users/new", "/companies/change"),
                ] {
                    for method in rule.methods {
                        let body = format!(
                            "_page={path}&{}&form[name]={typed}&form[account]={typed}&account={typed}&name={typed}&{query}",
                            portico.typed(&typed, thing)
                        );
                        let asked = Request::builder().method(method).uri(format!("{path}?{query}"));
                        let text = page(
                            &portico,
                            who,
                            asked,
                            if *method == Method::GET { String::new() } else { body },
                        )
                        .await;
                        pages += usize::from(text.contains("canary"));
                        if text.contains(ELEMENT) {
                            wrong.push(format!("{method} {path}"));
                        }
                    }
                }
            }
        }
        assert!(pages > 20, "the markup came back on {pages} pages");
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

#[test]
fn markup_that_is_stored_is_text_in_titles_too() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let who = &portico.organizer;
        let services = &portico.state.services;
        let organizer =
            services.organizer(&services.caller(&who.session.clone().into()).await.unwrap()).unwrap();
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let start = services.now().plus_minutes(60);
        let form = MeetingForm {
            connection: organizer.choices().await.unwrap()[0].id.0.clone(),
            subject: "</title></textarea>\"'><img src=canary>".into(),
            start: zone.field(start),
            end: zone.field(start.plus_minutes(60)),
            ..MeetingForm::of_options(&Default::default())
        };
        let key = portico_service::access::tokens::new_key();
        let meeting = organizer.schedule(&key, &form, &zone).await.unwrap();
        for end in ["", "/edit", "/materials", "/sharing"] {
            let asked = Request::get(format!("/meetings/{meeting}{end}"));
            let text = page(&portico, who, asked, String::new()).await;
            assert!(text.contains("&lt;/title") && !text.contains(ELEMENT), "{end}: {text}");
        }
    });
}
