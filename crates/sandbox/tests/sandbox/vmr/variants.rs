//! The document's contradictions as switches, and the seeds.

use portico_sandbox::{CodeForm, ContactShape, CreatedShape, FlagForm, NumberForm, RoomPoke, VmrVariants};
use serde_json::{Value, json};

use super::{ACCOUNT, AUTH, NUMBER};
use crate::rig::Rig;

async fn with(variants: VmrVariants) -> Rig {
    let rig = Rig::empty().await;
    rig.control().set_vmr_variants(variants);
    rig
}

fn usual() -> VmrVariants {
    VmrVariants::default()
}

#[tokio::test]
async fn codes_in_four_forms() {
    let (text, number) = (json!("200"), json!(200));
    let cases = [
        (CodeForm::Table, [&text, &text, &number]),
        (CodeForm::Samples, [&text, &number, &number]),
        (CodeForm::Number, [&number, &number, &number]),
        (CodeForm::Text, [&text, &text, &text]),
    ];
    for (code, expected) in cases {
        let rig = with(VmrVariants { code, ..usual() }).await;
        let records = rig.vpost("/meeting/getRecords", json!({ "recordId": "a" })).await;
        let rooms = rig.vget("/subscribe/getmeeting", &[("account", ACCOUNT)]).await;
        let info = rig.info(NUMBER).await;
        assert_eq!([&records["code"], &rooms["code"], &info["code"]], expected, "{code:?}");
    }
}

#[tokio::test]
async fn a_created_booking_as_a_list_with_other_types() {
    let rig = with(VmrVariants {
        created: CreatedShape::Array,
        flags: FlagForm::Booleans,
        ids: NumberForm::Number,
        message_filled: true,
        ..usual()
    })
    .await;
    let made = rig.book("2026-04-01 10:00", "2026-04-01 11:00", json!({})).await;
    assert_eq!(made["message"], "操作成功");
    let booking = &made["data"][0];
    assert_eq!((&booking["isAutoOpen"], &booking["sipkey"]), (&json!(false), &json!(2516)));
    assert_eq!(booking["visitorList"][0]["id"], 9187);
    let rooms = rig.vget("/subscribe/getmeeting", &[("account", ACCOUNT)]).await;
    assert_eq!((&rooms["data"][0]["isPublicVmr"], &rooms["data"][0]["sipkey"]), (&json!(true), &json!(2516)));
    rig.control().set_vmr_variants(VmrVariants { ids: NumberForm::Text, ..usual() });
    let list = rig.vget("/subscribe/getsubmeetings", &[("account", ACCOUNT)]).await;
    assert_eq!((&list["data"][0]["id"], &list["data"][0]["bizProductId"]), (&json!("1429"), &json!("486")));
    assert_eq!(list["message"], Value::Null);
}

#[tokio::test]
async fn contacts_as_the_bookings_of_the_sample() {
    let rig = with(VmrVariants { contacts: ContactShape::Bookings, ..usual() }).await;
    let query = [("account", ACCOUNT), ("isAll", "yes")];
    let answer = rig.vget("/subscribe/getcontacts", &query).await;
    let booking = &answer["data"][0];
    assert_eq!(booking["visitorList"].as_array().unwrap().len(), 26);
    assert_eq!(booking["visitorList"][1], json!({ "id": "9187", "name": "张伟" }));
    assert_eq!(booking["createSubscriber"]["name"], "蓝天");
}

#[tokio::test]
async fn a_stale_record_id_and_an_empty_reason() {
    let rig = with(VmrVariants { stale_record_id: true, empty_failed_reason: true, ..usual() }).await;
    let key = json!({ "conferenceKey": NUMBER });
    rig.poke(RoomPoke::Start);
    let id = rig.vpost("/meeting/openRecord", key.clone()).await["data"]["recordId"].clone();
    rig.vpost("/meeting/closeRecord", key.clone()).await;
    let status = rig.vpost("/meeting/getLiveRecStatus", key).await["data"].clone();
    assert_eq!(
        (&status["record"], &status["recordId"], &status["failedReason"]),
        (&json!(false), &id, &json!(""))
    );
}

