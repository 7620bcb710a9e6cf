//! Whatever is sent: what the vendor sees is a call that its document has, with nothing of ours in it.

use crate::http::api::tests::rig::{Rig, rig};
use axum::body::Body;
use axum::http::{Method, Request};
use portico_domain::capabilities::Vendor;
use portico_sandbox::Call;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[derive(Clone, Debug)]
struct Attack {
    vendor: Vendor,
    method: &'static str,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    kind: &'static str,
    body: Vec<u8>,
}

fn pieces(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![4 => prop::sample::select(of).prop_map(str::to_owned), 1 => "[ -~]{0,12}"]
}

const SEGMENTS: &[&str] = &[
    "conference",
    "list",
    "history",
    "12345678",
    "join",
    "end",
    "video",
    "company",
    "user",
    "department",
    "meeting",
    "openRecord",
    "getRecords",
    "subscribe",
    "createmeet",
    "api",
    "getmeetinginfo",
    "WebAPI",
    "meetingcreate",
    "getLiveStream",
    "getRoomRecord",
    "CLOUDROOM-SERVER",
    "v2",
    "..",
    ".",
    "",
    "%2e%2e",
    "%2f",
    "%2F..%2F",
    "a%2fb",
    ";",
    "a;b",
    "%00",
    "%0d%0aX: y",
    "%5c",
    "http:",
    "evil.example",
    "%25%32%65",
    "list%20",
    "LIST",
    "%EF%BC%8F",
    "12345678%00",
    "999999999999999999999",
    "-1",
    "+1",
    "１２",
    "a@b.c",
    "%ff",
    "list?x",
    "#f",
];
const PAIRS: &[&str] = &[
    "current=1",
    "size=20",
    "nickName=a",
    "nickName=%0d%0aX",
    "userType=1",
    "password=1",
    "addr=1",
    "addr=1%26key%3D2",
    "account=a@b",
    "serial=1",
    "serial=1;key=2",
    "key=2",
    "auth=x",
    "%00=1",
    "x=%zz",
    "serial=%u0041",
    "size=1&size=2",
    "=",
];
const BODIES: &[&str] = &[
    "",
    "{}",
    "[]",
    "null",
    "{\"subject\":\"x\"}",
    "{\"subject\":\"x\",\"evil\":1}",
    "{\"conferenceKey\":\"1\"}",
    "{\"conferenceKey\":{\"$ne\":1}}",
    "{\"conferenceKey\":1e999}",
    "{\"recordId\":\"a\",\"recordId\":\"b\"}",
    "{\"subject\":\"\\u0000\"}",
    "{\"orderConfig\":{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}}}}",
    "serial=1&meetingname=x",
    "--XX\r\nContent-Disposition: form-data; name=\"serial\"\r\n\r\n1\r\n--XX--\r\n",
    "--XX\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nother\r\n--XX\r\nContent-Disposition: form-data; \
     name=\"serial\"\r\n\r\n1\r\n--XX--\r\n",
];

/// Calls of the documents, so that some of what is sent arrives.
const GOOD: &[(Vendor, &str, &str)] = &[
    (Vendor::Cloudroom, "GET", "/conference/list"),
    (Vendor::Cloudroom, "GET", "/CLOUDROOM-SERVER/v2/conference/12345678"),
    (Vendor::Cloudroom, "GET", "/conference/12345678/join"),
    (Vendor::Cloudroom, "POST", "/conference"),
    (Vendor::Cloudroom, "POST", "/conference/12345678/end"),
    (Vendor::Cloudroom, "DELETE", "/conference/%31"),
    (Vendor::Cloudroom, "GET", "/video/12345678"),
    (Vendor::Cloudroom, "POST", "/user"),
    (Vendor::Cloudroom, "DELETE", "/user/a%40b.c"),
    (Vendor::Cloudroom, "PUT", "/department/7"),
    (Vendor::Vmr, "POST", "/meeting/openRecord"),
    (Vendor::Vmr, "POST", "/meeting/getRecords"),
    (Vendor::Vmr, "GET", "/api/getmeetinginfo"),
    (Vendor::Vmr, "GET", "/subscribe/getmeeting"),
    (Vendor::Webapi, "GET", "/WebAPI/getLiveStream"),
    (Vendor::Webapi, "POST", "/WebAPI/meetingdelete"),
    (Vendor::Webapi, "POST", "/getRoomRecord"),
];

