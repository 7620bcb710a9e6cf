//! CloudRoom's nineteen operations.

use crate::Trial;
use crate::stage::{Stage, days, draft, number};
use portico_domain::links::JoinRole;
use portico_domain::refusals::Kind;
use portico_vendors::cloudroom::operations::company::NewCompany;
use portico_vendors::cloudroom::operations::department::DepartmentDraft;
use portico_vendors::cloudroom::operations::user::{NewUser, UserChange, UserFacts};
use portico_vendors::cloudroom::{Account, CloudRoom, CompGuid, DepartmentId, codes};
use portico_vendors::kit::{CodeEntry, VendorError};
use portico_vendors::{Joiner, List, MeetingVendor};

/// 鉴权失败 is HTTP 400, 超出频率 429, 业务处理失败 500.
fn refuse(entry: &CodeEntry) -> (u16, String) {
    let status = match entry.kind {
        Kind::VendorCredential | Kind::VendorClock => 400,
        Kind::VendorBusy => 429,
        _ => 500,
    };
    (status, format!("{{\"code\":{},\"msg\":\"?\"}}", entry.code))
}

async fn each_code(
    stage: &Stage,
    operation: &str,
    settled: &[&str],
    call: impl AsyncFn() -> Result<(), VendorError>,
) {
    let control = stage.sandbox.control();
    Trial { control, operation, codes: codes::CODES, settled, refuse }.run(call).await;
}

fn platform(stage: &Stage) -> CloudRoom {
    let key = "sandbox-platform-key-not-for-production";
    stage.room.clone().with_platform("sandbox-platform".into(), key.into()).expect("a credential")
}

fn company() -> NewCompany {
    NewCompany {
        guid: CompGuid::read("mytestGUID").expect("an id"),
        name: "测试".into(),
        admin: "mytest@cloudroom.example".into(),
        admin_name: "01".into(),
        admin_password: "987654".into(),
    }
}

fn user() -> NewUser {
    NewUser {
        account: Account::read("test@cloudroom.example").expect("an account"),
        password: "987654".into(),
        name: "test".into(),
        facts: UserFacts::default(),
    }
}

fn department() -> DepartmentDraft {
    DepartmentDraft { name: "test3".into(), parent: DepartmentId::ROOT }
}

#[tokio::test]
async fn create_meeting() {
    let stage = Stage::start().await;
    each_code(&stage, "createMeeting", &[], async || stage.room.schedule(&draft()).await.map(drop)).await;
}

#[tokio::test]
async fn update_meeting() {
    let stage = Stage::start().await;
    let id = stage.scheduled(|_| ()).await;
    each_code(&stage, "updateMeeting", &[], async || stage.room.change(&id, &draft()).await).await;
}

#[tokio::test]
async fn query_meeting() {
    let stage = Stage::start().await;
    let id = stage.scheduled(|_| ()).await;
    each_code(&stage, "queryMeeting", &[], async || stage.room.detail(&id).await.map(drop)).await;
}

#[tokio::test]
async fn join_meeting() {
    let stage = Stage::start().await;
    let id = stage.scheduled(|_| ()).await;
    let host = || Joiner { name: "李雷", role: JoinRole::Host, password: None };
    each_code(&stage, "joinMeeting", &[], async || stage.room.join(&id, host()).await.map(drop)).await;
}

#[tokio::test]
async fn end_meeting() {
    let stage = Stage::start().await;
    let id = stage.scheduled(|_| ()).await;
    stage.sandbox.control().start_meeting(number(&id)).expect("started");
    each_code(&stage, "endMeeting", &[], async || stage.room.end(&id).await).await;
}

#[tokio::test]
async fn delete_meeting() {
    let stage = Stage::start().await;
    let id = stage.scheduled(|_| ()).await;
    each_code(&stage, "deleteMeeting", &["22201"], async || stage.room.delete(&id).await).await;
}

#[tokio::test]
async fn query_meeting_list() {
    let stage = Stage::start().await;
    let list = async || stage.room.list(List::Current, days(1, 1), 1).await.map(drop);
    each_code(&stage, "queryMeetingList", &["22233"], list).await;
}

#[tokio::test]
async fn query_history_meeting() {
    let stage = Stage::start().await;
    let list = async || stage.room.list(List::History, days(1, 1), 1).await.map(drop);
    each_code(&stage, "queryHistoryMeeting", &["22233"], list).await;
}

#[tokio::test]
async fn query_video() {
    let stage = Stage::start().await;
    let id = stage.scheduled(|_| ()).await;
    each_code(&stage, "queryVideo", &["21030", "22233"], async || {
        stage.room.recordings(&id, 1).await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn delete_video() {
    let stage = Stage::start().await;
    let history = stage.room.list(List::History, days(300, 1), 1).await.expect("a history");
    let mut recordings = Vec::new();
    for meeting in &history.rows {
        recordings.extend(stage.room.recordings(&meeting.vendor_id, 1).await.expect("recordings").rows);
    }
    let id = &recordings.first().expect("a recording").vendor_id;
    each_code(&stage, "deleteVideo", &["21030"], async || stage.room.delete_recording(id).await).await;
}

#[tokio::test]
async fn create_company() {
    let stage = Stage::start().await;
    let room = platform(&stage);
    each_code(&stage, "createCompany", &[], async || room.create_company(&company()).await.map(drop)).await;
}

#[tokio::test]
async fn update_company() {
    let stage = Stage::start().await;
    let room = platform(&stage);
    room.create_company(&company()).await.expect("created");
    let guid = company().guid;
    each_code(&stage, "updateCompany", &[], async || room.change_company(&guid, "改名").await).await;
}

#[tokio::test]
async fn delete_company() {
    let stage = Stage::start().await;
    let room = platform(&stage);
    room.create_company(&company()).await.expect("created");
    let guid = company().guid;
    each_code(&stage, "deleteCompany", &[], async || room.delete_company(&guid).await).await;
}

#[tokio::test]
async fn create_user() {
    let stage = Stage::start().await;
    each_code(&stage, "createUser", &[], async || stage.room.create_user(&user()).await.map(drop)).await;
}

#[tokio::test]
async fn update_user() {
    let stage = Stage::start().await;
    stage.room.create_user(&user()).await.expect("created");
    let change = UserChange { name: Some("改名".into()), ..UserChange::default() };
    let account = user().account;
    each_code(&stage, "updateUser", &[], async || stage.room.change_user(&account, &change).await).await;
}

#[tokio::test]
async fn delete_user() {
    let stage = Stage::start().await;
    stage.room.create_user(&user()).await.expect("created");
    let account = user().account;
    each_code(&stage, "deleteUser", &[], async || stage.room.delete_user(&account).await).await;
}

#[tokio::test]
async fn create_department() {
    let stage = Stage::start().await;
    let draft = department();
    let create = async || stage.room.create_department(&draft).await.map(drop);
    each_code(&stage, "createDepartment", &[], create).await;
}

#[tokio::test]
async fn update_department() {
    let stage = Stage::start().await;
    let id = stage.room.create_department(&department()).await.expect("created").id;
    let draft = DepartmentDraft { name: "改名".into(), ..department() };
    let change = async || stage.room.change_department(id, &draft).await.map(drop);
    each_code(&stage, "updateDepartment", &[], change).await;
}

#[tokio::test]
async fn delete_department() {
    let stage = Stage::start().await;
    let id = stage.room.create_department(&department()).await.expect("created").id;
    each_code(&stage, "deleteDepartment", &[], async || stage.room.delete_department(id).await).await;
}
