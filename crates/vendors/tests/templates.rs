//! The templates against the documents: each operation once, in its place, with what its own call sends.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use http::Method;
use portico_domain::tokens::Scopes;
use portico_vendors::kit::Facts;
use portico_vendors::kit::templates::{
    Misfit, Part, RebuiltBody, Sent, SentBody, Template, conceal, find, rebuild,
};
use portico_vendors::{cloudroom, vmr, webapi};
use serde_json::json;

fn sent<'a>(method: &'a Method, path: &'a str, query: &'a str, body: SentBody) -> Sent<'a> {
    Sent { method, path, query, body }
}

#[test]
fn every_operation_has_its_template_and_no_other_has() {
    let names = |templates: &[Template]| -> Vec<&str> { templates.iter().map(Template::name).collect() };
    let facts = |facts: &[Facts]| -> Vec<&str> { facts.iter().map(|facts| facts.name).collect() };
    assert_eq!(names(&cloudroom::TEMPLATES), facts(&cloudroom::operations::FACTS));
    assert_eq!(names(&vmr::TEMPLATES), facts(&vmr::operations::FACTS));
    assert_eq!(names(&webapi::TEMPLATES), facts(&webapi::operations::FACTS));
}

#[test]
fn paths_are_read_once_and_written_anew() {
    let at = |method: Method, path: &str| {
        find(&cloudroom::TEMPLATES, &method, path).map(|(template, path)| (template.name(), path.join("/")))
    };
    assert_eq!(at(Method::GET, "/conference/list"), Ok(("conference.list", "conference/list".into())));
    assert_eq!(at(Method::GET, "/conference/0123"), Ok(("conference.query", "conference/123".into())));
    let user = Ok(("user.delete", "user/a@b.c".into()));
    assert_eq!(at(Method::DELETE, "/user/a%40b.c"), user);
    assert_eq!(at(Method::DELETE, "/user/%E7%8E%8B%20a"), Ok(("user.delete", "user/王 a".into())));
    for bad in [
        "",
        "/",
        "conference/list",
        "//conference/list",
        "/conference//list",
        "/conference/list/",
        "/conference/.",
        "/conference/%2e%2E",
        "/conference%2flist",
        "/conference/list%00",
        "/conference/list;a",
        "/conference/%6",
        "/conference/%zz",
        "/conference/%ff",
        "/conference/list%20",
        "/user/%252e",
    ] {
        assert_eq!(at(Method::GET, bad), Err(Misfit::NoSuchOperation), "{bad}");
    }
    let long = format!("/conference/{}", "1".repeat(10_000));
    assert_eq!(at(Method::GET, &long), Err(Misfit::TooLarge));
}

#[test]
fn a_query_holds_known_names_once() {
    let list = |query: &str| {
        let call =
            rebuild(&cloudroom::TEMPLATES, sent(&Method::GET, "/conference/list", query, SentBody::None));
        call.map(|call| call.query)
    };
    let both = vec![("size", "20".to_owned()), ("searchUserId", "a b&c".to_owned())];
    assert_eq!(list("size=20&&searchUserId=a+b%26c"), Ok(both));
    for bad in ["x=1", "size=1&size=1", "Size=1", "%00=1", "key=1"] {
        assert_eq!(list(bad), Err(Misfit::Unknown { place: "query" }), "{bad}");
    }
    for bad in ["size=%0d%0a", "size=%", "size=%ff", "size=12345678901"] {
        assert_eq!(list(bad), Err(Misfit::Value { name: "size" }), "{bad}");
    }
}