fn attack() -> impl Strategy<Value = Attack> {
    let path =
        prop::collection::vec(pieces(SEGMENTS), 0..6).prop_map(|parts| format!("/{}", parts.join("/")));
    let query = prop::collection::vec(pieces(PAIRS), 0..4).prop_map(|pairs| pairs.join("&"));
    let query = prop_oneof![2 => Just(String::new()), 1 => query];
    let names = [
        "host",
        "x-forwarded-host",
        "transfer-encoding",
        "connection",
        "cookie",
        "x-cr-signature",
        "auth",
        "te",
    ];
    let header = (prop::sample::select(names.to_vec()).prop_map(str::to_owned), "[ -~]{0,30}");
    let kinds = [
        "application/json",
        "multipart/form-data; boundary=XX",
        "application/x-www-form-urlencoded",
        "text/xml",
    ];
    let body = prop_oneof![
        3 => Just(Vec::new()),
        2 => pieces(BODIES).prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..100),
    ];
    let vendor = prop::sample::select(Vendor::ALL.to_vec());
    let method = prop::sample::select(vec!["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]);
    let good =
        prop::sample::select(GOOD).prop_map(|(vendor, method, path)| (vendor, method, path.to_owned()));
    let target = prop_oneof![2 => good, 1 => (vendor, method, path)];
    (target, query, prop::collection::vec(header, 0..3), prop::sample::select(kinds.to_vec()), body).prop_map(
        |((vendor, method, path), query, headers, kind, body)| Attack {
            vendor,
            method,
            path,
            query,
            headers,
            kind,
            body,
        },
    )
}

/// What the vendor may see: a method and path of its document, names that the document has, headers of ours.
fn fits(call: &Call) -> Result<(), String> {
    let (path, query) = call.path.split_once('?').unwrap_or((&call.path, ""));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"@._-+".contains(&b));
    let below = path.trim_start_matches("/CLOUDROOM-SERVER/v2");
    let segments: Vec<&str> = below.split('/').skip(1).collect();
    let known = match (call.method.as_str(), segments.as_slice()) {
        ("POST", ["conference" | "company" | "user" | "department"]) => true,
        ("GET", ["conference", "list"] | ["conference", "history", "list"]) => true,
        ("GET" | "PUT" | "DELETE", ["conference", id]) => digits(id),
        ("GET", ["conference", id, "join"]) | ("POST", ["conference", id, "end"]) => digits(id),
        ("GET", ["video", id]) => digits(id),
        ("DELETE", ["video", id]) => plain(id),
        ("PUT" | "DELETE", ["company" | "user", id]) => plain(id),
        ("PUT" | "DELETE", ["department", id]) => digits(id),
        ("POST", ["meeting", name]) => plain(name),
        ("GET", ["api", "getmeetinginfo"]) => true,
        ("GET" | "POST", ["subscribe" | "WebAPI", name]) => plain(name),
        _ => false,
    };
    let allowed = [
        "searchUserId",
        "startTime",
        "endTime",
        "current",
        "size",
        "nickName",
        "userType",
        "password",
        "addr",
        "account",
        "pageIndex",
        "pageSize",
        "isAll",
        "serial",
        "key",
    ];
    let mut names: Vec<&str> =
        query.split('&').filter(|it| !it.is_empty()).filter_map(|it| it.split('=').next()).collect();
    let named = names.iter().all(|name| allowed.contains(name));
    names.sort_unstable();
    let once = names.windows(2).all(|two| two[0] != two[1]);
    let ours = [
        "accept",
        "accept-encoding",
        "content-length",
        "content-type",
        "host",
        "user-agent",
        "auth",
        "x-cr-secretid",
        "x-cr-timestamp",
        "x-cr-signature",
        "x-cr-requestid",
    ];
    let headers = call.headers.keys().all(|name| ours.contains(&name.as_str()));
    let fields = call.unknown_fields.iter().all(|name| name.starts_with("orderConfig.") || name == "order");
    let token = call.path.contains("portico_") || call.body.contains("portico_");
    match known && named && once && headers && fields && !token {
        true => Ok(()),
        false => Err(format!("{} {} {:?} {:?}", call.method, call.path, call.headers, call.unknown_fields)),
    }
}

