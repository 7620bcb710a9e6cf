//! The file behind a recording: whole, in parts, and not at all.

use reqwest::Response;
use reqwest::header::HeaderMap;

use crate::rig::Rig;

static FILE: &[u8] = include_bytes!("../../assets/recording.mp4");

/// A sandbox with one recording, and the address of its file without the query.
async fn recorded() -> (Rig, String) {
    let rig = Rig::empty().await;
    let conf_id = rig.held().await;
    rig.control().advance(5);
    let list = rig.get(&format!("/video/{conf_id}")).await.expect_ok();
    let url = list["records"][0]["url"].as_str().unwrap().to_owned();
    let plain = url.strip_suffix("?download").unwrap().to_owned();
    (rig, plain)
}

async fn ranged(rig: &Rig, url: &str, range: &str) -> Response {
    rig.http.get(url).header("Range", range).send().await.unwrap()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_whole_file_is_an_mp4_of_the_size_that_was_announced() {
    let (rig, url) = recorded().await;
    let response = rig.http.get(&url).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let headers = response.headers().clone();
    assert_eq!(header(&headers, "content-type"), "video/mp4");
    assert_eq!(header(&headers, "accept-ranges"), "bytes");
    assert_eq!(header(&headers, "content-length"), FILE.len().to_string());
    assert_eq!(header(&headers, "content-disposition"), "");
    let body = response.bytes().await.unwrap();
    assert_eq!(&body[4..8], b"ftyp");
    assert!(body == FILE);
    // The index stands in front, so that a player can seek before it has everything.
    let place = |name: &[u8]| FILE.windows(4).position(|it| it == name).unwrap();
    assert!(place(b"moov") < place(b"mdat"));
    let download = rig.http.get(format!("{url}?download")).send().await.unwrap();
    assert!(header(download.headers(), "content-disposition").starts_with("attachment; filename="));
    let single_slash = url.replace("/lv//vod/", "/lv/vod/");
    assert_eq!(rig.http.get(single_slash).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_part_is_answered_with_that_part() {
    let (rig, url) = recorded().await;
    let last = FILE.len() - 1;
    let cases = [
        ("bytes=0-0", 0, 0),
        ("bytes=0-1023", 0, 1023),
        ("bytes=1000-1999", 1000, 1999),
        ("bytes=5000-", 5000, last),
        ("bytes=-500", FILE.len() - 500, last),
        ("bytes=0-99999999", 0, last),
        ("bytes=-99999999", 0, last),
    ];
    for (range, from, to) in cases {
        let response = ranged(&rig, &url, range).await;
        assert_eq!(response.status(), 206, "{range}");
        let place = format!("bytes {from}-{to}/{}", FILE.len());
        assert_eq!(header(response.headers(), "content-range"), place, "{range}");
        let length = (to - from + 1).to_string();
        assert_eq!(header(response.headers(), "content-length"), length);
        assert!(response.bytes().await.unwrap() == FILE[from..=to], "{range}");
    }
}

#[tokio::test]
async fn a_part_beyond_the_end_is_impossible() {
    let (rig, url) = recorded().await;
    for range in [format!("bytes={}-", FILE.len()), "bytes=99999999-".to_owned()] {
        let response = ranged(&rig, &url, &range).await;
        assert_eq!(response.status(), 416, "{range}");
        let place = format!("bytes */{}", FILE.len());
        assert_eq!(header(response.headers(), "content-range"), place);
    }
}

#[tokio::test]
async fn an_unreadable_or_manifold_range_gets_the_whole() {
    let (rig, url) = recorded().await;
    for range in ["lines=1-2", "bytes=a-b", "bytes=9-3", "bytes=0-1,5-6"] {
        let response = ranged(&rig, &url, range).await;
        assert_eq!(response.status(), 200, "{range}");
    }
}

#[tokio::test]
async fn a_changed_file_is_sent_whole() {
    let (rig, url) = recorded().await;
    let response = rig.http.head(&url).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(header(response.headers(), "content-length"), FILE.len().to_string());
    let etag = header(response.headers(), "etag").to_owned();
    for (known, status) in [(etag.as_str(), 206), ("\"old\"", 200)] {
        let request = rig.http.get(&url).header("Range", "bytes=0-9");
        let response = request.header("If-Range", known).send().await.unwrap();
        assert_eq!(response.status(), status, "{known}");
    }
}

#[tokio::test]
async fn the_player_page_plays_the_file() {
    let (rig, url) = recorded().await;
    let file_id = url.rsplit('/').nth(1).unwrap();
    let page = rig.http.get(rig.origin(&format!("/vod/{file_id}")));
    let text = page.send().await.unwrap().text().await.unwrap();
    assert!(text.contains(&format!("src=\"/lv/vod/{file_id}/f0.mp4\"")));
    for path in ["/vod/nothing", "/lv/vod/nothing/f0.mp4", "/lv/vod", "/a/b/c"] {
        let response = rig.http.get(rig.origin(path)).send().await.unwrap();
        assert_eq!(response.status(), 404, "{path}");
    }
}
