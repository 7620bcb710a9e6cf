//! Every operation of the three documents: what the clients declare, and beside it what the sandbox calls
//! it, its address, and the codes that the document gives *it* rather than any operation.

use portico_vendors::kit::{CodeEntry, Facts};
use portico_vendors::{cloudroom, vmr, webapi};

pub struct Row {
    pub vendor: &'static str,
    /// The document's heading.
    pub section: &'static str,
    pub method: String,
    /// As the document writes it, below the vendor's base address.
    pub path: &'static str,
    /// The client's own name.
    pub client: &'static str,
    /// Not a call, but a page that a person opens.
    pub is_page: bool,
    /// The sandbox's name.
    pub sandbox: &'static str,
    /// Codes that this operation gives by its own rules; the sandbox must give them unasked.
    pub own: Vec<&'static str>,
    /// Every code that may come, in the order of the document.
    pub codes: Vec<&'static str>,
}

/// Sandbox's name, path, and the operation's own codes beside those that all have.
type Place = (&'static str, &'static str, &'static str);

/// 鉴权错误码, parameters, and a secret that is not for this.
const CLOUDROOM: &str = "22001 22002 22003 22004 22005 22006 22007 22009 400 22224";

#[rustfmt::skip] // A table reads better unbroken.
const CLOUDROOM_PLACES: [Place; 19] = [
    ("createMeeting", "/conference", "22209 22210 22211 22212 22213 22214 22215 22216 22217 22218 22219 22220 22221 \
        22222 22223 22225 22226 22228 22229 22234 22235"),
    ("updateMeeting", "/conference/{confId}", "22201 22209 22210 22211 22212 22213 22214 22215 22216 22217 22218 \
        22219 22220 22221 22222 22223 22225 22226 22227 22228 22229 22234 22235"),
    ("queryMeeting", "/conference/{confId}", "22201"),
    ("joinMeeting", "/conference/{confId}/join", "22201 22202 22203 22204 22205 22206 22230 22231 22232"),
    ("endMeeting", "/conference/{confId}/end", "22201 22203 22204"),
    ("deleteMeeting", "/conference/{confId}", "22201 22227"),
    ("queryMeetingList", "/conference/list", "22008 22236"),
    ("queryHistoryMeeting", "/conference/history/list", "22008 22233 22236"),
    ("queryVideo", "/video/{confId}", "22201"),
    ("deleteVideo", "/video/{fileId}", "21030"),
    ("createCompany", "/company", ""),
    ("updateCompany", "/company/{compGUID}", ""),
    ("deleteCompany", "/company/{compGUID}", ""),
    ("createUser", "/user", ""),
    ("updateUser", "/user/{account}", ""),
    ("deleteUser", "/user/{account}", ""),
    ("createDepartment", "/department", ""),
    ("updateDepartment", "/department/{departmentId}", ""),
    ("deleteDepartment", "/department/{departmentId}", ""),
];

/// 200002 and 200005 belong to opening a live stream, which none of these does.
const VMR_PLACES: [Place; 11] = [
    ("openRecord", "/meeting/openRecord", "200001 200003 200004 200006 200008"),
    ("closeRecord", "/meeting/closeRecord", "200001 200006 200007 200008"),
    ("getRecords", "/meeting/getRecords", "200001"),
    ("delRecordFile", "/meeting/delRecordFile", "200001"),
    ("getLiveRecStatus", "/meeting/getLiveRecStatus", "200001 200008"),
    // It wants no auth.
    ("getmeetinginfo", "/api/getmeetinginfo", "200008"),
    ("getmeeting", "/subscribe/getmeeting", "200001"),
    ("getcontacts", "/subscribe/getcontacts", "200001"),
    ("createmeet", "/subscribe/createmeet", "200001 200008 200009"),
    ("cancelmeet", "/subscribe/cancelmeet", "200001 200008"),
    ("getsubmeetings", "/subscribe/getsubmeetings", "200001"),
];

/// The key, and the enterprise behind it.
const WEBAPI: &str = "3001 3002 4101 4102";

#[rustfmt::skip] // A table reads better unbroken.
const WEBAPI_PLACES: [Place; 10] = [
    ("meetingcreate", "/WebAPI/meetingcreate", "4003 4004 4005 4006 4103 5002 5004 9999 20001"),
    ("meetingmodify", "/WebAPI/meetingmodify", "4004 4005 4006 4007 4108 5004 5100 9999 20001"),
    ("meetingdelete", "/WebAPI/meetingdelete", "4007 4108 5100 9999 20001"),
    ("getClassBeginTime", "/WebAPI/getClassBeginTime", "4007 4108 5100"),
    ("meetingbindfile", "/WebAPI/meetingbindfile", "4007 4105 4106 4108 5100 9999 20001"),
    ("uploadRoomPic", "/WebAPI/uploadRoomPic", "4007 4105 4108 5100 5206 9999 20001"),
    ("getmeetingfile", "/WebAPI/getmeetingfile", "4007 4105 4108 5100"),
    ("getLiveStream", "/WebAPI/getLiveStream", "4007 4108"),
    ("getlogininfo", "/WebAPI/getlogininfo", "4007 4105 4108 5100 9999 20001"),
    ("getRoomRecord", "/WebAPI/getRoomRecord", "4007 4105 4108 9999 20001"),
];

/// The join pages: heading, what makes the address, sandbox's name, path, and the codes that the page shows.
const WEBAPI_PAGES: [(&str, &str, Place); 2] = [
    ("URL 加入会议(多参数)", "login_page", ("h5login", "/h5/#/login", "4007 4105 4108 5100 5101 5205 5207")),
    (
        "URL 加入会议(单参数)",
        "WebApi::join_page",
        ("h5token", "/h5/index.html", "4007 4108 4109 5100 5101 5205 5207"),
    ),
];

/// In the order of the documents, WebAPI's two pages last.
pub fn all() -> Vec<Row> {
    let mut rows = Vec::new();
    rows.extend(declared("cloudroom", cloudroom::operations::FACTS, CLOUDROOM_PLACES, CLOUDROOM));
    rows.extend(declared("vmr", vmr::operations::FACTS, VMR_PLACES, ""));
    rows.extend(declared("webapi", webapi::operations::FACTS, WEBAPI_PLACES, WEBAPI));
    rows.extend(WEBAPI_PAGES.map(|(section, client, (sandbox, path, own))| Row {
        vendor: "webapi",
        section,
        method: "GET".to_owned(),
        path,
        client,
        is_page: true,
        sandbox,
        own: words(own, ""),
        codes: words(own, ""),
    }));
    rows
}

fn declared<const N: usize>(
    vendor: &'static str,
    facts: [Facts; N],
    places: [Place; N],
    common: &'static str,
) -> impl Iterator<Item = Row> {
    facts.into_iter().zip(places).map(move |(facts, (sandbox, path, own))| {
        let (_, section) = facts.doc.split_once('#').expect("a section of the document");
        let codes = codes(vendor).iter().map(|entry| entry.code).collect();
        let method = facts.method.to_string();
        let own = words(own, common);
        Row { vendor, section, method, path, client: facts.name, is_page: false, sandbox, own, codes }
    })
}

fn words(own: &'static str, common: &'static str) -> Vec<&'static str> {
    common.split_whitespace().chain(own.split_whitespace()).collect()
}

fn codes(vendor: &str) -> &'static [CodeEntry] {
    match vendor {
        "cloudroom" => cloudroom::codes::CODES,
        "vmr" => vmr::codes::CODES,
        _ => webapi::codes::CODES,
    }
}

#[test]
fn every_own_code_is_one_of_the_document() {
    for row in all() {
        for code in &row.own {
            assert!(codes(row.vendor).iter().any(|entry| entry.code == *code), "{} {code}", row.sandbox);
            assert!(row.codes.contains(code), "{} {code}", row.sandbox);
        }
    }
}
