//! What all nineteen operations of CloudRoom refuse alike: bad headers, and another's secret.

use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::rig::{NOW, Rig, SECRET_ID, SECRET_KEY, answer, signature};

const PLATFORM: (&str, &str) = ("sandbox-platform", "sandbox-platform-key-not-for-production");
const OWN: (&str, &str) = (SECRET_ID, SECRET_KEY);

/// Method, path, and whether it wants the platform's secret.
fn all() -> [(Method, &'static str, bool); 19] {
    [
        (Method::POST, "/conference", false),
        (Method::PUT, "/conference/12345678", false),
        (Method::GET, "/conference/12345678", false),
        (Method::GET, "/conference/12345678/join", false),
        (Method::POST, "/conference/12345678/end", false),
        (Method::DELETE, "/conference/12345678", false),
        (Method::GET, "/conference/list", false),
        (Method::GET, "/conference/history/list", false),
        (Method::GET, "/video/12345678", false),
        (Method::DELETE, "/video/387702296195782359", false),
        (Method::POST, "/company", true),
        (Method::PUT, "/company/mytestGUID", true),
        (Method::DELETE, "/company/mytestGUID", true),
        (Method::POST, "/user", false),
        (Method::PUT, "/user/test", false),
        (Method::DELETE, "/user/test", false),
        (Method::POST, "/department", false),
        (Method::PUT, "/department/102", false),
        (Method::DELETE, "/department/102", false),
    ]
}

fn request(rig: &Rig, method: Method, path: &str) -> RequestBuilder {
    let url = format!("{}{path}", rig.sandbox.cloudroom_base());
    rig.http.request(method, url).json(&json!({}))
}

/// A header, the value it gets (none = left out), HTTP status and code.
const BAD: [(&str, Option<&str>, u16, i64); 9] = [
    ("X-CR-SecretId", None, 400, 22001),
    ("X-CR-Timestamp", None, 400, 22002),
    ("X-CR-Signature", None, 400, 22003),
    ("X-CR-Timestamp", Some("1775004899"), 400, 22004),
    ("X-CR-Signature", Some("00"), 400, 22005),
    ("X-CR-SecretId", Some("nobody"), 400, 22006),
    ("X-CR-SecretId", Some("sandbox-closed"), 400, 22007),
    ("X-CR-Timestamp", Some("soon"), 400, 22009),
    ("X-CR-RequestId", None, 500, 400),
];

#[tokio::test]
async fn every_operation_checks_its_headers() {
    let rig = Rig::empty().await;
    let timestamp = NOW.to_string();
    for (method, path, platform) in all() {
        let (id, key) = if platform { PLATFORM } else { OWN };
        let signed = signature(id, &timestamp, key);
        let good = [
            ("X-CR-SecretId", id),
            ("X-CR-Timestamp", timestamp.as_str()),
            ("X-CR-Signature", signed.as_str()),
            ("X-CR-RequestId", "r-1"),
        ];
        for (name, value, status, code) in BAD {
            let mut request = request(&rig, method.clone(), path);
            for (known, good) in good {
                let sent = if known == name { value } else { Some(good) };
                if let Some(sent) = sent {
                    request = request.header(known, sent);
                }
            }
            let got = answer(request.send().await.unwrap()).await;
            assert_eq!((got.status, got.code()), (status, code), "{method} {path}: {name} {value:?}");
        }
    }
}

#[tokio::test]
async fn every_operation_wants_the_right_secret() {
    let rig = Rig::empty().await;
    for (method, path, platform) in all() {
        let (id, key) = if platform { OWN } else { PLATFORM };
        let request = rig.sign(request(&rig, method.clone(), path), id, key);
        let got = answer(request.send().await.unwrap()).await;
        assert_eq!((got.status, got.code()), (500, 22224), "{method} {path}");
    }
}

/// 400 请求地址或参数错误, wherever there is a parameter to get wrong.
#[tokio::test]
async fn every_operation_refuses_a_malformed_parameter() {
    let rig = Rig::empty().await;
    let paths = [
        "",
        "/conference/abc",
        "/conference/abc",
        "/conference/abc/join",
        "/conference/abc/end",
        "/conference/abc",
        "/conference/list?startTime=soon",
        "/conference/history/list?size=many",
        "/video/abc",
    ];
    for ((method, usual, _), path) in all().into_iter().zip(paths) {
        let path = if path.is_empty() { usual } else { path };
        let request = request(&rig, method.clone(), path).body("[]");
        let got = answer(rig.sign(request, SECRET_ID, SECRET_KEY).send().await.unwrap()).await;
        assert_eq!((got.status, got.code()), (500, 400), "{method} {path}");
    }
}
