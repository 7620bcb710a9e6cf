//! What went wrong at a vendor: complete, and free of secrets in Debug and Display.
//!
//! Nothing that the vendor wrote is kept but its code: no headers, no body, no message. No part of
//! the request is kept but the operation's name and the request id.

use super::codes::CodeEntry;
use portico_domain::capabilities::Vendor;
use portico_domain::refusals::{FieldRefusal, Kind, Refusal, Rule, VendorAnswer};
use std::fmt;

/// May the change have happened, although this error came back?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It did not happen.
    NotDone,
    /// Nobody here can tell; ask the vendor what it has.
    Unknown,
}

/// Why nothing could be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    NoSuchName,
    /// The name or address leads where this connection may not go.
    NotAllowed,
    ConnectTimeout,
    /// The vendor's certificate or handshake was not acceptable.
    Tls,
    /// Refused, no route, and the like.
    NoConnection,
    /// The request could not be built.
    BadRequest,
}

/// What was being waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    FirstByte,
    Total,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Nothing was sent.
    Unreachable(Unreachable),
    /// Something was sent and no complete answer came in time.
    Late(Phase),
    /// The connection broke, or spoke no HTTP, after something was sent.
    Cut,
    /// The answer was bigger than anything the document describes.
    TooLarge,
    /// A success whose content cannot be read; `at` names the place, never the content.
    Unreadable { at: String },
    /// An HTTP status without a code of the vendor. `retry_after` in seconds.
    Status { status: u16, retry_after: Option<u32> },
    /// The vendor's own code. `entry` is absent if the document does not know it.
    Code { status: u16, code: String, entry: Option<&'static CodeEntry>, retry_after: Option<u32> },
    /// An id that this vendor cannot have given.
    ForeignId,
    /// The recording's address is not at a host that this connection may fetch from.
    ForeignMedia,
    /// The vendor has no such operation, so nothing was sent.
    Unsupported,
    /// The vendor answered, and what was asked for is not among what it has.
    Missing,
    /// The operation wants a credential that this connection does not have; nothing was sent.
    NoCredential,
    /// One call more would have gone beyond a limit, the vendor's or our own; nothing was sent.
    HeldBack,
    /// The vendor has not answered for so many seconds and is left alone for `again` more; nothing was sent.
    Resting { silent_for: u32, again: u32 },
}

/// An error of one call to a vendor.
#[derive(Clone, PartialEq, Eq)]
pub struct VendorError {
    pub vendor: Vendor,
    /// The operation's name, such as `conference.create`.
    pub operation: &'static str,
    /// The section of the vendor's document.
    pub doc: &'static str,
    /// Does the operation change anything at the vendor?
    pub changes: bool,
    /// As sent to the vendor; its support asks for it.
    pub request_id: Option<Box<str>>,
    /// The vendor's clock minus ours, in seconds, as last seen.
    pub skew_seconds: Option<i64>,
    pub cause: Cause,
}

impl VendorError {
    /// May the change have happened? (For reads the answer does not matter.)
    pub fn certainty(&self) -> Certainty {
        match &self.cause {
            Cause::Unreachable(_) | Cause::ForeignId | Cause::ForeignMedia => Certainty::NotDone,
            Cause::Unsupported | Cause::Missing | Cause::NoCredential => Certainty::NotDone,
            Cause::HeldBack | Cause::Resting { .. } => Certainty::NotDone,
            Cause::Late(_) | Cause::Cut | Cause::TooLarge | Cause::Unreadable { .. } => Certainty::Unknown,
            // 303 says "done, look there"; 408 and 5xx come from something between us and the vendor.
            Cause::Status { status: 303 | 408 | 500.., .. } => Certainty::Unknown,
            Cause::Status { .. } => Certainty::NotDone,
            // The vendor answers business errors with 500; a code nobody knows under 502 or 504 is a gateway's.
            Cause::Code { status: 501.., entry: None, .. } => Certainty::Unknown,
            Cause::Code { .. } => Certainty::NotDone,
        }
    }

    /// The vendor's code, if it gave one.
    pub fn code(&self) -> Option<&str> {
        match &self.cause {
            Cause::Code { code, .. } => Some(code),
            _ => None,
        }
    }

