//! Section 鉴权错误码, and the limit of 300 list calls a minute.

use reqwest::Method;

use crate::rig::{NOW, Rig, SECRET_ID, SECRET_KEY, answer, signature};

/// The four headers of a good call, of which one is replaced or, with none, left out.
async fn with_header(rig: &Rig, name: &str, value: Option<&str>) -> (u16, i64, String) {
    let timestamp = NOW.to_string();
    let signed = signature(SECRET_ID, &timestamp, SECRET_KEY);
    let good = [
        ("X-CR-SecretId", SECRET_ID),
        ("X-CR-Timestamp", &timestamp),
        ("X-CR-Signature", &signed),
        ("X-CR-RequestId", "r-1"),
    ];
    let url = format!("{}/conference/list", rig.sandbox.cloudroom_base());
    let mut request = rig.http.get(url);
    for (known, good) in good {
        let sent = if known == name { value } else { Some(good) };
        if let Some(sent) = sent {
            request = request.header(known, sent);
        }
    }
    let answer = answer(request.send().await.unwrap()).await;
    let msg = answer.body["msg"].as_str().unwrap_or_default().to_owned();
    (answer.status, answer.code(), msg)
}

#[tokio::test]
async fn each_missing_or_wrong_header_has_its_code() {
    let rig = Rig::empty().await;
    let cases = [
        ("X-CR-SecretId", None, 400, 22001, "header传参X-CR-SecretId不能为空"),
        ("X-CR-SecretId", Some(""), 400, 22001, "header传参X-CR-SecretId不能为空"),
        ("X-CR-Timestamp", None, 400, 22002, "header传参X-CR-Timestamp不能为空"),
        ("X-CR-Signature", None, 400, 22003, "header传参X-CR-Signature不能为空"),
        ("X-CR-Signature", Some("00"), 400, 22005, "签名无效"),
        ("X-CR-SecretId", Some("nobody"), 400, 22006, "账号不存在"),
        ("X-CR-SecretId", Some("sandbox-closed"), 400, 22007, "企业未开放API接口权限"),
        ("X-CR-Timestamp", Some("soon"), 400, 22009, "header传参X-CR-Timestamp格式不正确"),
        ("X-CR-Timestamp", Some("-5"), 400, 22009, "header传参X-CR-Timestamp格式不正确"),
        ("X-CR-RequestId", None, 500, 400, "请求地址或参数错误"),
    ];
    for (name, value, status, code, msg) in cases {
        let got = with_header(&rig, name, value).await;
        assert_eq!(got, (status, code, msg.to_owned()), "{name}: {value:?}");
    }
    assert_eq!(with_header(&rig, "none", None).await.0, 200);
}

#[tokio::test]
async fn a_signature_is_lower_case_hex_over_the_timestamp_sent() {
    let rig = Rig::empty().await;
    let upper = signature(SECRET_ID, &NOW.to_string(), SECRET_KEY).to_uppercase();
    assert_eq!(with_header(&rig, "X-CR-Signature", Some(&upper)).await.1, 22005);
    let other_time = (NOW + 1).to_string();
    assert_eq!(with_header(&rig, "X-CR-Timestamp", Some(&other_time)).await.1, 22005);
}

#[tokio::test]
async fn a_timestamp_may_be_five_minutes_off_and_no_more() {
    let rig = Rig::empty().await;
    for (off, expected) in [(300, 22005), (301, 22004), (-300, 22005), (-301, 22004)] {
        let timestamp = (NOW + off).to_string();
        // Within the tolerance the old signature is what is wrong with it.
        let got = with_header(&rig, "X-CR-Timestamp", Some(&timestamp)).await;
        assert_eq!(got.1, expected, "{off}");
    }
    let request = rig.request(Method::GET, "/conference/list");
    rig.control().advance(299);
    assert_eq!(request.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn the_platforms_secret_opens_no_meetings() {
    let rig = Rig::empty().await;
    let url = format!("{}/conference/list", rig.sandbox.cloudroom_base());
    let key = "sandbox-platform-key-not-for-production";
    let request = rig.sign(rig.http.get(url), "sandbox-platform", key);
    answer(request.send().await.unwrap()).await.expect_refusal(500, 22224, "权限不足");
}

#[tokio::test]
async fn list_calls_above_300_in_any_minute_are_refused() {
    let rig = Rig::empty().await;
    for turn in 0..300 {
        let path = ["/conference/list", "/conference/history/list"][turn % 2];
        rig.get(path).await.expect_ok();
        if turn == 149 {
            rig.control().advance(30);
        }
    }
    for path in ["/conference/list", "/conference/history/list"] {
        rig.get(path).await.expect_refusal(429, 22008, "接口超出频率");
    }
    // Other operations have no limit.
    assert_eq!(rig.get("/conference/1").await.code(), 22201);
    rig.control().advance(29);
    assert_eq!(rig.get("/conference/list").await.code(), 22008);
    // Now the first half has left the window, and only that.
    rig.control().advance(1);
    for _ in 0..150 {
        rig.get("/conference/list").await.expect_ok();
    }
    assert_eq!(rig.get("/conference/list").await.status, 429);
}

#[tokio::test]
async fn strange_addresses_and_methods_are_refused() {
    let rig = Rig::empty().await;
    let strange = [
        (Method::GET, ""),
        (Method::GET, "/conference"),
        (Method::PATCH, "/conference/12345678"),
        (Method::GET, "/conference/abc"),
        (Method::GET, "/conference/-1"),
        (Method::GET, "/conference/99999999999999999999999"),
        (Method::POST, "/conference/12345678/begin"),
        (Method::GET, "/video"),
        (Method::GET, "/video/abc"),
    ];
    for (method, path) in strange {
        let answer = rig.send(method.clone(), path, None).await;
        assert_eq!((answer.status, answer.code()), (500, 400), "{method} {path}");
    }
}
