//! Downloads over connections that break, servers that ignore ranges, and files that change meanwhile.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use portico_client::{Client, Failure, Progress};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How the server behaves, one answer after another; the last goes on.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Whole,
    /// Hangs up after so many bytes of the file.
    CutAfter(usize),
    IgnoresRanges,
    Busy,
}

struct Serving {
    file: Vec<u8>,
    ways: Vec<Way>,
    /// Where each request wanted the file to begin.
    asked: Vec<Option<usize>>,
}

type Shared = Arc<Mutex<Serving>>;

async fn serve(listener: TcpListener, serving: Shared) {
    loop {
        let (mut stream, _) = listener.accept().await.unwrap();
        let head = head(&mut stream).await;
        let answer = answer(&mut serving.lock().unwrap(), &head);
        stream.write_all(&answer).await.unwrap();
    }
}

async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap().to_lowercase()
}

fn answer(serving: &mut Serving, head: &str) -> Vec<u8> {
    assert!(
        head.starts_with("get /api/v1/recordings/r1/file ") && head.contains("bearer portico_t"),
        "{head}"
    );
    let range = head.split_once("range: bytes=").and_then(|(_, rest)| rest.split_once('-'));
    let asked: Option<usize> = range.map(|(from, _)| from.parse().unwrap());
    serving.asked.push(asked);
    let way = if serving.ways.len() > 1 { serving.ways.remove(0) } else { serving.ways[0] };
    let whole = serving.file.len();
    if way == Way::Busy {
        let problem = r#"{"kind":"vendor-busy","status":503,"title":"","type":"","retry_after":0}"#;
        let length = problem.len();
        return format!("HTTP/1.1 503 Busy\r\ncontent-length: {length}\r\n\r\n{problem}").into_bytes();
    }
    let asked = asked.filter(|_| way != Way::IgnoresRanges);
    if asked.is_some_and(|from| from >= whole) {
        return b"HTTP/1.1 416 No\r\ncontent-length: 0\r\n\r\n".to_vec();
    }
    let from = asked.unwrap_or(0);
    let end = if let Way::CutAfter(end) = way { end.max(from) } else { whole };
    let range = match asked {
        Some(from) => format!("206 Part\r\ncontent-range: bytes {from}-{}/{whole}", whole - 1),
        None => "200 OK".to_owned(),
    };
    let mut answer = format!("HTTP/1.1 {range}\r\ncontent-length: {}\r\n\r\n", whole - from).into_bytes();
    answer.extend_from_slice(&serving.file[from..end]);
    answer
}

struct Rig {
    client: Client,
    serving: Shared,
    folder: PathBuf,
}

