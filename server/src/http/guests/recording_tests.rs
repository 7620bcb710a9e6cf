//! Personal links, and shared recordings, as a browser meets them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::tests::{Portico, header, portico, text};
use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, COOKIE, LOCATION,
};
use axum::http::header::{RANGE, SET_COOKIE};
use axum::http::{HeaderName, Request, Response};
use portico_domain::capabilities::Vendor;
use portico_domain::forms::{LinkForm, RecordingLinkForm};
use portico_domain::ids::{MeetingId, RecordingId};
use portico_service::when::Zone;
use secrecy::ExposeSecret;

fn zone() -> Zone {
    Zone::named("Asia/Shanghai").unwrap()
}

impl Portico {
    /// A meeting that took place and was recorded, the path of its join link, and the recording.
    pub(super) async fn recorded(&self) -> (MeetingId, String, RecordingId) {
        let meeting = self.meeting(Vendor::Cloudroom, 3).await;
        let join = self.link_to(&meeting, "attendee").await;
        let number = self.organizer.meeting(&meeting).await.unwrap().meeting.vendor_id.unwrap();
        self.sandbox.control().start_meeting(number.as_str().parse().unwrap()).unwrap();
        let key = portico_service::access::tokens::new_key();
        self.organizer.end(&meeting, &key).await.unwrap();
        // The vendor works on it for a while.
        self.sandbox.control().advance(60);
        let recordings = self.organizer.meeting(&meeting).await.unwrap().recordings;
        (meeting, join, recordings[0].id.clone())
    }

    /// The path of a new link.
    pub(super) async fn share(&self, recording: &RecordingId, form: RecordingLinkForm) -> String {
        let expires = zone().field(self.services.now().plus_minutes(60));
        let form = RecordingLinkForm { expires, ..form };
        let link = self.organizer.create_recording_link(recording, &form, &zone()).await.unwrap();
        let links = self.organizer.recording_links(recording).await.unwrap();
        let own = links.into_iter().find(|own| own.link.id == link).unwrap();
        format!("/r/{}", own.slug.unwrap().expose_secret())
    }

    async fn get_with(&self, path: &str, headers: &[(HeaderName, &str)]) -> Response<Body> {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        self.ask(request.body(Body::empty()).unwrap()).await
    }
}

#[tokio::test]
async fn a_shared_recording_plays_and_seeks_through_us() {
    let portico = portico().await;
    let (_, join, recording) = portico.recorded().await;
    let path = portico
        .share(&recording, RecordingLinkForm { on_join_page: "on".into(), ..Default::default() })
        .await;
    let page = portico.get(&path).await;
    assert_eq!((page.status().as_u16(), header(&page, CACHE_CONTROL)), (200, "no-store".to_owned()));
    let page = text(page).await;
    assert!(page.contains(&format!("src=\"{path}/play\"")) && page.contains("noindex"), "{page}");
    assert!(!page.contains(&portico.sandbox.cloudroom_base()) && !page.contains("/download"), "{page}");

    let part = portico.get_with(&format!("{path}/play"), &[(RANGE, "bytes=100-199")]).await;
    assert_eq!(part.status(), 206);
    assert!(header(&part, CONTENT_RANGE).starts_with("bytes 100-199/"));
    assert_eq!(header(&part, ACCEPT_RANGES), "bytes");
    assert_eq!(header(&part, HeaderName::from_static("x-robots-tag")), "noindex");
    assert_eq!(header(&part, CACHE_CONTROL), "private, no-store");
    assert_eq!(axum::body::to_bytes(part.into_body(), 1000).await.unwrap().len(), 100);
    assert_eq!(portico.get(&format!("{path}/download")).await.status(), 404, "it is not for keeping");
    let keeping =
        portico.share(&recording, RecordingLinkForm { download: "on".into(), ..Default::default() }).await;
    let file = portico.get(&format!("{keeping}/download")).await;
    assert_eq!(file.status(), 200);
    assert!(header(&file, CONTENT_DISPOSITION).starts_with("attachment;"));

    // The join page of the ended meeting leads there, and to nothing else of it.
    let ended = portico.get(&join).await;
    assert_eq!(ended.status(), 410);
    let ended = text(ended).await;
    assert!(ended.contains(&format!("href=\"{path}\"")) && !ended.contains(&keeping), "{ended}");
    for nowhere in ["/r/abcdefghjkmnpqrstuvw", "/r/abcdefghjkmnpqrstuvw/play"] {
        assert_eq!(portico.get(nowhere).await.status(), 404);
    }
}

