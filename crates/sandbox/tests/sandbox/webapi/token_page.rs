//! /h5/: the token page decrypts, the login page believes everybody.

use reqwest::StatusCode;

use super::mint::{own, own_token, seal, token};
use super::{FOREIGN, KEY};
use crate::rig::{HOUR, Rig};

fn claims<'a>(serial: &'a str, username: &'a str, role: &'a str) -> [(&'a str, &'a str); 4] {
    [("serial", serial), ("userid", "u-1"), ("username", username), ("joinRole", role)]
}

async fn open(rig: &Rig, token: &str) -> (StatusCode, String) {
    let url = rig.at_webapi(&format!("/h5/index.html?token={token}"));
    let response = rig.http.get(url).send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

#[tokio::test]
async fn the_page_shows_who_came_as_what_in_any_script() {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[]).await;
    let names = [
        ("张三丰", "张三丰"),
        ("hi😀👨‍👩‍👧", "hi😀👨‍👩‍👧"),
        ("he said \"hi\" \\ 'x'", "he said &quot;hi&quot; \\ &#39;x&#39;"),
        ("a/b/c", "a/b/c"),
        ("<script>alert(1)</script>&", "&lt;script&gt;alert(1)&lt;/script&gt;&amp;"),
        ("a+b&c=d%20;e", "a+b&amp;c=d%20;e"),
        ("さくらカナ", "さくらカナ"),
    ];
    for (name, shown) in names {
        let (status, page) = open(&rig, &own_token(&rig, &claims(&serial, name, "speaker"))).await;
        assert_eq!(status, 200, "{name}");
        assert!(page.contains(&format!("<dd data-claim=\"username\">{shown}</dd>")), "{page}");
        assert!(page.contains(&format!("<dd data-claim=\"serial\">{serial}</dd>")));
        assert!(page.contains("<dd data-claim=\"userid\">u-1</dd>"));
        assert!(page.contains("<dd data-claim=\"joinRole\">speaker</dd>"));
        assert!(page.contains("主讲 · Speaker"));
        assert!(!page.contains("<script>alert"));
    }
    let (_, page) = open(&rig, &own_token(&rig, &claims(&serial, "A", "chairman"))).await;
    assert!(page.contains("主席 · Chairman"));
    let mut invisible = claims(&serial, "Ghost", "presenter").to_vec();
    invisible.push(("invisible", "1"));
    let (_, page) = open(&rig, &own_token(&rig, &invisible)).await;
    assert!(page.contains("invisible"));
    assert!(!page.contains("<li>Ghost</li>"), "{page}");
}

#[tokio::test]
async fn bad_tokens_are_refused_and_let_nobody_in() {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[]).await;
    let good = own_token(&rig, &claims(&serial, "A", "presenter"));
    let (key, iv) = own(&rig);
    let once = format!(r#"{{"serial":"{serial}","userid":"u","username":"n","joinRole":"presenter"}}"#);
    let sample = "34b7ee4783925cfc4b5c75116f6f9de52181a450f0ad499fcc9b84e6e55fec33";
    let bad = [
        String::new(),
        "nonsense".to_owned(),
        good[..good.len() - 12].to_owned(),
        good.replacen(&good[..4], "AAAA", 1),
        seal(&once, &key, &iv),
        seal("not json", &key, &iv),
        token(&claims(&serial, "A", "presenter"), sample, &iv),
    ];
    for token in bad {
        let (status, page) = open(&rig, &token).await;
        // A changed first block may still open to some claims, but never to these.
        assert!(status.is_client_error(), "{token}: {page}");
    }
    let no_token = rig.http.get(rig.at_webapi("/h5/index.html")).send().await.unwrap();
    assert_eq!(no_token.status(), 403);
    assert_eq!(rig.wpost("getlogininfo", &[("serial", &serial)]).await["logininfo"], serde_json::json!([]));
}

#[tokio::test]
async fn claims_that_lack_something_are_refused_with_their_code() {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[]).await;
    let cases = [
        (claims("", "A", "presenter"), 400, "5100"),
        (claims(&serial, "", "presenter"), 400, "5205"),
        (claims(&serial, "A", "king"), 400, "5207"),
        (claims("123456789", "A", "presenter"), 404, "4007"),
        (claims(FOREIGN, "A", "presenter"), 404, "4108"),
    ];
    for (claims, status, code) in cases {
        let (got, page) = open(&rig, &own_token(&rig, &claims)).await;
        assert_eq!(got, status, "{code}");
        assert!(page.contains(code), "{code}: {page}");
    }
    let no_user = [("serial", serial.as_str()), ("username", "A"), ("joinRole", "presenter")];
    assert!(open(&rig, &own_token(&rig, &no_user)).await.1.contains("5101"));
}

#[tokio::test]
async fn a_meeting_that_is_over_says_so() {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[]).await;
    rig.control().advance(HOUR);
    let (_, page) = open(&rig, &own_token(&rig, &claims(&serial, "A", "presenter"))).await;
    assert!(page.contains("3003") && page.contains("This meeting is over"));
}

#[tokio::test]
async fn the_login_page_reads_the_fragment_and_believes_it() {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[]).await;
    for path in ["/h5", "/h5/"] {
        let page = rig.http.get(rig.at_webapi(path)).send().await.unwrap().text().await.unwrap();
        assert!(page.contains("location.hash"), "{path}");
        assert!(!page.contains(KEY));
    }
    let post = async |fields: &[(&str, &str)]| {
        let request = rig.http.post(rig.at_webapi("/h5/login")).form(fields);
        let response = request.send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    };
    let mut fields = claims(&serial, "谁都行", "chairman").to_vec();
    assert_eq!(post(&fields).await.0, 400, "invisible is required here");
    fields.push(("invisible", "0"));
    let (status, page) = post(&fields).await;
    assert_eq!(status, 200);
    assert!(page.contains("nobody verified it") && page.contains("主席 · Chairman"));
}
