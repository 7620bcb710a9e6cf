//! Where a person reaches each operation: the one list. That the route is there is read from the sources;
//! that it leads to the operation, from the calls of the browser tests.

use std::path::Path;

/// Vendor, sandbox's name of the operation, route (none where nobody shall get there), and what is there.
pub type Reach = (&'static str, &'static str, &'static str, &'static str);

const MEETING: &str = "/meetings/:id";
const MATERIALS: &str = "/meetings/:id/materials";
const SCHEDULE: &str = "/meetings/new";
const CHANGE: &str = "/meetings/:id/edit";
const RECORDING: &str = "/recordings/:id";
const JOIN: &str = "/j/{slug}";
const DIRECTORY: &str = "/directory/:connection";
const ENTRY: &str = "/directory/:connection/:kind/:act";

#[rustfmt::skip] // A table reads better unbroken.
pub const PAGES: &[Reach] = &[
    ("cloudroom", "createMeeting", SCHEDULE, "the form"),
    ("cloudroom", "updateMeeting", CHANGE, "the form"),
    ("cloudroom", "queryMeeting", MEETING, "state and facts"),
    ("cloudroom", "joinMeeting", JOIN, "the join page"),
    ("cloudroom", "endMeeting", MEETING, "End now"),
    ("cloudroom", "deleteMeeting", MEETING, "Delete"),
    ("cloudroom", "queryMeetingList", "/meetings", "the list, brought up to date in the background"),
    ("cloudroom", "queryHistoryMeeting", "/meetings", "past meetings, brought up to date in the background"),
    ("cloudroom", "queryVideo", MEETING, "recordings"),
    ("cloudroom", "deleteVideo", RECORDING, "Delete"),
    ("cloudroom", "createCompany", ENTRY, "a new company"),
    ("cloudroom", "updateCompany", ENTRY, "the form of a company"),
    ("cloudroom", "deleteCompany", ENTRY, "the form of a company: remove"),
    ("cloudroom", "createUser", ENTRY, "a new user"),
    ("cloudroom", "updateUser", ENTRY, "the form of a user"),
    ("cloudroom", "deleteUser", ENTRY, "the form of a user: remove"),
    ("cloudroom", "createDepartment", ENTRY, "a new department"),
    ("cloudroom", "updateDepartment", ENTRY, "the form of a department"),
    ("cloudroom", "deleteDepartment", ENTRY, "the form of a department: remove"),
    ("vmr", "openRecord", MEETING, "live panel: start recording"),
    ("vmr", "closeRecord", MEETING, "live panel: stop recording"),
    ("vmr", "getRecords", MEETING, "recordings"),
    ("vmr", "delRecordFile", RECORDING, "Delete"),
    ("vmr", "getLiveRecStatus", MEETING, "live panel: state of stream and recording"),
    ("vmr", "getmeetinginfo", MEETING, "state"),
    ("vmr", "getmeeting", DIRECTORY, "rooms; on the form, the choice of the room"),
    ("vmr", "getcontacts", DIRECTORY, "contacts; on the form, the choice of the invited"),
    ("vmr", "createmeet", SCHEDULE, "the form"),
    ("vmr", "cancelmeet", MEETING, "Delete"),
    ("vmr", "getsubmeetings", "/meetings", "the list, brought up to date in the background"),
    ("webapi", "meetingcreate", SCHEDULE, "the form"),
    ("webapi", "meetingmodify", CHANGE, "the form"),
    ("webapi", "meetingdelete", MEETING, "Delete"),
    ("webapi", "getClassBeginTime", MEETING, "live panel: duration"),
    ("webapi", "meetingbindfile", MATERIALS, "documents: attach"),
    ("webapi", "uploadRoomPic", MATERIALS, "background: upload"),
    ("webapi", "getmeetingfile", MATERIALS, "documents"),
    ("webapi", "getLiveStream", MATERIALS, "broadcast"),
    ("webapi", "getlogininfo", MATERIALS, "attendance"),
    ("webapi", "getRoomRecord", MEETING, "recordings"),
    ("webapi", "h5login", "", "none: whoever has that address can make himself chairman, so it is shown to nobody"),
    ("webapi", "h5token", JOIN, "leads to the vendor's page"),
];

/// Whether the application has this route.
pub fn is_there(route: &str) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let sources = ["app/src/root.rs", "server/src/http/guests/mod.rs"];
    let quoted = format!("\"{route}\"");
    sources.iter().any(|file| {
        let path = root.join(file);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}")).contains(&quoted)
    })
}
