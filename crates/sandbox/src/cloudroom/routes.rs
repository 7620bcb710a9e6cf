//! Which operation an address means.

use http::Method;

/// The document's base path, at the vendor behind https://www.cloudroom.com.
pub(super) const BASE: &str = "/CLOUDROOM-SERVER/v2";

/// An address that the sandbox serves. Ids are as sent, unread.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    Create,
    Change(&'a str),
    Query(&'a str),
    Join(&'a str),
    End(&'a str),
    Delete(&'a str),
    List,
    History,
    Videos(&'a str),
    DeleteVideo(&'a str),
    CreateCompany,
    ChangeCompany(&'a str),
    DeleteCompany(&'a str),
    CreateUser,
    ChangeUser(&'a str),
    DeleteUser(&'a str),
    CreateDepartment,
    ChangeDepartment(&'a str),
    DeleteDepartment(&'a str),
    /// Below the base, but no operation.
    Strange,
    /// The download address of a recording.
    File(&'a str),
    /// The page that plays a recording.
    Player(&'a str),
    /// A join link.
    Page(&'a str),
    Nowhere,
}

pub(super) fn route<'a>(method: &Method, path: &'a str) -> Route<'a> {
    match path.strip_prefix(BASE) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => operation(method, rest),
        _ => elsewhere(method, path),
    }
}

fn operation<'a>(method: &Method, rest: &'a str) -> Route<'a> {
    let segments: Vec<&str> = rest.split('/').skip(1).collect();
    match (method.as_str(), segments.as_slice()) {
        ("POST", ["conference"]) => Route::Create,
        ("GET", ["conference", "list"]) => Route::List,
        ("GET", ["conference", "history", "list"]) => Route::History,
        ("PUT", ["conference", id]) => Route::Change(id),
        ("GET", ["conference", id]) => Route::Query(id),
        ("DELETE", ["conference", id]) => Route::Delete(id),
        ("GET", ["conference", id, "join"]) => Route::Join(id),
        ("POST", ["conference", id, "end"]) => Route::End(id),
        ("GET", ["video", id]) => Route::Videos(id),
        ("DELETE", ["video", id]) => Route::DeleteVideo(id),
        ("POST", ["company"]) => Route::CreateCompany,
        ("PUT", ["company", id]) => Route::ChangeCompany(id),
        ("DELETE", ["company", id]) => Route::DeleteCompany(id),
        ("POST", ["user"]) => Route::CreateUser,
        ("PUT", ["user", account]) => Route::ChangeUser(account),
        ("DELETE", ["user", account]) => Route::DeleteUser(account),
        ("POST", ["department"]) => Route::CreateDepartment,
        ("PUT", ["department", id]) => Route::ChangeDepartment(id),
        ("DELETE", ["department", id]) => Route::DeleteDepartment(id),
        _ => Route::Strange,
    }
}

fn elsewhere<'a>(method: &Method, path: &'a str) -> Route<'a> {
    if method != Method::GET && method != Method::HEAD {
        return Route::Nowhere;
    }
    // The sample's download address has a doubled slash; both spellings lead to the file.
    let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    match segments.as_slice() {
        ["lv", "vod", id, "f0.mp4"] => Route::File(id),
        ["vod", id] => Route::Player(id),
        [code] => Route::Page(code),
        _ => Route::Nowhere,
    }
}

/// What an operation is about, which decides whose secret it wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Concern {
    Meetings,
    /// 企业管理的相关接口，需要使用平台全局的 secretId 和 secretKey 进行鉴权.
    Companies,
    /// Users and departments.
    Directory,
}

impl Route<'_> {
    pub fn concern(&self) -> Concern {
        match self {
            Self::CreateCompany | Self::ChangeCompany(_) | Self::DeleteCompany(_) => Concern::Companies,
            Self::CreateUser | Self::ChangeUser(_) | Self::DeleteUser(_) => Concern::Directory,
            Self::CreateDepartment | Self::ChangeDepartment(_) | Self::DeleteDepartment(_) => {
                Concern::Directory
            }
            _ => Concern::Meetings,
        }
    }

    /// The operation's name in the document's own toolkit (section 封装方法).
    pub fn name(&self) -> &'static str {
        match self {
            Self::Create => "createMeeting",
            Self::Change(_) => "updateMeeting",
            Self::Query(_) => "queryMeeting",
            Self::Join(_) => "joinMeeting",
            Self::End(_) => "endMeeting",
            Self::Delete(_) => "deleteMeeting",
            Self::List => "queryMeetingList",
            Self::History => "queryHistoryMeeting",
            Self::Videos(_) => "queryVideo",
            Self::DeleteVideo(_) => "deleteVideo",
            // The toolkit ends before these nine; the names follow its pattern.
            Self::CreateCompany => "createCompany",
            Self::ChangeCompany(_) => "updateCompany",
            Self::DeleteCompany(_) => "deleteCompany",
            Self::CreateUser => "createUser",
            Self::ChangeUser(_) => "updateUser",
            Self::DeleteUser(_) => "deleteUser",
            Self::CreateDepartment => "createDepartment",
            Self::ChangeDepartment(_) => "updateDepartment",
            Self::DeleteDepartment(_) => "deleteDepartment",
            Self::File(_) => "media",
            Self::Player(_) | Self::Page(_) => "page",
            Self::Strange | Self::Nowhere => "unknown",
        }
    }
}
