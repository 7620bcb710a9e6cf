//! Which operation or page an address means.

/// The document's base path.
pub(super) const BASE: &str = "/WebAPI";

/// An address that the sandbox serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    Api(Operation),
    /// URL 加入会议(多参数): its parameters stand in the fragment, so only a script sees them.
    Login,
    /// URL 加入会议(单参数).
    Token,
    /// What the page tells when it is closed.
    Leave,
    /// A recording, a document or a picture.
    File(&'a str),
    /// A live stream's playlist; the serial with its ending.
    Playlist(&'a str),
    Nowhere,
}

/// The ten operations below [`BASE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Create,
    Modify,
    Delete,
    ClassTime,
    BindFiles,
    RoomPicture,
    Files,
    Streams,
    Logins,
    Records,
}

/// Name, whether it is a POST, and its parameters.
type Row = (Operation, &'static str, bool, &'static [&'static str]);

const TABLE: [Row; 10] = [
    (
        Operation::Create,
        "meetingcreate",
        true,
        &["key", "meetingname", "starttime", "endtime", "chairmanpwd", "islive"],
    ),
    (
        Operation::Modify,
        "meetingmodify",
        true,
        &["key", "serial", "meetingname", "chairmanpwd", "starttime", "endtime"],
    ),
    (Operation::Delete, "meetingdelete", true, &["key", "serial"]),
    (Operation::ClassTime, "getClassBeginTime", false, &["key", "serial"]),
    (Operation::BindFiles, "meetingbindfile", true, &["key", "serial", "fileidarr[]"]),
    (Operation::RoomPicture, "uploadRoomPic", true, &["key", "filedata", "serial"]),
    (Operation::Files, "getmeetingfile", false, &["key", "serial"]),
    (Operation::Streams, "getLiveStream", false, &["key", "serial"]),
    (Operation::Logins, "getlogininfo", true, &["key", "serial"]),
    (Operation::Records, "getRoomRecord", true, &["key", "serial", "userid"]),
];

impl Operation {
    /// The last part of its address.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.1)
    }

    pub fn posted(self) -> bool {
        self.row().is_some_and(|row| row.2)
    }

    /// The parameters of the document's table.
    pub fn fields(self) -> &'static [&'static str] {
        self.row().map_or(&[], |row| row.3)
    }

    fn row(self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.0 == self)
    }
}

pub(super) fn route(path: &str) -> Route<'_> {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    match segments.as_slice() {
        ["WebAPI", name] => {
            let found = TABLE.iter().find(|row| row.1 == *name);
            found.map_or(Route::Nowhere, |row| Route::Api(row.0))
        }
        ["h5"] | ["h5", "" | "login"] => Route::Login,
        ["h5", "index.html"] => Route::Token,
        ["h5", "leave"] => Route::Leave,
        ["upload" | "uploads", _, ..] => Route::File(path),
        ["live" | "hls", name] => Route::Playlist(name),
        _ => Route::Nowhere,
    }
}

impl Route<'_> {
    /// The name in the call log and in faults.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Api(operation) => operation.name(),
            Self::Login => "h5login",
            Self::Token => "h5token",
            Self::Leave => "h5leave",
            Self::File(_) | Self::Playlist(_) => "media",
            Self::Nowhere => "unknown",
        }
    }
}
