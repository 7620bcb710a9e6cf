//! WebAPI's ten operations.

use crate::Trial;
use crate::webapi_server::{self, START, client_of, draft};
use portico_domain::ids::VendorMeetingId;
use portico_sandbox::{Clock, Credential, Sandbox, SandboxConfig};
use portico_vendors::MeetingVendor;
use portico_vendors::kit::{CodeEntry, SecretString, VendorError};
use portico_vendors::webapi::{FileNumber, Picture, TokenCredential, WebApi, WebApiConfig, codes};

/// A sandbox a minute before the meeting of [`draft`], and its meeting.
pub struct Hall {
    pub sandbox: Sandbox,
    pub client: WebApi,
    pub credential: TokenCredential,
}

impl Hall {
    pub async fn open() -> Self {
        let clock = Clock::frozen_at(START.seconds() - 60);
        let settings = SandboxConfig { clock, ..SandboxConfig::default() };
        let sandbox = Sandbox::start(settings).await.expect("a sandbox");
        let credentials = sandbox.credentials();
        let ours = credentials.iter().find(|one| one.vendor == "webapi").expect("a credential");
        let secret = |name| SecretString::from(Credential::value(ours, name).expect(name));
        let credential = TokenCredential::derive(&secret("passkey"), &secret("passphrase"));
        let config = WebApiConfig {
            base_url: sandbox.webapi_base(),
            enterprise_key: secret("key"),
            token: Some(TokenCredential::derive(&secret("passkey"), &secret("passphrase"))),
            ..webapi_server::config("")
        };
        Self { sandbox, client: client_of(config), credential }
    }

    pub async fn meeting(&self) -> VendorMeetingId {
        self.client.schedule(&draft(true, false)).await.expect("scheduled")
    }

    async fn each_code(
        &self,
        operation: &str,
        settled: &[&str],
        call: impl AsyncFn() -> Result<(), VendorError>,
    ) {
        let refuse = if operation == "getRoomRecord" { refuse_by_code } else { refuse };
        let control = self.sandbox.control();
        Trial { control, operation, codes: codes::CODES, settled, refuse }.run(call).await;
    }
}

fn refuse(entry: &CodeEntry) -> (u16, String) {
    (200, format!("{{\"result\":{}}}", entry.code))
}

/// 获取录制文件 says `code`.
fn refuse_by_code(entry: &CodeEntry) -> (u16, String) {
    (200, format!("{{\"code\":\"{}\"}}", entry.code))
}

/// 没有符合的数据, where the question was what there is.
const NOTHING: &[&str] = &["4105"];

#[tokio::test]
async fn meeting_create() {
    let hall = Hall::open().await;
    let create = async || hall.client.schedule(&draft(false, false)).await.map(drop);
    hall.each_code("meetingcreate", &[], create).await;
}

#[tokio::test]
async fn meeting_modify() {
    let hall = Hall::open().await;
    let id = hall.meeting().await;
    let change = async || hall.client.change(&id, &draft(false, false)).await;
    hall.each_code("meetingmodify", &[], change).await;
}

#[tokio::test]
async fn meeting_delete() {
    let hall = Hall::open().await;
    let id = hall.meeting().await;
    hall.each_code("meetingdelete", &["4007", "3003"], async || hall.client.delete(&id).await).await;
}

#[tokio::test]
async fn get_class_begin_time() {
    let hall = Hall::open().await;
    let id = hall.meeting().await;
    let settled = &["4105", "4007"];
    hall.each_code("getClassBeginTime", settled, async || hall.client.duration(&id).await.map(drop)).await;
}

#[tokio::test]
async fn meeting_bind_file() {
    let hall = Hall::open().await;
    let id = hall.meeting().await;
    let files = [FileNumber::read("494").expect("a number")];
    hall.each_code("meetingbindfile", &[], async || hall.client.bind_documents(&id, &files).await).await;
}

#[tokio::test]
async fn upload_room_pic() {
    let hall = Hall::open().await;
    let id = hall.meeting().await;
    let picture = Picture::read([b"\x89PNG\r\n\x1a\n".as_slice(), &[7; 500]].concat().into());
    let picture = picture.expect("a picture");
    let upload = async || hall.client.upload_picture(&id, &picture).await.map(drop);
    hall.each_code("uploadRoomPic", &[], upload).await;
}

#[tokio::test]
async fn get_meeting_file() {
    let hall = Hall::open().await;
    let id = hall.meeting().await;
    hall.each_code("getmeetingfile", NOTHING, async || hall.client.documents(&id).await.map(drop)).await;
}

#[tokio::test]
async fn get_live_stream() {
    let hall = Hall::open().await;
    let id = hall.meeting().await;
    hall.each_code("getLiveStream", NOTHING, async || hall.client.live_streams(&id).await.map(drop)).await;
}

#[tokio::test]
async fn get_login_info() {
    let hall = Hall::open().await;
    let id = hall.meeting().await;
    hall.each_code("getlogininfo", NOTHING, async || hall.client.attendance(&id).await.map(drop)).await;
}

#[tokio::test]
async fn get_room_record() {
    let hall = Hall::open().await;
    let id = hall.meeting().await;
    let ask = async || hall.client.records(Some(&id), None).await.map(drop);
    hall.each_code("getRoomRecord", NOTHING, ask).await;
}
