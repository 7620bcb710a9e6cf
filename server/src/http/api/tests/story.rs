//! A script's day.

use super::rig::{Answer, Rig, rig};
use axum::body::Body;
use axum::http::{Method, Request};
use portico_domain::capabilities::Vendor;
use portico_domain::time::Timestamp;
use portico_sandbox::{Action, Fault};
use portico_service::when::Zone;
use serde_json::{Value, json};

fn rfc3339(instant: Timestamp) -> String {
    Zone::utc().machine(instant)
}

fn wanted(rig: &Rig, vendor: Vendor) -> Value {
    let start = rig.services.now().plus_minutes(60);
    let password = if vendor == Vendor::Webapi { "chair-2468" } else { "135790" };
    json!({ "connection": rig.connection(vendor).id.to_string(), "subject": "Review", "password": password,
        "start": rfc3339(start), "end": rfc3339(start.plus_minutes(60)) })
}

async fn create(rig: &Rig, token: &str, key: &str, body: &Value) -> Answer {
    let request = Request::post("/api/v1/meetings")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .body(Body::from(body.to_string()));
    rig.ask(request.unwrap()).await
}

/// Refused because of the end alone.
fn blames_end(answer: &Answer, rule: &str) -> bool {
    (answer.status, &answer.json["fields"]) == (422, &json!([{ "field": "end", "rule": rule }]))
}

#[tokio::test]
async fn a_meeting_from_its_making_to_its_end() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    let body = wanted(&rig, Vendor::Cloudroom);
    let made = create(&rig, &token, "one", &body).await;
    assert_eq!(made.status, 201, "{}", made.json);
    let id = made.json["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/meetings/{id}");
    assert_eq!(made.headers["location"].to_str().unwrap(), path);
    assert_eq!((&made.json["state"], &made.json["mine"]), (&json!("scheduled"), &json!(true)));
    assert_eq!(made.json["password"], "135790", "the scope join shows it");
    let again = create(&rig, &token, "one", &body).await;
    assert_eq!((again.status, &again.json["id"]), (201, &json!(id)));
    let mut other = body.clone();
    other["subject"] = json!("Another");
    assert_eq!(create(&rig, &token, "one", &other).await.status, 409);
    assert_eq!(rig.sandbox.control().calls_of("createMeeting").len(), 1);

    let reader = rig.token(&["meetings:read"]).await;
    let seen = rig.get(&reader, &path).await;
    assert_eq!((seen.status, seen.json.get("password")), (200, None), "{}", seen.json);
    let start: Value = body["start"].as_str().unwrap().replace("+00:00", "Z").into();
    assert_eq!(seen.json["start"], start);

    let change = json!({ "subject": "Review II", "options": { "watermark": true } });
    let changed = rig.call(&token, &Method::PATCH, &path, Some(change)).await;
    assert_eq!((changed.status, &changed.json["subject"]), (200, &json!("Review II")), "{}", changed.json);
    assert_eq!((&changed.json["start"], &changed.json["options"]["watermark"]), (&start, &json!("on")));

    let links = format!("{path}/links");
    let link = rig.post(&token, &links, json!({ "role": "host", "label": "Ada" })).await;
    assert_eq!(link.status, 201, "{}", link.json);
    assert!(link.json["url"].as_str().unwrap().contains("/j/"));
    assert_eq!(rig.get(&token, &links).await.json["items"][0]["role"], "host");
    let one = format!("{links}/{}", link.json["id"].as_str().unwrap());
    assert_eq!(rig.call(&token, &Method::DELETE, &one, None).await.status, 204);
    assert_eq!(rig.get(&token, &links).await.json["items"][0]["url"], Value::Null);

    let number: i64 = made.json["number"].as_str().unwrap().parse().unwrap();
    rig.sandbox.control().start_meeting(number).unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let live = rig.get(&reader, &format!("{path}/live")).await;
    assert_eq!((live.status, &live.json["state"]), (200, &json!("live")), "{}", live.json);
    assert_eq!(rig.post(&token, &format!("{path}/end"), json!({})).await.status, 204);
    assert_eq!(rig.get(&reader, &path).await.json["state"], "ended");
}

