//! The table as Markdown: each cell is either proven by a call that was seen, or listed as empty.

use crate::calls::{Asker, Calls};
use crate::contradictions::CONTRADICTIONS;
use crate::pages::{self, PAGES};
use crate::rows::Row;
use std::fmt::Write;

const HEAD: &str = "# Every operation of the vendors, and the tests that show it

Made by a run of the tests: `make vendors-table` writes this file, and `make test` fails when it is not what the
run shows. Nothing here is written by hand.

A test is named by its binary and its name, as `cargo test --test BINARY NAME` takes them: those under *Sandbox*
are of `crates/sandbox` and call it by hand, all others are of `crates/vendors` and call it with Portico's own
client. *Page* is where a person reaches the operation; the browser tests have done so.

Any operation of a vendor may answer with any code of its table, so each operation is tested with each of them.
Those that the document gives the operation the sandbox gives by its own rules; the others it gives when a test
orders it.
";

/// The text, and what no test has shown.
pub struct Table {
    pub text: String,
    pub empty: Vec<String>,
}

struct Run<'a> {
    tests: &'a Calls,
    /// None: the pages are taken on trust.
    browser: Option<&'a Calls>,
    empty: Vec<String>,
}

impl Table {
    pub fn of(rows: &[Row], tests: &Calls, browser: Option<&Calls>) -> Self {
        let mut run = Run { tests, browser, empty: Vec::new() };
        let mut text = HEAD.to_owned();
        for (vendor, name) in [("cloudroom", "CloudRoom"), ("vmr", "VMR"), ("webapi", "WebAPI")] {
            let rows: Vec<&Row> = rows.iter().filter(|row| row.vendor == vendor).collect();
            let _ = write!(text, "\n## {name}\n\n{OPERATIONS}");
            for row in &rows {
                let line = run.operation(row, name);
                text.push_str(&line);
            }
            let _ = write!(text, "\n### Errors of {name}\n\n{ERRORS}");
            for row in rows {
                let lines = run.errors(row);
                text.push_str(&lines);
            }
        }
        text.push_str(&contradictions());
        Self { text, empty: run.empty }
    }
}

const OPERATIONS: &str =
    "| Operation | Client | Sandbox | Page | Success | Errors |\n|---|---|---|---|---|---|\n";
const ERRORS: &str =
    "| Operation | Codes | The sandbox gives them in | The client understands them in |\n|---|---|---|---|\n";

