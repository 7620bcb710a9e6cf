//! Scripts that ask the same at the same time.

use crate::http::api::tests::rig::rig;
use axum::http::Method;
use futures::future::join_all;
use portico_domain::capabilities::Vendor;
use portico_sandbox::{Action, Fault};
use serde_json::json;

#[tokio::test]
async fn what_many_ask_at_once_is_asked_once_and_anew_after_a_change() {
    let rig = rig(true).await;
    let (one, other) = (rig.token_for_all().await, rig.token_for_all().await);
    let id = rig.connection(Vendor::Cloudroom).id.clone();
    let at = |path: &str| format!("/proxy/{id}/CLOUDROOM-SERVER/v2{path}");
    let now = rig.services.now().seconds();
    let meeting = json!({ "subject": "One", "order": 1, "orderConfig": { "periodType": 0,
        "scheduleTime": now + 60, "scheduleEndTime": now + 3600 } });
    let made = rig.post(&one, &at("/conference"), meeting).await;
    let meeting = at(&format!("/conference/{}", made.json["confId"]));
    // What is noted in the audit log once a minute is out of the way.
    for token in [&one, &other] {
        assert_eq!(rig.get(token, &meeting).await.status, 200);
    }
    rig.sandbox.control().clear_calls();
    let slowly = Action::Delay { ms: 300, after_handling: true };
    rig.sandbox.control().add_fault(Fault::on("queryMeeting", 100, slowly));
    let asked = join_all((0..20).map(|n| rig.get(if n % 2 == 0 { &one } else { &other }, &meeting))).await;
    assert!(asked.iter().all(|answer| answer.status == 200 && answer.bytes == asked[0].bytes));
    assert_eq!(rig.reached().len(), 1, "{:?}", rig.reached());
    // Another question is one of its own, and so is the same one after something was changed here.
    rig.sandbox.control().clear_calls();
    let list = at("/conference/list?current=1&size=20");
    let (before, between, _) = tokio::join!(rig.get(&one, &meeting), rig.get(&one, &list), async {
        let changed = rig.call(&one, &Method::PUT, &meeting, Some(json!({ "subject": "Two" }))).await;
        assert_eq!(changed.status, 200, "{}", changed.json);
        let after = rig.get(&one, &meeting).await;
        assert_eq!(after.json["confDetail"]["subject"], "Two");
    });
    assert!(before.status == 200 && between.status == 200);
    assert_eq!(rig.reached().len(), 4, "{:?}", rig.reached());
}
