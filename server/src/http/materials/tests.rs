//! Uploads: known by their content, of a limited size, under a name of ours (guarantees, security 20).

use crate::http::api::tests::rig::{Rig, rig};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use portico_domain::capabilities::Vendor;
use portico_domain::forms::MeetingForm;
use portico_service::when::Zone;
use portico_service::{MOST_PICTURE_BYTES, Visit};
use secrecy::ExposeSecret;
use tower::ServiceExt;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and whatever follows";
const HOSTILE_NAME: &str = "../../../etc/cron.d/x\u{202e}gnp.html";

struct Uploads {
    rig: Rig,
    session: String,
    meeting: String,
}

async fn uploads() -> Uploads {
    let rig = rig(false).await;
    let visit = Visit::default();
    let session = rig.services.sign_in("admin", &"correct horse battery".into(), &visit).await.unwrap();
    let organizer = rig.services.organizer(&rig.services.caller(&session).await.unwrap()).unwrap();
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let start = rig.services.now().plus_minutes(60);
    let form = MeetingForm {
        connection: rig.connection(Vendor::Webapi).id.0.clone(),
        subject: "Review".into(),
        start: zone.field(start),
        end: zone.field(start.plus_minutes(60)),
        password: "chair-word".into(),
        ..MeetingForm::default()
    };
    let key = portico_service::access::tokens::new_key();
    let meeting = organizer.schedule(&key, &form, &zone).await.unwrap().to_string();
    Uploads { rig, session: session.expose_secret().to_owned(), meeting }
}

impl Uploads {
    fn request(&self, method: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(format!("/meetings/{}/background", self.meeting))
            .header(COOKIE, format!("portico-session={}", self.session))
            .header("sec-fetch-site", "same-origin")
    }

    /// What became of it, as the page is told.
    async fn send(&self, picture: &[u8], claimed: &str) -> String {
        let key = portico_service::access::tokens::new_key();
        let mut body =
            format!("--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n{key}\r\n").into_bytes();
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"{HOSTILE_NAME}\"\r\n\
             Content-Type: {claimed}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(picture);
        body.extend_from_slice(b"\r\n--x--\r\n");
        let request = self.request("POST").header(CONTENT_TYPE, "multipart/form-data; boundary=x");
        let answer = self.rig.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let target = answer.headers().get(LOCATION).and_then(|it| it.to_str().ok()).unwrap_or_default();
        let word = target.split("background=").nth(1).and_then(|rest| rest.split('#').next());
        word.map_or_else(|| answer.status().to_string(), str::to_owned)
    }
}

#[tokio::test]
async fn a_picture_is_one_by_its_content_small_enough_and_named_by_us() {
    let uploads = uploads().await;
    uploads.rig.sandbox.control().clear_calls();
    for wrong in [
        &b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"[..],
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a/*<script>*/",
        b"%PDF-1.7",
        b"MZ",
        b" \x89PNG\r\n\x1a\n",
    ] {
        assert_eq!(uploads.send(wrong, "image/png").await, "not-a-picture", "{wrong:?}");
    }
    assert_eq!(uploads.send(b"", "image/png").await, "missing");
    let large = [PNG, &vec![0; MOST_PICTURE_BYTES]].concat();
    assert_eq!(uploads.send(&large, "image/png").await, "too-large");
    // Beyond the limit of any body.
    let larger = [PNG, &vec![0; MOST_PICTURE_BYTES + 1_000_000]].concat();
    assert_eq!(uploads.send(&larger, "image/png").await, "too-large");
    assert!(uploads.rig.reached().iter().all(|call| !call.contains("uploadRoomPic")), "none of them left us");

    assert_eq!(uploads.send(PNG, "text/html").await, "set");
    let calls = uploads.rig.sandbox.control().calls();
    let sent: Vec<_> = calls.iter().filter(|call| call.path.contains("uploadRoomPic")).collect();
    assert_eq!(sent.len(), 1);
    let text = format!("{} {:?} {}", sent[0].path, sent[0].headers, sent[0].body);
    assert!(!text.contains("cron") && !text.contains("html"), "{text}");
    let shown = uploads
        .rig
        .router
        .clone()
        .oneshot(uploads.request("GET").body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(shown.status(), 200);
    assert_eq!(shown.headers()[CONTENT_TYPE], "image/png");
    assert_eq!(shown.headers()["x-content-type-options"], "nosniff");
    assert_eq!(to_bytes(shown.into_body(), 1_000_000).await.unwrap(), PNG);
}
