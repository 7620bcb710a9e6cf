//! The document's contradictions as switches, and the seeds.

use portico_sandbox::{NoLeaveTime, NumberForm, TimeForm, WebapiVariants};
use serde_json::{Value, json};

use crate::rig::{NOW, Rig};

async fn with(change: impl FnOnce(&mut WebapiVariants)) -> (Rig, String) {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[("islive", "1")]).await;
    rig.control().webapi_enter(serial.parse().unwrap(), "a", "A").unwrap();
    let mut variants = WebapiVariants::default();
    change(&mut variants);
    rig.control().set_webapi_variants(variants);
    (rig, serial)
}

#[tokio::test]
async fn results_and_codes_as_text() {
    let (rig, serial) = with(|it| it.result_as_text = true).await;
    assert_eq!(rig.wget("getmeetingfile", &[("serial", &serial)]).await["result"], "0");
    assert_eq!(rig.wget("getmeetingfile", &[("serial", "1")]).await, json!({ "result": "4007" }));
    assert_eq!(rig.wpost("getRoomRecord", &[]).await["code"], "0");
}

#[tokio::test]
async fn numbers_as_text_and_text_as_numbers() {
    let (rig, serial) = with(|it| {
        it.serials = NumberForm::Text;
        it.durations_as_text = true;
    })
    .await;
    let class = async || rig.wget("getClassBeginTime", &[("serial", &serial)]).await;
    assert_eq!(class().await, json!({ "result": 0, "serial": serial, "duration": "0" }));
    let number: i64 = serial.parse().unwrap();
    let variants = WebapiVariants { serials: NumberForm::Number, ..WebapiVariants::default() };
    rig.control().set_webapi_variants(variants);
    let rows = rig.wpost("getlogininfo", &[("serial", &serial)]).await;
    assert_eq!(rows["logininfo"][0]["serial"], number);
    assert_eq!(class().await["duration"], 0);
}

#[tokio::test]
async fn times_as_seconds_and_no_leave_time_in_three_forms() {
    for (form, expected) in [
        (NoLeaveTime::Empty, Some(json!(""))),
        (NoLeaveTime::Null, Some(Value::Null)),
        (NoLeaveTime::Absent, None),
    ] {
        let (rig, serial) = with(|it| {
            it.times = TimeForm::Seconds;
            it.no_leave_time = form;
        })
        .await;
        let rows = rig.wpost("getlogininfo", &[("serial", &serial)]).await;
        let row = &rows["logininfo"][0];
        assert_eq!(row["entertime"], NOW);
        assert_eq!(row.get("leavetime"), expected.as_ref());
    }
}

#[tokio::test]
async fn empty_refused_any_code_strange_members_schemes_and_html() {
    let (rig, serial) = with(|it| {
        it.empty_refused = true;
        it.extra_fields = true;
        it.stream_scheme = true;
        it.html_content_type = true;
    })
    .await;
    assert_eq!(rig.wpost("getRoomRecord", &[]).await["code"], 4105);
    let files = rig.wget("getmeetingfile", &[("serial", &serial)]).await;
    assert_eq!((&files["result"], &files["msg"]), (&json!(4105), &json!("ok")));
    let nobody_came = rig.wmeeting(&[]).await;
    assert_eq!(rig.wpost("getlogininfo", &[("serial", &nobody_came)]).await["result"], 4105);
    let streams = rig.wget("getLiveStream", &[]).await;
    assert!(streams["serverStreams"][0]["pullUrl"].as_str().unwrap().starts_with("http://"));
    let request = rig.http.get(rig.webapi("getLiveStream")).send().await.unwrap();
    assert_eq!(request.headers()["content-type"], "text/html; charset=UTF-8");
    for code in [9999, 4107, 5300] {
        rig.control()
            .set_webapi_variants(WebapiVariants { fail_with: Some(code), ..WebapiVariants::default() });
        assert_eq!(rig.wget("getLiveStream", &[]).await, json!({ "result": code }));
    }
}

#[tokio::test]
async fn seeds_are_believable_and_alike() {
    let rig = Rig::seeded().await;
    let state = rig.control().state()["webapi"].clone();
    let meetings = state["meetings"].as_array().unwrap();
    assert_eq!(meetings.len(), 19);
    let over = meetings.iter().filter(|it| it["over"] == true).count();
    assert_eq!(over, 7);
    let running =
        |it: &&Value| it["over"] == false && it["visits"].as_array().is_some_and(|it| !it.is_empty());
    assert_eq!(meetings.iter().filter(running).count(), 2);
    let records = rig.wpost("getRoomRecord", &[]).await;
    assert_eq!(records["records"].as_array().unwrap().len(), 7);
    let path = records["records"][3]["filepath"].as_str().unwrap();
    assert_eq!(rig.http.get(rig.at_webapi(path)).send().await.unwrap().status(), 200);
    assert_eq!(rig.wget("getLiveStream", &[]).await["cdnStreams"].as_array().unwrap().len(), 1);
    assert_eq!(Rig::seeded().await.control().state()["webapi"], state);
}