#[tokio::test]
async fn every_vendor_schedules_and_cancels() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    for vendor in Vendor::ALL {
        let made = create(&rig, &token, vendor.name(), &wanted(&rig, vendor)).await;
        assert_eq!(made.status, 201, "{vendor:?}: {}", made.json);
        let path = format!("/api/v1/meetings/{}", made.json["id"].as_str().unwrap());
        let change = json!({ "subject": "Review II" });
        let changed = rig.call(&token, &Method::PATCH, &path, Some(change)).await;
        assert_eq!(
            (changed.status, &changed.json["subject"]),
            (200, &json!("Review II")),
            "{}",
            changed.json
        );
        assert_eq!(rig.call(&token, &Method::DELETE, &path, None).await.status, 204);
        assert_eq!(rig.get(&token, &path).await.json["state"], "cancelled", "{vendor:?}");
    }
    let mut series = wanted(&rig, Vendor::Vmr);
    let until = rig.services.now().plus_minutes(4 * 24 * 60);
    series["repeat"] = json!({ "period": "daily", "until": rfc3339(until)[..10] });
    let made = create(&rig, &token, "series", &series).await;
    assert_eq!(made.status, 201, "{}", made.json);
    let path = format!("/api/v1/meetings/{}/series", made.json["id"].as_str().unwrap());
    let all = rig.get(&token, &path).await.json["items"].as_array().unwrap().len();
    assert!((4..=5).contains(&all), "{all}");
}

#[tokio::test]
async fn what_a_vendor_repeats_ends_on_the_day_that_was_sent() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    let day = |days: i64| rfc3339(rig.services.now().plus_minutes(days * 24 * 60))[..10].to_owned();
    let mut body = wanted(&rig, Vendor::Cloudroom);
    // A day ends later there than in the zone of the connection, by whose clocks the vendor repeats.
    body["zone"] = json!("America/New_York");
    body["repeat"] = json!({ "period": "daily", "until": day(10) });
    let made = create(&rig, &token, "repeats", &body).await;
    assert_eq!((made.status, &made.json["repeat"]["until"]), (201, &json!(day(10))), "{}", made.json);
    let path = format!("/api/v1/meetings/{}", made.json["id"].as_str().unwrap());
    for (change, until) in [
        (json!({ "subject": "Review II", "zone": "Europe/Berlin" }), day(10)),
        (json!({ "repeat": { "period": "daily", "until": day(12) }, "zone": "Europe/Berlin" }), day(12)),
    ] {
        let changed = rig.call(&token, &Method::PATCH, &path, Some(change)).await;
        assert_eq!(
            (changed.status, &changed.json["repeat"]["until"]),
            (200, &json!(until)),
            "{}",
            changed.json
        );
        assert_eq!(changed.json["start"], made.json["start"], "at the same hour");
    }
    body["zone"] = json!("Nowhere/Land");
    assert_eq!(create(&rig, &token, "nowhere", &body).await.status, 422);
}

#[tokio::test]
async fn a_meeting_loses_its_end_and_gets_it_back() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    let body = wanted(&rig, Vendor::Webapi);
    let made = create(&rig, &token, "ends", &body).await;
    let path = format!("/api/v1/meetings/{}", made.json["id"].as_str().unwrap());
    let change = async |change: Value| rig.call(&token, &Method::PATCH, &path, Some(change)).await;

    let open = change(json!({ "options": { "permanent": true } })).await;
    assert_eq!((open.status, &open.json["end"]), (200, &Value::Null), "{}", open.json);
    assert_eq!(open.json["options"]["permanent"], "on");
    let renamed = change(json!({ "subject": "Review II" })).await;
    assert_eq!((renamed.status, &renamed.json["end"]), (200, &Value::Null), "what is left out stays");
    let missing = change(json!({ "options": { "permanent": false } })).await;
    assert!(blames_end(&missing, "missing"), "{}", missing.json);
    let both = change(json!({ "end": body["end"], "options": { "permanent": true } })).await;
    assert!(blames_end(&both, "not-a-choice"), "{}", both.json);
    let ends = change(json!({ "end": body["end"], "options": { "permanent": "off" } })).await;
    assert_eq!((ends.status, &ends.json["end"]), (200, &made.json["end"]), "{}", ends.json);
    assert_eq!(ends.json["options"].get("permanent"), None);
}