#[tokio::test]
async fn a_passcode_becomes_a_cookie_for_this_link_and_stands_in_no_address() {
    let portico = portico().await;
    let (_, _, recording) = portico.recorded().await;
    let form =
        RecordingLinkForm { passcode: "open sesame".into(), download: "on".into(), ..Default::default() };
    let path = portico.share(&recording, form).await;
    let page = text(portico.get(&path).await).await;
    assert!(page.contains("name=\"passcode\"") && !page.contains("<video"), "{page}");
    for guarded in [format!("{path}/play"), format!("{path}/download")] {
        assert_eq!(portico.get(&guarded).await.status(), 403, "{guarded}");
    }
    let wrong = portico.enter(&path, "passcode=open+barley").await;
    assert_eq!(wrong.status(), 422);
    let told_apart = header(&wrong, SET_COOKIE);
    assert!(told_apart.starts_with("portico-guest=") && told_apart.contains(&format!("Path={path}")));
    assert!(text(wrong).await.contains("This passcode is not right."));

    let right = portico.enter(&path.to_uppercase().replace("/R/", "/r/"), "passcode=open+sesame").await;
    assert_eq!((right.status().as_u16(), header(&right, LOCATION)), (303, path.clone()));
    let cookie = header(&right, SET_COOKIE);
    for attribute in [format!("Path={path}"), "HttpOnly".to_owned(), "SameSite=Lax".to_owned()] {
        assert!(cookie.contains(&attribute), "{cookie}");
    }
    let pass = cookie.split(';').next().unwrap();
    assert!(pass.starts_with("portico-recording="));
    let page = text(portico.get_with(&path, &[(COOKIE, pass)]).await).await;
    let value = pass.split_once('=').unwrap().1;
    assert!(page.contains("<video") && !page.contains(value), "{page}");
    let play = format!("{path}/play");
    assert_eq!(portico.get_with(&play, &[(COOKIE, pass), (RANGE, "bytes=0-9")]).await.status(), 206);
    let (start, last) = pass.split_at(pass.len() - 1);
    let forged = format!("{start}{}", if last == "0" { "1" } else { "0" });
    assert_eq!(portico.get_with(&play, &[(COOKIE, forged.as_str())]).await.status(), 403);
    // From another site nobody types anything.
    let foreign = Request::post(&path).header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap();
    assert_eq!(portico.ask(foreign).await.status(), 403);
}

#[tokio::test]
async fn a_revoked_or_unknown_link_shows_nothing_of_the_recording() {
    let portico = portico().await;
    let (_, join, recording) = portico.recorded().await;
    let path = portico
        .share(&recording, RecordingLinkForm { on_join_page: "on".into(), ..Default::default() })
        .await;
    let link = portico.organizer.recording_links(&recording).await.unwrap().remove(0).link.id;
    portico.organizer.revoke_recording_link(&recording, &link).await.unwrap();
    let page = portico.get(&path).await;
    assert_eq!(page.status(), 410);
    assert!(!text(page).await.contains("Review"));
    assert_eq!(portico.get(&format!("{path}/play")).await.status(), 404);
    assert!(!text(portico.get(&join).await).await.contains("/r/"));
    let unknown = portico.enter("/r/abcdefghjkmnpqrstuvw", "passcode=x").await;
    assert_eq!(unknown.status(), 404);
}

#[tokio::test]
async fn a_personal_link_fills_the_name_in_until_it_is_revoked() {
    let portico = portico().await;
    let meeting = portico.meeting(Vendor::Webapi, 3).await;
    let form = LinkForm { people: "小明\nGrace".into(), ..LinkForm::default() };
    portico.organizer.create_link(&meeting, &form, &zone()).await.unwrap();
    let links = portico.organizer.meeting(&meeting).await.unwrap().links;
    let path = format!("/j/{}", links[0].slug.as_ref().unwrap().expose_secret());
    assert!(text(portico.get(&path).await).await.contains("value=\"小明\""));
    let again = portico.enter(&path, "name=").await;
    assert_eq!(again.status(), 422);
    assert_eq!(
        portico.enter(&path, "name=Ming").await.status(),
        303,
        "whoever is called otherwise may say so"
    );
    portico.organizer.revoke_link(&meeting, &links[0].link.id).await.unwrap();
    assert!(!text(portico.get(&path).await).await.contains("小明"));
}
