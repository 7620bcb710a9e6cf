//! Rooms, contacts and bookings.

use serde_json::{Value, json};

use super::{ACCOUNT, NUMBER, ROOM, data, expect_refusal};
use crate::rig::{HOUR, Rig};

const START: &str = "2026-04-01 10:00";
const END: &str = "2026-04-01 11:00";

async fn list(rig: &Rig) -> Vec<Value> {
    let all = data(rig.vget("/subscribe/getsubmeetings", &[("account", ACCOUNT)]).await);
    all.as_array().unwrap().clone()
}

#[tokio::test]
async fn rooms_of_an_account_in_both_types() {
    let rig = Rig::empty().await;
    let rooms = async |account: &str| {
        let rows = data(rig.vget("/subscribe/getmeeting", &[("account", account)]).await);
        rows.as_array().unwrap().clone()
    };
    let own = rooms(ACCOUNT).await;
    assert_eq!(own.len(), 6);
    assert_eq!(
        own[0],
        json!({
            "hostPin": "99999", "isPublicVmr": "yes", "livePwd": "", "hostView": "1:7",
            "alias": "2516meet@vmr.portico.example", "guestView": "1:21", "guestPin": "888888",
            "pid": 486, "type": 1, "maxSquare": "100", "pDesc": "大会议室 A301", "sipkey": "2516",
            "isDispark": "yes",
        })
    );
    assert!(own.iter().any(|it| it["type"] == 2));
    assert_eq!(rooms("james@portico.example").await.len(), 5, "one belongs to somebody else");
    expect_refusal(&rig.vget("/subscribe/getmeeting", &[]).await, "400", "请求参数错误");
    let nobody = rig.vget("/subscribe/getmeeting", &[("account", "nobody@x")]).await;
    expect_refusal(&nobody, "400", "账号不存在");
}

#[tokio::test]
async fn contacts_in_pages_and_all_at_once() {
    let rig = Rig::empty().await;
    let page = async |query: &[(&str, &str)]| {
        let query = [&[("account", ACCOUNT)], query].concat();
        rig.vget("/subscribe/getcontacts", &query).await
    };
    let rows = async |query: &[(&str, &str)]| data(page(query).await).as_array().unwrap().clone();
    let all = rows(&[("isAll", "yes"), ("pageIndex", "9"), ("pageSize", "1")]).await;
    assert_eq!(all.len(), 26);
    assert_eq!(all[0], json!({ "id": "9182", "name": "王丽" }));
    assert_eq!(rows(&[]).await, all[..10]);
    assert_eq!(rows(&[("pageIndex", "2"), ("pageSize", "20"), ("isAll", "no")]).await, all[20..]);
    assert!(rows(&[("pageIndex", "3"), ("pageSize", "20")]).await.is_empty());
    for (name, value) in [("pageIndex", "0"), ("pageSize", "x"), ("isAll", "maybe")] {
        expect_refusal(&page(&[(name, value)]).await, "400", "请求参数错误");
    }
}