    /// What the document says of the code.
    pub fn entry(&self) -> Option<&'static CodeEntry> {
        match &self.cause {
            Cause::Code { entry, .. } => *entry,
            _ => None,
        }
    }

    /// Seconds after which the vendor wants to hear from us again, if it said so, or will.
    pub fn retry_after(&self) -> Option<u32> {
        match &self.cause {
            Cause::Status { retry_after, .. } | Cause::Code { retry_after, .. } => *retry_after,
            Cause::Resting { again, .. } => Some(*again),
            _ => None,
        }
    }

    /// Was it left unsent, so that it says nothing of earlier tries?
    pub(crate) fn is_unsent(&self) -> bool {
        matches!(self.cause, Cause::Unreachable(_) | Cause::HeldBack | Cause::Resting { .. })
    }

    /// Seconds for which the vendor has not answered, if it is left alone therefore.
    fn silent_for(&self) -> Option<u32> {
        match self.cause {
            Cause::Resting { silent_for, .. } => Some(silent_for),
            _ => None,
        }
    }

    /// The kind of refusal that this becomes.
    pub fn kind(&self) -> Kind {
        if self.changes && self.certainty() == Certainty::Unknown {
            return Kind::Unconfirmed;
        }
        match &self.cause {
            Cause::Unreachable(_) | Cause::Late(_) | Cause::Cut | Cause::Resting { .. } => Kind::VendorSilent,
            Cause::TooLarge | Cause::Unreadable { .. } | Cause::ForeignMedia => Kind::VendorUnreadable,
            Cause::Status { status: 429, .. } | Cause::Code { status: 429, .. } => Kind::VendorBusy,
            Cause::HeldBack => Kind::VendorBusy,
            Cause::Status { status: 408 | 500.., .. } => Kind::VendorSilent,
            // Two of the documents do not say how a wrong credential is refused; HTTP does.
            Cause::Status { status: 401 | 403, .. } => Kind::VendorCredential,
            Cause::Code { status: 401 | 403, entry: None, .. } => Kind::VendorCredential,
            Cause::Status { .. } => Kind::VendorUnreadable,
            Cause::Code { entry, .. } => entry.map_or(Kind::VendorRefused, |entry| entry.kind),
            Cause::ForeignId | Cause::Missing => Kind::NotFound,
            Cause::Unsupported => Kind::Unsupported,
            Cause::NoCredential => Kind::VendorCredential,
        }
    }

    /// What the person who asked is told. The incident id is the caller's to add.
    pub fn refusal(&self) -> Refusal {
        let blamed = self.entry().and_then(|entry| entry.field);
        Refusal {
            fields: blamed.map(|field| FieldRefusal::new(field, Rule::Vendor)).into_iter().collect(),
            vendor: self.vendor_answer(),
            retry_after: self.retry_after(),
            silent_for: self.silent_for(),
            ..Refusal::of(self.kind())
        }
    }

    fn vendor_answer(&self) -> Option<VendorAnswer> {
        let code = self.code()?;
        let unexplained = || VendorAnswer {
            vendor: self.vendor.name().to_owned(),
            code: code.to_owned(),
            meaning_en: "The vendor refused with a code that its document does not explain.".to_owned(),
            meaning_zh: "厂商拒绝了请求，其文档未说明此错误码。".to_owned(),
            remedy_en: "Give this code and the incident number to the vendor's support.".to_owned(),
            remedy_zh: "请将此错误码和事件编号提供给厂商技术支持。".to_owned(),
        };
        let mut answer = self.entry().map_or_else(unexplained, |entry| entry.explain(self.vendor));
        if self.kind() == Kind::VendorClock {
            self.add_skew(&mut answer);
        }
        Some(answer)
    }

    /// Says by how much the clocks differ, and which way.
    fn add_skew(&self, answer: &mut VendorAnswer) {
        let Some(skew) = self.skew_seconds.filter(|skew| *skew != 0) else { return };
        let (seconds, ahead) = (skew.unsigned_abs(), skew > 0);
        let (en, zh) = if ahead { ("ahead of", "快") } else { ("behind", "慢") };
        answer.meaning_en.push_str(&format!(" The vendor's clock is {seconds} s {en} ours."));
        answer.meaning_zh.push_str(&format!("厂商的时钟比本机{zh} {seconds} 秒。"));
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Unreachable(why) => write!(f, "not sent ({why:?})"),
            Cause::Late(phase) => write!(f, "no answer in time ({phase:?})"),
            Cause::Cut => f.write_str("connection broke"),
            Cause::TooLarge => f.write_str("answer too large"),
            Cause::Unreadable { at } => write!(f, "unreadable answer at {at}"),
            Cause::Status { status, .. } => write!(f, "HTTP {status}"),
            Cause::Code { status, code, entry, .. } => {
                write!(f, "code {code} (HTTP {status})")?;
                entry.map_or(Ok(()), |entry| write!(f, ": {}", entry.meaning.en))
            }
            Cause::ForeignId => f.write_str("not an id of this vendor"),
            Cause::ForeignMedia => f.write_str("recording at a host that is not allowed"),
            Cause::Unsupported => f.write_str("not something this vendor can do"),
            Cause::Missing => f.write_str("the vendor does not have it"),
            Cause::NoCredential => f.write_str("no credential for this on the connection"),
            Cause::HeldBack => f.write_str("held back, to stay below a limit"),
            Cause::Resting { silent_for, .. } => write!(f, "not sent: no answer for {silent_for} s"),
        }
    }
}

impl fmt::Display for VendorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.vendor.name(), self.operation, self.cause)?;
        if let Some(id) = &self.request_id {
            write!(f, " [request {id}]")?;
        }
        Ok(())
    }
}

impl fmt::Debug for VendorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VendorError")
            .field("operation", &format_args!("{} {}", self.vendor.name(), self.operation))
            .field("doc", &self.doc)
            .field("request_id", &self.request_id)
            .field("skew_seconds", &self.skew_seconds)
            .field("certainty", &self.certainty())
            .field("cause", &format_args!("{}", self.cause))
            .finish()
    }
}

impl std::error::Error for VendorError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(cause: Cause) -> Kind {
        let error = VendorError {
            vendor: Vendor::Vmr,
            operation: "meeting.info",
            doc: "",
            changes: false,
            request_id: None,
            skew_seconds: None,
            cause,
        };
        error.kind()
    }

    fn coded(status: u16, entry: Option<&'static CodeEntry>) -> Cause {
        Cause::Code { status, code: "E1".to_owned(), entry, retry_after: None }
    }

    #[test]
    fn http_says_that_a_credential_is_wrong_where_no_document_does() {
        for status in [401, 403] {
            assert_eq!(kind(Cause::Status { status, retry_after: None }), Kind::VendorCredential);
            assert_eq!(kind(coded(status, None)), Kind::VendorCredential);
            let known = crate::vmr::codes::find(crate::vmr::codes::NO_MEETING);
            assert_eq!(kind(coded(status, known)), Kind::VendorRefused, "a known code speaks for itself");
        }
        for status in [400, 404, 418] {
            assert_eq!(kind(Cause::Status { status, retry_after: None }), Kind::VendorUnreadable);
            assert_eq!(kind(coded(status, None)), Kind::VendorRefused);
        }
    }
}