#[test]
fn json_is_held_against_names_shapes_depth_and_size() {
    let book = |body: &str| {
        let body = SentBody::Plain(body.as_bytes().to_vec().into());
        let call = rebuild(&cloudroom::TEMPLATES, sent(&Method::POST, "/conference", "", body))?;
        match call.body {
            RebuiltBody::Json(body) => Ok(body.to_string()),
            _ => Err(Misfit::Body),
        }
    };
    assert_eq!(
        book(r#" { "subject" : "会议", "hostId": 18446744073709551615 } "#).map(|text| text.len()),
        Ok(50)
    );
    assert_eq!(book(r#"{"subject":"a","subject":"b"}"#).as_deref(), Ok(r#"{"subject":"b"}"#));
    for bad in ["[]", "1", "{", "nonsense", "{}{}"] {
        assert_eq!(book(bad), Err(Misfit::Body), "{bad}");
    }
    assert_eq!(book(r#"{"__proto__":1}"#), Err(Misfit::Unknown { place: "body" }));
    assert_eq!(book(r#"{"subject":["a"]}"#), Err(Misfit::Value { name: "subject" }));
    assert_eq!(book(r#"{"subject":"\u0000"}"#), Err(Misfit::Value { name: "subject" }));
    assert_eq!(book(r#"{"hostId":1.5}"#), Err(Misfit::Value { name: "hostId" }));
    assert_eq!(book(r#"{"hostId":36893488147419103232}"#), Err(Misfit::Value { name: "hostId" }));
    let deep = |depth: usize| format!("{{\"attributes\":{}1{}}}", "{\"a\":".repeat(depth), "}".repeat(depth));
    assert!(book(&deep(3)).is_ok());
    assert_eq!(book(&deep(4)), Err(Misfit::Value { name: "attributes" }));
    assert_eq!(book(&deep(10_000)), Err(Misfit::Body));
    assert_eq!(book(&format!("{{\"subject\":\"{}\"}}", "x".repeat(70_000))), Err(Misfit::TooLarge));
}

#[test]
fn forms_take_their_texts_and_their_picture() {
    let picture = |bytes: &'static [u8]| ("filedata".to_owned(), Part::File(bytes.into()));
    let text = |name: &str, value: &str| (name.to_owned(), Part::Text(value.to_owned()));
    let send = |path: &str, parts: Vec<(String, Part)>| {
        let call = rebuild(&webapi::TEMPLATES, sent(&Method::POST, path, "", SentBody::Form(parts)))?;
        match call.body {
            RebuiltBody::Form(texts, file) => Ok((texts.len(), file.is_some())),
            _ => Err(Misfit::Body),
        }
    };
    let png = picture(b"\x89PNG\r\n\x1a\n");
    assert_eq!(send("/uploadRoomPic", vec![png, text("serial", "1")]), Ok((1, true)));
    let files = vec![text("serial", "1"), text("fileidarr[]", "1"), text("fileidarr[]", "2")];
    assert_eq!(send("/meetingbindfile", files), Ok((3, false)));
    let value = |name| Err(Misfit::Value { name });
    assert_eq!(send("/uploadRoomPic", vec![picture(b"<svg onload=alert(1)>")]), value("filedata"));
    assert_eq!(send("/uploadRoomPic", vec![text("filedata", "x")]), value("filedata"));
    assert_eq!(send("/meetingdelete", vec![("serial".into(), Part::File("1".into()))]), value("serial"));
    assert_eq!(send("/meetingdelete", vec![text("serial", "1\r\n")]), value("serial"));
    let unknown = Err(Misfit::Unknown { place: "form" });
    assert_eq!(send("/meetingdelete", vec![text("key", "1")]), unknown);
    assert_eq!(send("/meetingdelete", vec![text("serial", "1"), text("serial", "2")]), unknown);
}

#[test]
fn answers_lose_what_their_receiver_may_not_see() {
    let query = cloudroom::TEMPLATES.iter().find(|it| it.name() == "conference.query").unwrap();
    let whole = json!({ "confDetail": { "subject": "x", "url": "https://host", "Password": "1234", "pstnPwd": "1",
        "publicUrl": "https://all", "somethingPwd": "1", "echo": "key is canary-secret!" },
        "canary-secret": 1, "list": ["canary-secret"] });
    let hide = |scopes: &[&str]| {
        let mut answer = whole.clone();
        let scopes = Scopes::read(scopes.iter().copied()).unwrap();
        assert!(conceal(&mut answer, query, &scopes, &["canary-secret", "800"]));
        answer
    };
    let left =
        json!({ "confDetail": { "subject": "x", "publicUrl": "https://all", "echo": null }, "list": [null] });
    assert_eq!(hide(&["meetings:read"]), left);
    let seen = hide(&["join"]);
    assert_eq!(
        (&seen["confDetail"]["url"], &seen["confDetail"]["pstnPwd"]),
        (&json!("https://host"), &json!("1"))
    );
    let mut harmless = json!({ "confDetail": { "subject": "800" } });
    assert!(!conceal(&mut harmless, query, &Scopes::default(), &["canary-secret", "800"]));
}
