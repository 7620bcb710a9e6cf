//! The last hop as a browser sees it: where the answer leads, and what its headers forbid.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use crate::commands::{serve, trial};
use crate::config::{Keys, Settings};
use axum::Router;
use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, LOCATION, REFERRER_POLICY, SET_COOKIE,
};
use axum::http::{HeaderName, Request, Response};
use portico_domain::capabilities::Vendor;
use portico_domain::forms::{LinkForm, MeetingForm, SetupForm};
use portico_domain::ids::MeetingId;
use portico_sandbox::{Sandbox, SandboxConfig};
use portico_service::when::Zone;
use portico_service::{Organizer, Services, Visit};
use secrecy::ExposeSecret;
use std::path::PathBuf;
use std::sync::Arc;
use tower::ServiceExt;

pub(super) struct Portico {
    pub(super) router: Router,
    pub(super) services: Services,
    pub(super) organizer: Organizer,
    pub(super) sandbox: Sandbox,
    /// Its address, to write past the store.
    pub(super) database: String,
    folder: PathBuf,
}

impl Drop for Portico {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub(super) async fn portico() -> Portico {
    let folder = std::env::temp_dir().join(format!("portico-guests-{}", uuid::Uuid::now_v7()));
    let keys = Keys { data_dir: folder.clone(), ..Keys::default() };
    let settings = Settings::check(keys).unwrap();
    let services = serve::open(&settings).await.unwrap();
    let sandbox = Sandbox::start(SandboxConfig { seed: false, ..SandboxConfig::default() }).await.unwrap();
    for connection in trial::connections(&sandbox).unwrap() {
        services.ensure_sandbox(connection).await.unwrap();
    }
    let token = services.new_setup_token().await.unwrap();
    let form = SetupForm { account: "admin".into(), name: "Ada".into() };
    let (password, visit) = (
        "correct horse battery".into(),
        Visit { network: "n".into(), user_agent: "a browser".into(), ..Visit::default() },
    );
    let session = services.set_up(token.expose_secret(), &form, &password, &password, &visit).await.unwrap();
    let organizer = services.organizer(&services.caller(&session).await.unwrap()).unwrap();
    let database = settings.database_url().expose_secret().to_owned();
    let router = crate::http::router(crate::http::State::new(services.clone(), Arc::new(settings)));
    Portico { router, services, organizer, sandbox, database, folder }
}

impl Portico {
    /// The path of a link to a meeting that begins in a few minutes.
    async fn link(&self, vendor: Vendor, start_in: i64, role: &str) -> String {
        let meeting = self.meeting(vendor, start_in).await;
        self.link_to(&meeting, role).await
    }

    /// A meeting that begins in a few minutes.
    pub(super) async fn meeting(&self, vendor: Vendor, start_in: i64) -> MeetingId {
        self.meeting_with(vendor, start_in, |_| {}).await
    }

    /// The same with something else in its form.
    pub(super) async fn meeting_with(
        &self,
        vendor: Vendor,
        start_in: i64,
        change: impl FnOnce(&mut MeetingForm),
    ) -> MeetingId {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let connections = self.organizer.choices().await.unwrap();
        let connection = connections.into_iter().find(|it| it.vendor == vendor).unwrap().id;
        let start = self.services.now().plus_minutes(start_in);
        let mut form = MeetingForm {
            connection: connection.to_string(),
            subject: "Review".into(),
            start: zone.field(start),
            end: zone.field(start.plus_minutes(60)),
            password: "135790".into(),
            host_password: "975310".into(),
            ..MeetingForm::of_options(&Default::default())
        };
        change(&mut form);
        let key = portico_service::access::tokens::new_key();
        self.organizer.schedule(&key, &form, &zone).await.unwrap()
    }

    /// The path of a link to it.
    pub(super) async fn link_to(&self, meeting: &MeetingId, role: &str) -> String {
        self.link_of(meeting, LinkForm { role: role.into(), ..LinkForm::default() }).await
    }