impl Run<'_> {
    fn operation(&mut self, row: &Row, vendor: &str) -> String {
        let client = if row.is_page { Asker::ClientTest } else { Asker::Client };
        let success = self.test(row, client, "ok", "success");
        let sandbox = self.test(row, Asker::Sandbox, "ok", "sandbox");
        let page = self.page(row);
        self.check_addresses(row);
        format!(
            "| {}<br>`{} {}` | `{}` | `{}`<br>{sandbox} | {page} | {success} | [{} codes](#errors-of-{}) |\n",
            row.section,
            row.method,
            row.path,
            row.client,
            row.sandbox,
            row.codes.len(),
            vendor.to_lowercase(),
        )
    }

    /// Codes with the same tests share a line.
    fn errors(&mut self, row: &Row) -> String {
        let mut lines: Vec<(String, String, Vec<&str>)> = Vec::new();
        for code in &row.codes {
            let (sandbox, client) = (self.giver(row, code), self.reader(row, code));
            match lines.iter_mut().find(|line| (&line.0, &line.1) == (&sandbox, &client)) {
                Some(line) => line.2.push(code),
                None => lines.push((sandbox, client, vec![code])),
            }
        }
        let line = |(sandbox, client, codes): (String, String, Vec<&str>)| {
            format!("| {} | {} | {sandbox} | {client} |\n", row.section, codes.join(" "))
        };
        lines.into_iter().map(line).collect()
    }

    fn giver(&mut self, row: &Row, code: &str) -> String {
        if !row.own.contains(&code) {
            return "a test that orders them".to_owned();
        }
        let asker = match row.is_page && self.find(row, Asker::Sandbox, code, false).is_none() {
            true => Asker::ClientTest,
            false => Asker::Sandbox,
        };
        match self.find(row, asker, code, false) {
            Some(test) => test,
            None => self.nothing(row, &format!("code {code} from the sandbox")),
        }
    }

    fn reader(&mut self, row: &Row, code: &str) -> String {
        if row.is_page {
            return "none: the page tells the person".to_owned();
        }
        match self.find(row, Asker::Client, code, true) {
            Some(test) => test,
            None => self.nothing(row, &format!("code {code} at the client")),
        }
    }

    fn test(&mut self, row: &Row, asker: Asker, code: &str, cell: &str) -> String {
        match self.find(row, asker, code, false) {
            Some(test) => test,
            None => self.nothing(row, cell),
        }
    }

    fn find(&self, row: &Row, asker: Asker, code: &str, scripted: bool) -> Option<String> {
        self.tests.test(row.vendor, row.sandbox, asker, code, scripted).map(|test| test.shown())
    }

    fn page(&mut self, row: &Row) -> String {
        let reach = PAGES.iter().find(|it| (it.0, it.1) == (row.vendor, row.sandbox));
        let Some((_, _, route, what)) = reach else { return self.nothing(row, "page") };
        if route.is_empty() {
            return (*what).to_owned();
        }
        if !pages::is_there(route) {
            return self.nothing(row, &format!("page: there is no route {route}"));
        }
        if self.browser.is_some_and(|browser| !browser.succeeded(row.vendor, row.sandbox)) {
            return self.nothing(row, &format!("page: no browser test reached it from {route}"));
        }
        format!("`{route}`<br>{what}")
    }

    /// What the client called is what the document says.
    fn check_addresses(&mut self, row: &Row) {
        if row.is_page {
            return;
        }
        let called = self.tests.addresses(row.vendor, row.sandbox);
        for (method, path) in called {
            if method != row.method || !fits(row.path, path) {
                self.empty.push(format!("{} {}: called as {method} {path}", row.vendor, row.sandbox));
            }
        }
    }

    fn nothing(&mut self, row: &Row, cell: &str) -> String {
        self.empty.push(format!("{} {}: {cell}", row.vendor, row.sandbox));
        String::new()
    }
}

/// Whether an address is one of `/conference/{confId}`.
fn fits(template: &str, path: &str) -> bool {
    let path = path.strip_prefix("/CLOUDROOM-SERVER/v2").unwrap_or(path);
    let (wanted, given): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let same =
        |(wanted, given): (&&str, &&str)| wanted == given || (wanted.starts_with('{') && !given.is_empty());
    wanted.len() == given.len() && wanted.iter().zip(&given).all(same)
}

fn contradictions() -> String {
    let mut text =
        "\n## What the documents contradict themselves in\n\nEach way of writing is read; each has its \
        test.\n\n| Vendor | Ways of writing | Tests |\n|---|---|---|\n"
            .to_owned();
    for (vendor, what, tests) in CONTRADICTIONS {
        let tests: Vec<String> = tests.iter().map(|(file, test)| format!("`{file}` `{test}`")).collect();
        let _ = writeln!(text, "| {vendor} | {what} | {} |", tests.join("<br>"));
    }
    text
}

#[test]
fn addresses_fit_their_template() {
    assert!(fits("/conference/{confId}/join", "/CLOUDROOM-SERVER/v2/conference/12/join"));
    assert!(fits("/WebAPI/meetingcreate", "/WebAPI/meetingcreate"));
    assert!(!fits("/conference/{confId}", "/CLOUDROOM-SERVER/v2/conference/"));
    assert!(!fits("/conference/list", "/CLOUDROOM-SERVER/v2/conference/history/list"));
}

/// A cell that nothing proves is named, not left blank in silence.
#[test]
fn what_no_test_shows_is_empty() {
    let nothing = Calls::read("");
    let rows = crate::rows::all();
    let table = Table::of(&rows, &nothing, Some(&nothing));
    for row in &rows {
        let start = format!("{} {}: ", row.vendor, row.sandbox);
        let cells = table.empty.iter().filter(|it| it.starts_with(&start)).count();
        assert!(cells >= 2 + row.own.len(), "{start}{cells}");
    }
}