async fn send(rig: &Rig, token: &str, attack: &Attack) -> Option<String> {
    let id = &rig.connection(attack.vendor).id;
    let query = if attack.query.is_empty() { String::new() } else { format!("?{}", attack.query) };
    let mut request = Request::builder()
        .method(Method::from_bytes(attack.method.as_bytes()).ok()?)
        .uri(format!("/proxy/{id}{}{query}", attack.path))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", attack.kind);
    for (name, value) in &attack.headers {
        request = request.header(name, value);
    }
    // What is no request at all does not reach us either.
    let request = request.body(Body::from(attack.body.clone())).ok()?;
    let answer = rig.ask(request).await;
    let text = String::from_utf8_lossy(&answer.bytes).into_owned();
    Some(format!("{:?} {text}", answer.headers))
}

#[test]
fn whatever_is_sent_the_vendor_sees_its_own_calls() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let rig = runtime.block_on(rig(true));
    let secrets: Vec<String> = rig
        .sandbox
        .credentials()
        .iter()
        .flat_map(|it| it.values.clone())
        .filter(|it| ["secretKey", "apiKey", "key", "keyHex", "ivHex"].contains(&it.name.as_str()))
        .map(|it| it.value)
        .collect();
    assert!(secrets.len() >= 4);
    rig.sandbox.control().clear_calls();
    let mut runner = TestRunner::new(Config { cases: 1500, failure_persistence: None, ..Config::default() });
    let mut token = (String::new(), 0);
    let (token, rig) = (std::cell::RefCell::new(&mut token), &rig);
    let reached = std::cell::RefCell::new(Vec::new());
    runner
        .run(&attack(), |attack| {
            let mut token = token.borrow_mut();
            if token.1 == 0 {
                // Each has so many requests a minute.
                **token = (runtime.block_on(rig.token_for_all()), 500);
            }
            token.1 -= 1;
            let answer = runtime.block_on(send(rig, &token.0, &attack)).unwrap_or_default();
            for secret in &secrets {
                prop_assert!(!answer.contains(secret.as_str()), "{attack:?}");
            }
            for call in rig.sandbox.control().calls() {
                prop_assert!(fits(&call).is_ok(), "{attack:?}: {:?}", fits(&call));
                reached.borrow_mut().push(call);
            }
            rig.sandbox.control().clear_calls();
            Ok(())
        })
        .unwrap();
    let reached = reached.into_inner();
    assert!(reached.len() > 50, "only {} arrived", reached.len());
    // What would not fit is seen.
    let one = &reached[0];
    for path in
        ["/CLOUDROOM-SERVER/v2/conference/list?evil=1", "/WebAPI/../h5", "/conference/list?size=1&size=2"]
    {
        assert!(fits(&Call { path: path.to_owned(), ..one.clone() }).is_err(), "{path}");
    }
    let mut with_cookie = one.clone();
    with_cookie.headers.insert("cookie".to_owned(), "a=b".to_owned());
    assert!(fits(&with_cookie).is_err());
}