    async fn link_of(&self, meeting: &MeetingId, link: LinkForm) -> String {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let id = self.organizer.create_link(meeting, &link, &zone).await.unwrap();
        let whole = self.organizer.meeting(meeting).await.unwrap();
        let own = whole.links.into_iter().find(|own| own.link.id == id).unwrap();
        format!("/j/{}", own.slug.unwrap().expose_secret())
    }

    pub(super) async fn ask(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(super) async fn get(&self, path: &str) -> Response<Body> {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// What somebody gets who only asks what is there.
    async fn head(&self, path: &str) -> Response<Body> {
        self.ask(Request::head(path).body(Body::empty()).unwrap()).await
    }

    pub(super) async fn enter(&self, path: &str, typed: &str) -> Response<Body> {
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(typed.to_owned()));
        self.ask(request.unwrap()).await
    }

    /// Where the pages of the WebAPI server are.
    fn origin(&self) -> String {
        self.sandbox.webapi_base().trim_end_matches("/WebAPI").to_owned()
    }
}

pub(super) fn header(response: &Response<Body>, name: HeaderName) -> String {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

fn form_action(response: &Response<Body>) -> String {
    let policy = header(response, CONTENT_SECURITY_POLICY);
    let directive = policy.split(';').find(|part| part.trim().starts_with("form-action"));
    directive.unwrap_or_default().trim().to_owned()
}

pub(super) async fn text(response: Response<Body>) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1_000_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_token_page_is_a_redirect_that_nobody_keeps() {
    let portico = portico().await;
    let path = portico.link(Vendor::Webapi, 3, "attendee").await;
    let answer = portico.enter(&path, "name=%E5%BC%A0%E4%BC%9F&role=host&joinRole=chairman").await;
    assert_eq!(answer.status(), 303);
    let location = header(&answer, LOCATION);
    assert!(location.starts_with(&format!("{}/h5/index.html?token=", portico.origin())), "{location}");
    assert_eq!(header(&answer, CACHE_CONTROL), "no-store");
    assert_eq!(header(&answer, REFERRER_POLICY), "no-referrer");
    assert!(answer.headers()[LOCATION].is_sensitive(), "no log shows it");
    assert_eq!(text(answer).await, "", "and nothing of it is in a page");
}

#[tokio::test]
async fn only_the_form_of_a_token_meeting_may_lead_to_its_server_and_nowhere_else() {
    let portico = portico().await;
    let there = format!("form-action 'self' {}", portico.origin());
    let open = portico.link(Vendor::Webapi, 3, "attendee").await;
    let early = portico.link(Vendor::Webapi, 600, "attendee").await;
    for path in [&open, &early, &open] {
        // The second time it is the page of a moment ago.
        let page = portico.get(path).await;
        assert_eq!((page.status().as_u16(), form_action(&page)), (200, there.clone()));
        assert!(header(&page, CONTENT_SECURITY_POLICY).contains("default-src 'none'"));
    }
    let again = portico.enter(&open, "name=").await;
    assert_eq!((again.status().as_u16(), form_action(&again)), (422, there));
    assert!(text(again).await.contains("Enter the name that others will see."));

    for vendor in [Vendor::Cloudroom, Vendor::Vmr] {
        let page = portico.get(&portico.link(vendor, 3, "attendee").await).await;
        assert_eq!((page.status().as_u16(), form_action(&page)), (200, "form-action 'self'".to_owned()));
    }
    let nowhere = portico.get("/j/abcdefghjkmnpqrstuvw").await;
    assert_eq!((nowhere.status().as_u16(), form_action(&nowhere)), (404, "form-action 'self'".to_owned()));
}

#[tokio::test]
async fn a_number_is_shown_with_the_pin_of_the_role_alone() {
    let portico = portico().await;
    for (role, own, other) in [("attendee", "135790", "975310"), ("host", "975310", "135790")] {
        let path = portico.link(Vendor::Vmr, 3, role).await;
        let answer = portico.enter(&path, "name=Eve").await;
        assert_eq!(answer.status(), 200);
        assert_eq!(header(&answer, CACHE_CONTROL), "no-store");
        assert_eq!(header(&answer, REFERRER_POLICY), "no-referrer");
        let page = text(answer).await;
        assert!(page.contains(&format!("value=\"{own}\"")) && !page.contains(other), "{page}");
        assert!(page.contains("data-copy=\"pin\"") && page.contains("data-copy=\"number\""), "{page}");
        assert!(page.contains(&format!("href=\"{}", portico.sandbox.vmr_base())), "{page}");
    }
}

#[tokio::test]
async fn the_client_is_still_started_from_a_page_that_nobody_keeps() {
    let portico = portico().await;
    let path = portico.link(Vendor::Cloudroom, 3, "attendee").await;
    let answer = portico.enter(&path, "name=Eve").await;
    assert_eq!((answer.status().as_u16(), header(&answer, CACHE_CONTROL)), (200, "no-store".to_owned()));
    assert_eq!(header(&answer, REFERRER_POLICY), "no-referrer");
    assert!(text(answer).await.contains("href=\"CRMT:"));
}

#[tokio::test]
async fn looking_at_a_link_in_any_way_uses_nothing_of_it() {
    let portico = portico().await;
    let meeting = portico.meeting(Vendor::Cloudroom, 3).await;
    let path = portico.link_of(&meeting, LinkForm { most_uses: "1".into(), ..LinkForm::default() }).await;
    for of in [path.clone(), format!("{path}/check"), format!("{path}/meeting.ics"), format!("{path}/events")]
    {
        let answer = portico.head(&of).await;
        assert_eq!(answer.status(), 200, "{of}");
        assert_eq!(text(answer).await, "", "{of}: headers alone");
    }
    assert_eq!(portico.get(&path).await.status(), 200);
    let links = portico.organizer.meeting(&meeting).await.unwrap().links;
    assert_eq!(links[0].link.uses, 0);
    assert_eq!(portico.sandbox.control().calls_of("joinMeeting").len(), 0);
    let entered = portico.enter(&path, "name=Eve").await;
    assert!(text(entered).await.contains("href=\"CRMT:"), "and it lets somebody in");
    assert_eq!(portico.head(&path).await.status(), 410);
}

#[tokio::test]
async fn a_browser_gets_its_cookie_with_the_answer_to_a_passcode_and_with_no_page() {
    let portico = portico().await;
    let meeting = portico.meeting(Vendor::Cloudroom, 3).await;
    let guarded = LinkForm { passcode: "open sesame".into(), ..LinkForm::default() };
    let path = portico.link_of(&meeting, guarded).await;
    assert!(!portico.get(&path).await.headers().contains_key(SET_COOKIE));
    assert!(!portico.enter(&path, "name=Eve").await.headers().contains_key(SET_COOKIE), "nothing was typed");
    let wrong = portico.enter(&path, "name=Eve&passcode=guess").await;
    assert_eq!(wrong.status(), 422);
    let given = header(&wrong, SET_COOKIE);
    let (pair, attributes) = given.split_once("; ").unwrap();
    assert!(pair.starts_with("portico-guest="), "{given}");
    for attribute in ["HttpOnly", "SameSite=Lax", &format!("Path={path}")] {
        assert!(attributes.split("; ").any(|it| it == attribute), "{attribute}: {given}");
    }
    let again = async |typed: &'static str| {
        let request = Request::post(&path)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, pair)
            .body(Body::from(typed));
        portico.ask(request.unwrap()).await
    };
    for _ in 0..10 {
        let answer = again("name=Eve&passcode=guess").await;
        assert_eq!(answer.status(), 422);
        assert!(!answer.headers().contains_key(SET_COOKIE), "it has one");
    }
    assert_eq!(again("name=Eve&passcode=open+sesame").await.status(), 429, "this browser alone is blocked");
    let right = portico.enter(&path, "name=Mia&passcode=open+sesame").await;
    assert!(header(&right, SET_COOKIE).starts_with("portico-guest="));
    assert!(text(right).await.contains("href=\"CRMT:"));
}
