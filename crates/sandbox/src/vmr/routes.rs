//! Which operation or page an address means.

use super::variants::Envelope;

/// An address that the sandbox serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    Api(Operation),
    /// 获取会议信息, which wants no auth and answers without the envelope.
    Info,
    /// shortAddress.
    Share(&'a str),
    /// downUrl.
    Download(&'a str),
    /// Below /meeting, /subscribe or /api, but no operation.
    Strange,
    Nowhere,
}

/// The ten operations that want `auth`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    OpenRecord,
    CloseRecord,
    Records,
    DeleteRecord,
    LiveStatus,
    Rooms,
    Contacts,
    Book,
    Cancel,
    Bookings,
}

/// Folder and name, whether it is a POST, and its parameters.
type Row = (Operation, &'static str, &'static str, bool, &'static [&'static str]);

const TABLE: [Row; 10] = [
    (Operation::OpenRecord, "meeting", "openRecord", true, &["conferenceKey"]),
    (Operation::CloseRecord, "meeting", "closeRecord", true, &["conferenceKey"]),
    (Operation::Records, "meeting", "getRecords", true, &["recordId", "origin"]),
    (Operation::DeleteRecord, "meeting", "delRecordFile", true, &["recordId"]),
    (Operation::LiveStatus, "meeting", "getLiveRecStatus", true, &["conferenceKey"]),
    (Operation::Rooms, "subscribe", "getmeeting", false, &["account"]),
    (Operation::Contacts, "subscribe", "getcontacts", false, &["account", "pageIndex", "pageSize", "isAll"]),
    (
        Operation::Book,
        "subscribe",
        "createmeet",
        true,
        &[
            "account",
            "theme",
            "introduction",
            "visitor_ids",
            "startDate",
            "endDate",
            "isAutoOpen",
            "pid",
            "shostPwd",
            "svisitorPwd",
        ],
    ),
    (Operation::Cancel, "subscribe", "cancelmeet", true, &["st_id"]),
    (Operation::Bookings, "subscribe", "getsubmeetings", false, &["account"]),
];

impl Operation {
    pub fn posted(self) -> bool {
        self.row().is_some_and(|row| row.3)
    }

    /// The parameters of the document's table or sample.
    pub fn fields(self) -> &'static [&'static str] {
        self.row().map_or(&[], |row| row.4)
    }

    /// How the samples of this operation write their code.
    pub fn envelope(self) -> Envelope {
        match self {
            Self::OpenRecord | Self::CloseRecord | Self::Records | Self::DeleteRecord => Envelope::Meeting,
            _ => Envelope::Other,
        }
    }

    fn row(self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.0 == self)
    }
}

pub(super) fn route(path: &str) -> Route<'_> {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    match segments.as_slice() {
        ["api", "getmeetinginfo"] => Route::Info,
        [folder @ ("meeting" | "subscribe"), name] => {
            let found = TABLE.iter().find(|row| row.1 == *folder && row.2 == *name);
            found.map_or(Route::Strange, |row| Route::Api(row.0))
        }
        ["meeting" | "subscribe" | "api", ..] => Route::Strange,
        ["meet", "share", code] => Route::Share(code),
        ["cos", _, _] => Route::Download(path),
        _ => Route::Nowhere,
    }
}

impl Route<'_> {
    /// The name in the call log and in faults: the last part of the operation's address.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Api(operation) => operation.row().map_or("", |row| row.2),
            Self::Info => "getmeetinginfo",
            Self::Share(_) => "page",
            Self::Download(_) => "media",
            Self::Strange | Self::Nowhere => "unknown",
        }
    }
}
