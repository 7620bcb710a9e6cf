//! WebAPI's two join pages. No client reads their answers: they tell the person who opened them.

use crate::webapi::Hall;
use portico_domain::ids::VendorMeetingId;
use portico_domain::links::JoinRole;
use portico_vendors::kit::ExposeSecret;
use portico_vendors::webapi::{Claims, JoinAs, Person, Serial, login_page, token};
use portico_vendors::{Entry, Joiner, MeetingVendor};
use std::collections::BTreeMap;

/// Chinese, an emoji, quotes, slashes, and what HTML would take for its own.
const NAME: &str = "李雷 😀 \"O'Neill\" a/b\\c <i>&";
/// The neighbour's meeting.
const FOREIGN: &str = "888800000";

/// What a page shows, without HTML's own spelling.
fn plain(page: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(page.to_owned(), |page, (from, to)| page.replace(from, to))
}

/// One claim too few or too bad, and the code that the page gives for it.
const WRONG: [(&str, &str, &str); 6] = [
    ("serial", "", "5100"),
    ("userid", "", "5101"),
    ("username", "", "5205"),
    ("joinRole", "admin", "5207"),
    ("serial", "1", "4007"),
    ("serial", FOREIGN, "4108"),
];

fn good(id: &VendorMeetingId) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("serial", id.as_str().to_owned()),
        ("userid", "u1".to_owned()),
        ("username", NAME.to_owned()),
        ("joinRole", "speaker".to_owned()),
    ])
}

#[tokio::test]
async fn join_by_token() {
    let hall = Hall::open().await;
    let id = hall.meeting().await;
    let server = hall.client.server().as_str().trim_end_matches('/').to_owned();
    let get = async |token: &str| {
        let answer = reqwest::get(format!("{server}/h5/index.html?token={token}")).await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("a page"))
    };
    let (status, page) = get("AAAA").await;
    assert!(status == 403 && page.contains("4109"), "{page}");
    for (name, value, code) in WRONG {
        let mut claims = good(&id);
        claims.insert(name, value.to_owned());
        let claims = Claims::of(claims.iter().map(|(name, value)| (*name, value.as_str())));
        let (status, page) = get(token(&hall.credential, &claims).expose_secret()).await;
        assert!(status >= 400 && page.contains(code), "{name}={value}: {page}");
    }
    let joiner = Joiner { name: NAME, role: JoinRole::Speaker, password: None };
    let Entry::Url { url, user_id } = hall.client.join(&id, joiner).await.expect("a way in") else {
        panic!("not a page")
    };
    let answer = reqwest::get(url.expose_secret()).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let page = plain(&answer.text().await.expect("a page"));
    for shown in [NAME, "speaker", &user_id, id.as_str()] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
}

/// The page's own script posts what stands in the fragment; here the test does.
#[tokio::test]
async fn join_by_parameters() {
    let hall = Hall::open().await;
    let id = hall.meeting().await;
    let serial = Serial::read(&id).expect("a number");
    let person = Person { user_id: "u1", name: NAME, role: JoinAs::Speaker, invisible: true };
    let address = login_page(hall.client.server(), &serial, person).expose_secret().to_owned();
    let page = reqwest::get(&address).await.expect("an answer").text().await.expect("a page");
    assert!(page.contains("location.hash"), "{page}");
    let (page, fragment) = address.split_once("/h5/#/login?").expect("a fragment");
    let fragment: Vec<(String, String)> =
        url::form_urlencoded::parse(fragment.as_bytes()).into_owned().collect();
    let post = async |change: Option<(&str, &str)>| {
        let mut form = fragment.clone();
        if let Some((name, value)) = change {
            form.retain(|(known, _)| known != name);
            form.push((name.to_owned(), value.to_owned()));
        }
        let request = reqwest::Client::new().post(format!("{page}/h5/login")).form(&form);
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), plain(&answer.text().await.expect("a page")))
    };
    for (name, value, code) in WRONG.into_iter().chain([("invisible", "yes", "4105")]) {
        let (status, page) = post(Some((name, value))).await;
        assert!(status >= 400 && page.contains(code), "{name}={value}: {page}");
    }
    let (status, page) = post(None).await;
    assert!(status == 200 && page.contains(NAME) && page.contains("speaker"), "{page}");
}
