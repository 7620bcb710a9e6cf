//! Event streams over real connections to the real binary: everyone who waits hears of a change within a
//! second. `make bench` does the same with ten thousand.

use portico_storm::{Site, streams};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

const STREAMS: usize = 1000;

/// `portico serve --sandbox` on free ports.
struct Serving {
    child: Child,
    output: BufReader<ChildStdout>,
    folder: PathBuf,
}

impl Serving {
    fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("portico-streams-{}", std::process::id()));
        let mut child = Command::new(env!("CARGO_BIN_EXE_portico"))
            .args(["serve", "--sandbox"])
            .env("PORTICO_LISTEN", "127.0.0.1:0")
            .env("PORTICO_SANDBOX_LISTEN", "127.0.0.1:0")
            .env("PORTICO_SANDBOX_CONTROL", "127.0.0.1:0")
            .env("PORTICO_DATA_DIR", &folder)
            .env("PORTICO_ZONE", "UTC")
            .stdout(Stdio::piped())
            .spawn()
            .expect("portico starts");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        Self { child, output, folder }
    }

    /// What stands after these words in what it prints next.
    fn says(&mut self, words: &str) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            assert_ne!(self.output.read_line(&mut line).expect("text"), 0, "it ended before {words:?}");
            if let Some(said) = line.strip_prefix(words) {
                return said.trim().to_owned();
            }
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_reaches_a_thousand_open_streams_within_a_second() {
    portico_storm::descriptors::raise();
    let mut serving = Serving::start();
    let site = Site::read(&serving.says("Portico serves ")).expect("an address");
    let setup = serving.says("Set up the first administrator: ");
    let process = Some(serving.child.id());
    let wanted = streams::Wanted { site, setup, streams: STREAMS, process, opening: false };
    let found = streams::run(&wanted).await.expect("it can be tried");
    for delivery in &found.deliveries {
        assert_eq!((delivery.reached, delivery.within_a_second), (STREAMS, STREAMS), "{found:?}");
    }
}
