//! The control port over HTTP, and the life of a sandbox.

use portico_sandbox::{Clock, Sandbox, SandboxConfig};
use reqwest::Method;
use serde_json::{Value, json};

use crate::rig::{CREATOR, NOW, Rig, SECRET_ID, SECRET_KEY, signature};

async fn ask(rig: &Rig, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
    let url = format!("{}{path}", rig.sandbox.control_base());
    let request = rig.http.request(method, url);
    let request = match &body {
        Some(body) => request.json(body),
        None => request,
    };
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    (status, response.json().await.unwrap_or(Value::Null))
}

#[tokio::test]
async fn the_call_log_tells_everything_but_the_signature() {
    let rig = Rig::empty().await;
    let conf_id = rig.create(&json!({ "subject": "记录", "strange": 1 })).await;
    rig.get(&format!("/conference/{conf_id}/join?nickName=")).await;
    let (_, calls) = ask(&rig, Method::GET, "/calls", None).await;
    let [create, join] = calls.as_array().unwrap().as_slice() else {
        panic!("{calls}");
    };
    assert_eq!(create["operation"], "createMeeting");
    assert_eq!(create["method"], "POST");
    assert_eq!(create["path"], "/CLOUDROOM-SERVER/v2/conference");
    assert_eq!((&create["status"], &create["code"]), (&json!(200), &Value::Null));
    assert_eq!(create["time"], NOW);
    assert_eq!(create["secret_id"], SECRET_ID);
    assert_eq!(create["unknown_fields"], json!(["strange"]));
    assert!(create["body"].as_str().unwrap().contains("记录"));
    assert!(!create["request_id"].as_str().unwrap().is_empty());
    assert_eq!(join["operation"], "joinMeeting");
    assert_eq!((&join["status"], &join["code"]), (&json!(500), &json!(22230)));
    assert!(join["path"].as_str().unwrap().ends_with("/join?nickName="));

    assert_eq!(create["headers"]["x-cr-signature"], "(redacted)");
    let text = calls.to_string();
    assert!(!text.contains(&signature(SECRET_ID, &NOW.to_string(), SECRET_KEY)));

    assert_eq!(ask(&rig, Method::DELETE, "/calls", None).await.0, 204);
    assert!(rig.control().calls().is_empty());
}