#[tokio::test]
async fn bad_auth_as_401() {
    let rig = with(VmrVariants { bad_auth_is_401: true, ..usual() }).await;
    let request = rig.http.get(rig.vmr("/subscribe/getmeeting")).header("auth", "wrong");
    assert_eq!(request.send().await.unwrap().status(), 401);
    let request = rig.http.get(rig.vmr("/subscribe/getmeeting")).header("auth", AUTH);
    assert_eq!(request.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn pokes_and_variants_over_the_control_port() {
    let rig = Rig::empty().await;
    let post = async |path: &str, body: Value| {
        let url = format!("{}{path}", rig.sandbox.control_base());
        rig.http.post(url).json(&body).send().await.unwrap()
    };
    let room = format!("/vmr/rooms/{NUMBER}");
    assert_eq!(post(&room, json!({ "do": "record" })).await.status(), 404, "nobody is there");
    assert_eq!(post(&room, json!({ "do": "start" })).await.status(), 204);
    assert_eq!(post(&room, json!({ "do": "lock", "locked": true })).await.status(), 204);
    assert_eq!(post(&room, json!({ "do": "participants", "participants": 7 })).await.status(), 204);
    assert_eq!(post("/vmr/rooms/1", json!({ "do": "start" })).await.status(), 404);
    assert_eq!(post(&room, json!({ "do": "dance" })).await.status(), 400);
    let info = rig.info(NUMBER).await;
    assert_eq!((&info["locked"], &info["participants"]), (&json!(true), &json!(7)));
    let serial = rig.wmeeting(&[]).await;
    let change = json!({ "vmr": { "ids": "text" }, "webapi": { "result_as_text": true } });
    let now: Value = post("/variants", change).await.json().await.unwrap();
    assert_eq!((&now["vmr"]["ids"], &now["webapi"]["result_as_text"]), (&json!("text"), &json!(true)));
    assert_eq!(now["cloudroom"]["numbers_as_text"], false);
    let enter = format!("/webapi/meetings/{serial}/enter");
    assert_eq!(post(&enter, json!({ "userid": "a", "username": "A" })).await.status(), 204);
    let leave = format!("/webapi/meetings/{serial}/leave");
    assert_eq!(post(&leave, json!({ "userid": "a" })).await.status(), 204);
    assert_eq!(post(&leave, json!({ "userid": "a" })).await.status(), 404);
    assert_eq!(post("/webapi/meetings/5/end", json!({})).await.status(), 404);
}

#[tokio::test]
async fn seeds_are_believable_and_alike() {
    let rig = Rig::seeded().await;
    let mut state = rig.control().state()["vmr"].clone();
    assert_eq!(state["bookings"].as_array().unwrap().len(), 14);
    assert_eq!(state["records"].as_array().unwrap().len(), 5);
    let hall = rig.vpost("/meeting/getLiveRecStatus", json!({ "conferenceKey": "100820" })).await;
    assert_eq!((&hall["data"]["live"], &hall["data"]["record"]), (&json!(true), &json!(true)));
    let review = rig.info(NUMBER).await;
    assert_eq!((&review["started"], &review["participants"]), (&json!(true), &json!(6)));
    for booking in state["bookings"].as_array().unwrap() {
        let overlaps = |it: &&Value| {
            it["id"] != booking["id"]
                && it["pid"] == booking["pid"]
                && it["start"].as_i64() < booking["end"].as_i64()
                && booking["start"].as_i64() < it["end"].as_i64()
        };
        assert!(!state["bookings"].as_array().unwrap().iter().any(|it| overlaps(&it)), "{booking}");
    }
    let id = state["records"][0]["recordId"].clone();
    let rows = rig.vpost("/meeting/getRecords", json!({ "recordId": id })).await;
    let url = rows["data"][0]["downUrl"].as_str().unwrap();
    assert_eq!(rig.http.get(url).send().await.unwrap().status(), 200);
    assert_eq!(Rig::seeded().await.control().state()["vmr"].take(), state.take());
}
