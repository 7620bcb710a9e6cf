//! The real binary, serving with its sandbox, and somebody who may use its API.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test uses its part")]

use portico_domain::forms::{SetupForm, TokenForm};
use portico_service::{Services, Store, Visit};
use secrecy::ExposeSecret;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

/// A data folder that goes away with its owner.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("portico-test-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    /// One that is there already.
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn url(&self) -> String {
        format!("sqlite://{}", self.file("portico.db").display())
    }

    /// The binary on this folder's database, or on the one at `url`.
    pub fn command(&self, url: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portico"));
        let known = std::env::vars().map(|(name, _)| name);
        for name in
            known.filter(|name| name.starts_with("PORTICO_") || name.to_lowercase().ends_with("_proxy"))
        {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .env("PORTICO_DATA_DIR", &self.0)
            .env("PORTICO_DATABASE_URL", url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        said(&mut self.command(&self.url(), arguments), "")
    }

    pub fn run_on(&self, url: &str, arguments: &[&str]) -> Said {
        said(&mut self.command(url, arguments), "")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub error: String,
}

impl Said {
    pub fn good(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out
    }

    pub fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.good()).unwrap()
    }
}

pub fn said(command: &mut Command, input: &str) -> Said {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Whoever wants no input does not read it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: status.code(), out: text(stdout), error: text(stderr) }
}

/// What stands after these words in what a process prints next.
pub fn printed(output: &mut impl BufRead, words: &str) -> String {
    let mut line = String::new();
    loop {
        line.clear();
        assert_ne!(output.read_line(&mut line).unwrap(), 0, "it ended before {words:?}");
        if let Some(said) = line.strip_prefix(words) {
            return said.trim().to_owned();
        }
    }
}

/// `portico serve --sandbox` on free ports.
pub struct Serving {
    child: Child,
    output: BufReader<ChildStdout>,
    pub folder: Folder,
    pub url: String,
    pub address: String,
    /// Of the sandbox's control.
    pub control: String,
    pub token: String,
}

impl Serving {
    pub async fn start() -> Self {
        let folder = Folder::new();
        let url = folder.url();
        Self::start_on(folder, url).await
    }

    /// With a database elsewhere.
    pub async fn start_on(folder: Folder, url: String) -> Self {
        let mut serving = Self::serve(folder, url, &["serve", "--sandbox"]);
        serving.address = serving.says("Portico serves ");
        serving.control =
            serving.says("The sandbox's vendors are at ").rsplit(' ').next().unwrap().to_owned();
        serving.says("Set up the first administrator: ");
        serving.token = serving.token().await;
        serving
    }

    /// Without vendors: they run by themselves, and outlive it.
    pub async fn start_alone() -> Self {
        let folder = Folder::new();
        let url = folder.url();
        let mut serving = Self::serve(folder, url, &["serve"]);
        serving.address = serving.says("Portico serves ");
        serving.says("Set up the first administrator: ");
        serving.token = serving.token().await;
        serving
    }

    /// On a database that somebody has used, whose vendors are gone; with a token of then.
    pub async fn start_again(folder: Folder, url: String, token: &str) -> Self {
        let mut serving = Self::serve(folder, url, &["serve"]);
        serving.address = serving.says("Portico serves ");
        token.clone_into(&mut serving.token);
        serving
    }

    fn serve(folder: Folder, url: String, arguments: &[&str]) -> Self {
        let mut child = folder
            .command(&url, arguments)
            .env("PORTICO_LISTEN", "127.0.0.1:0")
            .env("PORTICO_SANDBOX_LISTEN", "127.0.0.1:0")
            .env("PORTICO_SANDBOX_CONTROL", "127.0.0.1:0")
            .env("PORTICO_ZONE", "UTC")
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let nothing = String::new;
        Self { child, output, folder, url, address: nothing(), control: nothing(), token: nothing() }
    }

    fn says(&mut self, words: &str) -> String {
        printed(&mut self.output, words)
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it has ended by itself; with what code.
    pub fn ended(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    /// Everything that a token may, in the name of the first administrator, who is made so.
    async fn token(&self) -> String {
        let store = Store::open_with_key_file(&self.url, &self.folder.file("master.key")).await.unwrap();
        let key = store.settings().secret_or_insert("audit_key", &"none".into()).await.unwrap();
        let services = Services::new(store, key);
        let setup = services.new_setup_token().await.unwrap();
        let form = SetupForm { account: "ada".into(), name: "Ada".into() };
        let (password, visit) = ("correct horse battery".into(), Visit::default());
        let session =
            services.set_up(setup.expose_secret(), &form, &password, &password, &visit).await.unwrap();
        let administrator = services.administrator(&services.caller(&session).await.unwrap()).unwrap();
        let scopes = ["meetings:read", "meetings:write", "join", "recordings", "directory", "webhooks"];
        let scopes = scopes.map(|scope| (scope.to_owned(), "on".to_owned())).into();
        let form = TokenForm { name: "A script".into(), days: String::new(), scopes };
        let made = administrator.create_token(&form).await.unwrap();
        services.close().await;
        made.token.expose_secret().to_owned()
    }

    /// A call of the API, as it is.
    pub fn api(&self, method: &str, path: &str, body: &str) -> String {
        send(&self.address, method, path, body, &format!("authorization: Bearer {}\r\n", self.token))
    }

    /// The client, with server and token, and times in UTC.
    pub fn client(&self, arguments: &[&str]) -> Command {
        let mut command = self.folder.command("sqlite::memory:", arguments);
        command
            .env("PORTICO_DATA_DIR", "/nowhere")
            .env("PORTICO_SERVER", &self.address)
            .env("PORTICO_TOKEN", &self.token)
            .env("TZ", "UTC")
            .current_dir(self.folder.path());
        command
    }

    pub fn ask(&self, arguments: &[&str]) -> Said {
        said(&mut self.client(arguments), "")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends something to a server of the sandbox and reads what it says.
pub fn call(base: &str, method: &str, path: &str, body: &str) -> String {
    send(base, method, path, body, "")
}

fn send(base: &str, method: &str, path: &str, body: &str, headers: &str) -> String {
    let headers = format!("content-type: application/json\r\n{headers}");
    let answer = exchange(base, method, path, body, &headers);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 2"), "{answer}");
    body.to_owned()
}

/// The whole answer, whatever it says, on a connection of its own.
pub fn exchange(base: &str, method: &str, path: &str, body: &str, headers: &str) -> String {
    let host = base.strip_prefix("http://").unwrap().split('/').next().unwrap();
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\n{headers}connection: close\r\n");
    stream.write_all(format!("{head}content-length: {length}\r\n\r\n{body}").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