impl Rig {
    async fn new(file: Vec<u8>, ways: &[Way]) -> Self {
        let serving = Arc::new(Mutex::new(Serving { file, ways: ways.to_vec(), asked: Vec::new() }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(listener, serving.clone()));
        let client = Client::new(&format!("http://{address}"), &"portico_t".into(), false).unwrap();
        let folder = std::env::temp_dir().join(format!("portico-client-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir(&folder).unwrap();
        Self { client, serving, folder }
    }

    fn to(&self) -> PathBuf {
        self.folder.join("recording.mp4")
    }

    fn part(&self) -> PathBuf {
        self.folder.join("recording.mp4.part")
    }

    async fn download(&self, replace: bool) -> Result<u64, Failure> {
        let mut last = Progress { have: 0, whole: None };
        let path = ["recordings", "r1", "file"];
        let done = self.client.download(&path, &self.to(), replace, |progress| last = progress).await;
        if let Ok(bytes) = &done {
            assert_eq!(last.have, *bytes);
        }
        done
    }

    fn asked(&self) -> Vec<Option<usize>> {
        self.serving.lock().unwrap().asked.clone()
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Bytes that repeat nowhere near.
fn bytes(seed: u32, length: usize) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}

const LENGTH: usize = 1_000_000;

#[tokio::test]
async fn a_download_that_is_cut_off_goes_on_where_it_stopped() {
    let file = bytes(1, LENGTH);
    let rig =
        Rig::new(file.clone(), &[Way::CutAfter(400_000), Way::Busy, Way::CutAfter(700_000), Way::Whole])
            .await;
    assert_eq!(rig.download(false).await.unwrap(), LENGTH as u64);
    assert!(std::fs::read(rig.to()).unwrap() == file);
    assert!(!rig.part().exists());
    // A little of what is there is asked for again, to see that it is the same file.
    let again = |have: usize| Some(have - 64 * 1024);
    assert_eq!(rig.asked(), [None, again(400_000), again(400_000), again(700_000)]);
}

#[tokio::test]
async fn what_is_short_is_never_called_whole_and_a_later_call_goes_on() {
    let file = bytes(2, LENGTH);
    let rig = Rig::new(file.clone(), &[Way::CutAfter(300_000)]).await;
    let failure = rig.download(false).await.unwrap_err();
    assert!(matches!(failure, Failure::CutOff { have: 300_000, .. }), "{failure:?}");
    assert!(!rig.to().exists(), "no short file under the wanted name");
    assert_eq!(std::fs::metadata(rig.part()).unwrap().len(), 300_000);
    rig.serving.lock().unwrap().ways = vec![Way::Whole];
    assert_eq!(rig.download(false).await.unwrap(), LENGTH as u64);
    assert!(std::fs::read(rig.to()).unwrap() == file);
}

#[tokio::test]
async fn a_rest_of_another_file_is_thrown_away() {
    let file = bytes(3, LENGTH);
    for length in [200_000, LENGTH, LENGTH + 5_000_000] {
        let rig = Rig::new(file.clone(), &[Way::Whole]).await;
        std::fs::write(rig.part(), bytes(4, length)).unwrap();
        assert_eq!(rig.download(false).await.unwrap(), LENGTH as u64, "{length}");
        assert!(std::fs::read(rig.to()).unwrap() == file, "{length}");
    }
}

#[tokio::test]
async fn a_server_without_ranges_is_fine_and_a_whole_rest_only_gets_its_name() {
    let file = bytes(5, LENGTH);
    for (way, there) in [(Way::IgnoresRanges, 500_000), (Way::Whole, LENGTH)] {
        let rig = Rig::new(file.clone(), &[way]).await;
        std::fs::write(rig.part(), &file[..there]).unwrap();
        assert_eq!(rig.download(false).await.unwrap(), LENGTH as u64);
        assert!(std::fs::read(rig.to()).unwrap() == file);
    }
    // An empty recording is one, too.
    let rig = Rig::new(Vec::new(), &[Way::Whole]).await;
    assert_eq!(rig.download(false).await.unwrap_or_default(), 0);
    assert!(rig.to().exists());
}

#[tokio::test]
async fn what_stands_there_is_replaced_only_if_it_is_said() {
    let file = bytes(6, 1000);
    let rig = Rig::new(file.clone(), &[Way::Whole]).await;
    std::fs::write(rig.to(), "mine").unwrap();
    assert!(matches!(rig.download(false).await, Err(Failure::File(_))));
    assert_eq!(std::fs::read(rig.to()).unwrap(), b"mine");
    assert!(rig.asked().is_empty(), "nothing was asked for in vain");
    assert_eq!(rig.download(true).await.unwrap(), 1000);
    assert!(std::fs::read(rig.to()).unwrap() == file);
}

#[tokio::test]
async fn two_downloads_never_write_one_file() {
    let rig = Rig::new(bytes(7, 1000), &[Way::Whole]).await;
    let other = std::fs::File::create(rig.part()).unwrap();
    other.lock().unwrap();
    assert!(matches!(rig.download(false).await, Err(Failure::File(why)) if why.contains("another download")));
}

#[test]
fn the_token_goes_in_the_clear_only_where_it_is_said() {
    let with = |server: &str, plain| Client::new(server, &"portico_t".into(), plain).map(drop);
    assert!(with("https://meet.example.com", false).is_ok());
    assert!(with("http://127.0.0.1:3000", false).is_ok() && with("http://[::1]:3000/", false).is_ok());
    assert!(matches!(with("http://meet.example.com", false), Err(Failure::Usage(_))));
    assert!(with("http://portico:3000", true).is_ok());
    for bad in ["meet.example.com", "ftp://meet.example.com", "https://user:word@meet.example.com"] {
        assert!(matches!(with(bad, true), Err(Failure::Usage(_))), "{bad}");
    }
    let token = "a\nb".into();
    assert!(matches!(Client::new("https://meet.example.com", &token, false), Err(Failure::Usage(_))));
}