#[tokio::test]
async fn a_meeting_is_made_with_an_end_or_without() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    let mut body = wanted(&rig, Vendor::Webapi);
    body["options"] = json!({ "permanent": true });
    let both = create(&rig, &token, "both", &body).await;
    assert!(blames_end(&both, "not-a-choice"), "{}", both.json);
    body["end"] = Value::Null;
    let open = create(&rig, &token, "open", &body).await;
    assert_eq!((open.status, &open.json["end"]), (201, &Value::Null), "{}", open.json);
    body["options"] = json!({ "permanent": false });
    let neither = create(&rig, &token, "neither", &body).await;
    assert!(blames_end(&neither, "missing"), "{}", neither.json);
    body["options"] = json!({ "permanent": "sometimes" });
    let unclear = create(&rig, &token, "unclear", &body).await;
    assert_eq!(unclear.json["fields"][0]["field"], "options.permanent", "{}", unclear.json);
}

#[tokio::test]
async fn lists_go_on_at_their_cursor() {
    let rig = rig(true).await;
    let token = rig.token_for_all().await;
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page =
            rig.get(&token, &format!("/api/v1/meetings?limit=7&order=descending&cursor={cursor}")).await;
        assert_eq!(page.status, 200, "{}", page.json);
        let items = page.json["items"].as_array().unwrap();
        assert!(items.len() <= 7);
        seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        match page.json["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    let whole = rig.get(&token, "/api/v1/meetings?limit=100&order=descending").await;
    let whole: Vec<_> =
        whole.json["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    assert_eq!(seen[..whole.len()], whole, "the same, in the same order");
    assert!(seen.len() > 14);
    for (query, field) in
        [("limit=0", "limit"), ("state=no", "state"), ("from=noon", "from"), ("order=up", "order")]
    {
        let answer = rig.get(&token, &format!("/api/v1/meetings?{query}")).await;
        assert_eq!((answer.status, &answer.json["fields"][0]["field"]), (422, &json!(field)));
    }
}

#[tokio::test]
async fn recordings_are_listed_downloaded_and_deleted() {
    let rig = rig(true).await;
    let token = rig.token_for_all().await;
    let page = rig.get(&token, "/api/v1/recordings?limit=100").await;
    let rows = page.json["items"].as_array().unwrap();
    let row = rows.iter().find(|row| row["vendor"] == "cloudroom").unwrap();
    let path = format!("/api/v1/recordings/{}", row["id"].as_str().unwrap());
    assert_eq!(&rig.get(&token, &path).await.json, row);
    let request = Request::get(format!("{path}/file"))
        .header("authorization", format!("Bearer {token}"))
        .header("range", "bytes=0-99");
    let part = rig.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!((part.status, part.bytes.len()), (206, 100));
    assert_eq!(rig.call(&token, &Method::DELETE, &path, None).await.status, 204);
    assert_eq!(rig.get(&token, &path).await.status, 404);
}

#[tokio::test]
async fn the_time_at_which_a_recording_goes_is_set_changed_and_taken_back() {
    let rig = rig(true).await;
    let token = rig.token_for_all().await;
    let page = rig.get(&token, "/api/v1/recordings?limit=100").await;
    let rows = page.json["items"].as_array().unwrap();
    let row = rows.iter().find(|row| row["vendor"] == "cloudroom").unwrap();
    assert_eq!(row["delete_at"], json!(null), "none unless it is said");
    let path = format!("/api/v1/recordings/{}", row["id"].as_str().unwrap());
    let change =
        async |token: &str, path: &str, body: Value| rig.call(token, &Method::PATCH, path, Some(body)).await;
    let set = change(&token, &path, json!({ "delete_at": "2099-01-31T00:00:00+08:00" })).await;
    assert_eq!((set.status, &set.json["delete_at"]), (200, &json!("2099-01-30T16:00:00Z")));
    assert_eq!(rig.get(&token, &path).await.json["delete_at"], set.json["delete_at"]);
    let same = change(&token, &path, json!({})).await;
    assert_eq!((same.status, &same.json["delete_at"]), (200, &set.json["delete_at"]), "nothing was said");
    let kept = change(&token, &path, json!({ "delete_at": null })).await;
    assert_eq!((kept.status, &kept.json["delete_at"]), (200, &json!(null)));

    for (bad, status) in [("2001-01-01T00:00:00Z", 422), ("tomorrow", 422)] {
        let answer = change(&token, &path, json!({ "delete_at": bad })).await;
        assert_eq!(
            (answer.status, &answer.json["fields"][0]["field"]),
            (status, &json!("delete_at")),
            "{bad}"
        );
    }
    assert_eq!(change(&token, &path, json!({ "delete_at": 5 })).await.status, 400);
    let reader = rig.token(&["meetings:read"]).await;
    let refused = change(&reader, &path, json!({ "delete_at": null })).await;
    assert_eq!((refused.status, &refused.json["missing_scope"]), (403, &json!("recordings")));
}

#[tokio::test]
async fn a_problem_says_what_and_whose_and_the_vendors_code() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    let mut bad = wanted(&rig, Vendor::Cloudroom);
    bad["subject"] = json!("");
    bad["password"] = json!("abc");
    let answer = create(&rig, &token, "bad", &bad).await;
    assert_eq!(
        (answer.status, answer.headers["content-type"].to_str().unwrap()),
        (422, "application/problem+json")
    );
    let fields: Vec<_> =
        answer.json["fields"].as_array().unwrap().iter().map(|it| it["field"].clone()).collect();
    assert_eq!(fields, ["subject", "password"]);

    let refuse = Action::Refuse {
        status: 500,
        body: json!({ "code": 22223, "msg": "主持人不存在" }).to_string(),
        content_type: "application/json".to_owned(),
        retry_after: None,
    };
    rig.sandbox.control().add_fault(Fault::on("createMeeting", 1, refuse));
    let refused = create(&rig, &token, "refused", &wanted(&rig, Vendor::Cloudroom)).await;
    assert_eq!(refused.json["vendor"]["code"], "22223", "{}", refused.json);
    assert_eq!((refused.status, &refused.json["status"]), (refused.status, &json!(refused.status)));
    for body in ["", "{", "[]", "{\"subject\":1}"] {
        let request = Request::post("/api/v1/meetings")
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(Body::from(body));
        let answer = rig.ask(request.unwrap()).await;
        assert!((400..500).contains(&answer.status) && answer.json["kind"] == "invalid", "{body}");
    }
}

#[tokio::test]
async fn a_token_sees_itself_and_what_is_left_of_its_minute() {
    let rig = rig(false).await;
    let token = rig.token(&["directory"]).await;
    let me = rig.get(&token, "/api/v1/me").await;
    assert_eq!(
        (&me.json["person"]["name"], &me.json["token"]["scopes"]),
        (&json!("Ada"), &json!(["directory"]))
    );
    let number = |name: &str| me.headers[name].to_str().unwrap().parse::<u32>().unwrap();
    assert_eq!((number("ratelimit-limit"), number("ratelimit-remaining")), (600, 599));
    assert!(number("ratelimit-reset") <= 60);
    let rooms = format!("/api/v1/connections/{}/rooms", rig.connection(Vendor::Vmr).id);
    let found = rig.get(&token, &rooms).await;
    assert!(!found.json["items"].as_array().unwrap().is_empty());
    assert!(!String::from_utf8_lossy(&found.bytes).to_lowercase().contains("pin"));
    let at_cloudroom = format!("/api/v1/connections/{}/rooms", rig.connection(Vendor::Cloudroom).id);
    assert_eq!(rig.get(&token, &at_cloudroom).await.json["kind"], "unsupported");

    let used = rig.administrator.tokens().await.unwrap();
    assert!(
        used[0].used.is_some() && used[0].hint.starts_with("portico_") && !token.ends_with(&used[0].hint)
    );
    rig.administrator.revoke_token(&used[0].id).await.unwrap();
    let gone = rig.get(&token, "/api/v1/me").await;
    assert_eq!((gone.status, gone.headers["www-authenticate"].to_str().unwrap()), (401, "Bearer"));
    // A session is no token: cookies open nothing here.
    let cookie =
        Request::get("/api/v1/me").header("cookie", "portico-session=x").body(Body::empty()).unwrap();
    assert_eq!(rig.ask(cookie).await.status, 401);
}
