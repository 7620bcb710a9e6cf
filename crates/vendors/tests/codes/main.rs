//! Every operation of the three documents over HTTP: each code of its vendor's table, and its success.
//! One test per operation, with the name that the operation has in the sandbox; `docs/vendors.md` names them.

#[path = "../common/booking.rs"]
mod booking;
#[path = "../common/stage.rs"]
mod stage;
#[path = "../common/webapi_server.rs"]
mod webapi_server;

mod cloudroom;
mod vmr;
mod webapi;
mod webapi_pages;

use portico_domain::refusals::Kind;
use portico_sandbox::{Action, Control, Fault};
use portico_vendors::kit::{Certainty, CodeEntry, VendorError};

/// One operation under test.
struct Trial<'a> {
    control: &'a Control,
    /// The sandbox's name for it.
    operation: &'a str,
    codes: &'a [CodeEntry],
    /// Codes that mean "it is as you wanted it": deleting what is gone, listing what is not there.
    settled: &'a [&'a str],
    /// How the vendor refuses: HTTP status and body.
    refuse: fn(&CodeEntry) -> (u16, String),
}

impl Trial<'_> {
    /// Has the vendor refuse the call with each code in turn, then lets it succeed.
    async fn run(&self, call: impl AsyncFn() -> Result<(), VendorError>) {
        for entry in self.codes {
            let (status, body) = (self.refuse)(entry);
            let content_type = "application/json".to_owned();
            let refusal = Action::Refuse { status, body, content_type, retry_after: None };
            self.control.clear_calls();
            self.control.add_fault(Fault::on(self.operation, 1, refusal));
            let outcome = call().await;
            let name = format!("{} {}", self.operation, entry.code);
            assert_eq!(
                self.control.calls_of(self.operation).len(),
                1,
                "{name}: an answer is not asked for again"
            );
            match outcome {
                Ok(()) => assert!(self.settled.contains(&entry.code), "{name}: taken for a success"),
                Err(error) => {
                    assert!(!self.settled.contains(&entry.code), "{name}: {error:?}");
                    told(&error, entry, &name);
                }
            }
        }
        call().await.expect(self.operation);
    }
}

/// The refusal says all that the table knows of the code.
fn told(error: &VendorError, entry: &CodeEntry, name: &str) {
    assert_eq!((error.code(), error.certainty()), (Some(entry.code), Certainty::NotDone), "{name}");
    let refusal = error.refusal();
    assert_eq!(refusal.kind, entry.kind, "{name}");
    assert_ne!(refusal.kind, Kind::Internal, "{name}");
    assert_eq!(refusal.fields.first().map(|field| field.field.as_str()), entry.field, "{name}");
    let answer = refusal.vendor.expect(name);
    let starts = answer.meaning_en.starts_with(entry.meaning.en);
    assert!(starts && answer.meaning_zh.starts_with(entry.meaning.zh), "{name}: {answer:?}");
    let remedies = (answer.remedy_en.as_str(), answer.remedy_zh.as_str());
    assert_eq!(remedies, (entry.remedy.en, entry.remedy.zh), "{name}");
}