#[tokio::test]
async fn a_booking_is_made_listed_and_cancelled() {
    let rig = Rig::empty().await;
    let made = data(rig.book(START, END, json!({})).await);
    let code = made["shortAddress"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert_eq!(
        made,
        json!({
            "id": 1429, "theme": "会议 \"主题\"", "introduction": "接口会议", "randomHostPwd": "99999",
            "randomVisitorPwd": "888888", "sipkey": NUMBER, "isAutoOpen": "no",
            "startDate": START, "endDate": END,
            "createSubscriber": { "id": 2756, "name": "蓝天" }, "createTime": "2026-04-01 09:00:00",
            "shortAddress": rig.vmr(&format!("/meet/share/{code}")), "bizProductId": ROOM,
            "visitorList": [{ "id": "9187", "name": "张伟" }, { "id": "9182", "name": "王丽" }],
        })
    );
    assert_eq!(list(&rig).await, [made]);
    let cancelled = rig.vpost("/subscribe/cancelmeet", json!({ "st_id": "1429" })).await;
    assert_eq!(cancelled, json!({ "code": "200", "data": null, "message": "操作成功", "state": 1 }));
    assert!(list(&rig).await.is_empty());
    let again = rig.vpost("/subscribe/cancelmeet", json!({ "st_id": 1429 })).await;
    expect_refusal(&again, "200008", "该会议不存在");
    expect_refusal(&rig.vpost("/subscribe/cancelmeet", json!({})).await, "400", "请求参数错误");
    data(rig.book(START, END, json!({})).await);
}

#[tokio::test]
async fn one_room_holds_one_meeting_at_a_time() {
    let rig = Rig::empty().await;
    data(rig.book(START, END, json!({})).await);
    for (start, end) in [
        (START, END),
        ("2026-04-01 09:30", "2026-04-01 10:01"),
        ("2026-04-01 10:59", "2026-04-01 12:00"),
        ("2026-04-01 10:15", "2026-04-01 10:30"),
        ("2026-04-01 09:00", "2026-04-02 09:00"),
    ] {
        let refused = rig.book(start, end, json!({})).await;
        expect_refusal(&refused, "200009", "当前时间段，此会议室已被预约");
    }
    for (start, end) in [("2026-04-01 09:00", START), (END, "2026-04-01 12:00")] {
        data(rig.book(start, end, json!({})).await);
    }
    data(rig.book(START, END, json!({ "pid": 502 })).await);
    data(rig.book(START, END, json!({ "pid": "3390" })).await);
    let one = data(rig.book(START, END, json!({ "pid": "" })).await);
    let two = data(rig.book(START, END, json!({ "pid": "" })).await);
    assert_ne!(one["sipkey"], two["sipkey"]);
    assert_ne!(one["bizProductId"], two["bizProductId"]);
}

#[tokio::test]
async fn bookings_that_are_wrong_are_refused() {
    let rig = Rig::empty().await;
    let bad = ["请求参数错误", "预约时间有误", "账号不存在", "参会者不存在"];
    let cases = [
        (json!({ "account": "" }), bad[0]),
        (json!({ "account": "nobody@x" }), bad[2]),
        (json!({ "theme": "" }), bad[0]),
        (json!({ "theme": 5 }), bad[0]),
        (json!({ "visitor_ids": "9187;9182" }), bad[0]),
        (json!({ "visitor_ids": "1" }), bad[3]),
        (json!({ "visitor_ids": [9187] }), bad[0]),
        (json!({ "startDate": "2026-04-01 11:00" }), bad[1]),
        (json!({ "startDate": "2026-04-01T10:00" }), bad[1]),
        (json!({ "endDate": "2026-4-1 11:00" }), bad[1]),
        (json!({ "startDate": "2026-04-01 07:00", "endDate": "2026-04-01 09:00" }), bad[1]),
        (json!({ "isAutoOpen": "true" }), bad[0]),
        (json!({ "isAutoOpen": true }), bad[0]),
        (json!({ "shostPwd": "abc" }), bad[0]),
        (json!({ "pid": true }), bad[0]),
    ];
    for (change, message) in cases {
        let refused = rig.book(START, END, change.clone()).await;
        assert_eq!((&refused["code"], &refused["message"]), (&json!("400"), &json!(message)), "{change}");
    }
    assert!(list(&rig).await.is_empty());
    expect_refusal(&rig.book(START, END, json!({ "pid": 4 })).await, "200008", "该会议不存在");
    for pid in [json!({ "pid": 9001 }), json!({ "pid": 3364, "account": "li.na@portico.example" })] {
        let refused = rig.book(START, END, pid).await;
        expect_refusal(&refused, "200001", "会议号和当前的认证的auth不匹配");
    }
    let none = json!({ "visitor_ids": "", "svisitorPwd": "", "shostPwd": "" });
    let made = data(rig.book(START, END, none).await);
    assert_eq!((&made["visitorList"], &made["randomVisitorPwd"]), (&json!([]), &json!("")));
    assert_eq!(made["randomHostPwd"].as_str().unwrap().len(), 6);
}

#[tokio::test]
async fn a_booking_opens_its_room_by_itself_if_it_shall() {
    let rig = Rig::empty().await;
    data(rig.book(START, END, json!({ "isAutoOpen": "yes" })).await);
    data(rig.book(START, END, json!({ "pid": 502 })).await);
    let before = rig.info(NUMBER).await;
    assert_eq!((&before["started"], &before["hostpwd"]), (&json!(false), &json!("99999")));
    rig.control().advance(HOUR);
    assert_eq!(
        rig.info(NUMBER).await,
        json!({
            "code": 200, "msg": "success", "name": "大会议室 A301", "alias": NUMBER, "hostpwd": "99999",
            "guestpwd": "888888", "locked": false, "started": true, "participants": 0,
        })
    );
    assert_eq!(rig.info("1866").await["started"], false);
    assert_eq!(rig.info("1866").await["hostpwd"], "99999", "the booking's, while it holds");
    rig.control().advance(HOUR);
    assert_eq!(rig.info(NUMBER).await["started"], false);
    assert_eq!(rig.info("1866").await["hostpwd"], "246810");
}