#[tokio::test]
async fn the_clock_can_be_moved() {
    let rig = Rig::empty().await;
    let moved = ask(&rig, Method::POST, "/clock", Some(json!({ "advance_seconds": 60 }))).await;
    assert_eq!(moved, (200, json!({ "now": NOW + 60 })));
    let set = ask(&rig, Method::POST, "/clock", Some(json!({ "set": 5, "frozen": true }))).await;
    assert_eq!(set, (200, json!({ "now": 5 })));
    assert_eq!(ask(&rig, Method::GET, "/clock", None).await.1, json!({ "now": 5 }));
    let (status, _) = ask(&rig, Method::POST, "/clock", Some(json!({ "minutes": 1 }))).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn faults_are_scripted_in_json() {
    let rig = Rig::empty().await;
    let faults = json!([
        { "operation": "queryMeeting", "times": 1, "action": { "kind": "refuse", "status": 503 } },
        { "action": { "kind": "delay", "ms": 1 } },
    ]);
    assert_eq!(ask(&rig, Method::POST, "/faults", Some(faults)).await.0, 204);
    assert_eq!(rig.control().faults().len(), 2);
    let request = rig.request(Method::GET, "/conference/1");
    assert_eq!(request.send().await.unwrap().status(), 503);
    let (_, left) = ask(&rig, Method::GET, "/faults", None).await;
    let delay = json!([{ "action": { "kind": "delay", "ms": 1, "after_handling": false } }]);
    assert_eq!(left, delay);
    assert_eq!(ask(&rig, Method::DELETE, "/faults", None).await.0, 204);
    assert!(rig.control().faults().is_empty());
    let nonsense = json!({ "action": { "kind": "explode" } });
    assert_eq!(ask(&rig, Method::POST, "/faults", Some(nonsense)).await.0, 400);
}

#[tokio::test]
async fn meetings_can_be_poked() {
    let rig = Rig::empty().await;
    let conf_id = rig.soon().await;
    let poke = async |what: &str, body| {
        let path = format!("/meetings/{conf_id}/{what}");
        ask(&rig, Method::POST, &path, body).await.0
    };
    assert_eq!(poke("start", None).await, 204);
    assert_eq!(poke("members", Some(json!({ "members": 12 }))).await, 204);
    let list = rig.get("/conference/list").await.expect_ok();
    assert_eq!(list["records"][0]["members"], 12);
    assert_eq!(list["records"][0]["status"], 1);
    assert_eq!(poke("end", None).await, 204);
    assert_eq!(rig.detail(conf_id).await["status"], 2);
    let (status, _) = ask(&rig, Method::POST, "/meetings/5/start", None).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn variants_change_one_by_one() {
    let rig = Rig::empty().await;
    let change = json!({ "cloudroom": { "detail_times": "seconds" } });
    let (status, now) = ask(&rig, Method::POST, "/variants", Some(change)).await;
    assert_eq!(status, 200);
    assert_eq!(now["cloudroom"]["detail_times"], "seconds");
    let change = json!({ "cloudroom": { "numbers_as_text": true } });
    let (_, now) = ask(&rig, Method::POST, "/variants", Some(change)).await;
    assert_eq!(now["cloudroom"]["detail_times"], "seconds");
    assert_eq!(now["cloudroom"]["numbers_as_text"], true);
    let nonsense = json!({ "cloudroom": { "detail_times": "sundial" } });
    assert_eq!(ask(&rig, Method::POST, "/variants", Some(nonsense)).await.0, 400);
}

#[tokio::test]
async fn people_credentials_state_and_health() {
    let rig = Rig::seeded().await;
    let (_, people) = ask(&rig, Method::GET, "/people", None).await;
    assert_eq!(people["cloudroom"][0], json!({ "id": CREATOR, "name": "云屋科技" }));
    assert_eq!(people["cloudroom"].as_array().unwrap().len(), 9);
    let (_, credentials) = ask(&rig, Method::GET, "/credentials", None).await;
    assert_eq!(credentials["cloudroom_base"], rig.sandbox.cloudroom_base());
    let own = &credentials["credentials"][0]["values"];
    assert_eq!(own[1], json!({ "name": "secretKey", "value": SECRET_KEY }));
    let (_, state) = ask(&rig, Method::GET, "/state", None).await;
    assert_eq!(state["now"], NOW);
    assert!(state["cloudroom"]["meetings"].as_array().unwrap().len() > 80);
    let health = rig.http.get(format!("{}/healthz", rig.sandbox.control_base()));
    assert_eq!(health.send().await.unwrap().text().await.unwrap(), "ok");
    let accepted = rig.sandbox.credentials();
    assert_eq!(accepted[0].value("secretId"), Some(SECRET_ID));
    assert_eq!(accepted[0].value("nothing"), None);
}

#[tokio::test]
async fn a_stopped_sandbox_frees_its_port() {
    let rig = Rig::empty().await;
    let base = rig.sandbox.cloudroom_base();
    let port = reqwest::Url::parse(&base).unwrap().port().unwrap();
    rig.get("/conference/list").await.expect_ok();
    rig.sandbox.stop().await;
    assert!(rig.http.get(&base).send().await.is_err());
    let config = SandboxConfig {
        listen: ([127, 0, 0, 1], port).into(),
        clock: Clock::real(),
        ..SandboxConfig::default()
    };
    let again = Sandbox::start(config).await.unwrap();
    assert_eq!(again.cloudroom_base(), base);
}
