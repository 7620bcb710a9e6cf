//! CloudRoom's nineteen operations by the names that they declare.

use crate::common;
use portico_vendors::cloudroom::operations::company::NewCompany;
use portico_vendors::cloudroom::operations::department::DepartmentDraft;
use portico_vendors::cloudroom::operations::user::{NewUser, UserChange, UserFacts};
use portico_vendors::cloudroom::{Account, CloudRoom, CompGuid, DepartmentId};
use portico_vendors::kit::{Deadlines, VendorError};

pub fn client(address: &str, deadlines: Deadlines) -> CloudRoom {
    let room = common::client(format!("{address}/CLOUDROOM-SERVER/v2"), deadlines);
    room.with_platform("canary-platform".into(), "canary-platform-key".into()).expect("a credential")
}

pub async fn call(room: &CloudRoom, operation: &str) -> Result<(), VendorError> {
    let meetings = match operation {
        "conference.create" => "schedule",
        "conference.change" => "change",
        "conference.query" => "detail",
        "conference.join" => "join",
        "conference.end" => "end",
        "conference.delete" => "delete",
        "conference.list" => "current",
        "conference.history" => "history",
        "video.query" => "recordings",
        "video.delete" => "delete_recording",
        _ => return directory(room, operation).await,
    };
    common::call(room, meetings).await
}

async fn directory(room: &CloudRoom, operation: &str) -> Result<(), VendorError> {
    let guid = CompGuid::read("mytestGUID").expect("an id");
    let account = Account::read("test@cloudroom.example").expect("an account");
    let draft = DepartmentDraft { name: "test3".into(), parent: DepartmentId::ROOT };
    let id = DepartmentId(2562);
    match operation {
        "company.create" => room.create_company(&company(guid)).await.map(drop),
        "company.change" => room.change_company(&guid, "测试").await,
        "company.delete" => room.delete_company(&guid).await,
        "user.create" => room.create_user(&user(account)).await.map(drop),
        "user.change" => room.change_user(&account, &UserChange::default()).await,
        "user.delete" => room.delete_user(&account).await,
        "department.create" => room.create_department(&draft).await.map(drop),
        "department.change" => room.change_department(id, &draft).await.map(drop),
        "department.delete" => room.delete_department(id).await,
        other => panic!("no operation {other}"),
    }
}

fn company(guid: CompGuid) -> NewCompany {
    NewCompany {
        guid,
        name: "测试".into(),
        admin: "mytest@cloudroom.example".into(),
        admin_name: "01".into(),
        admin_password: "canary-password".into(),
    }
}

fn user(account: Account) -> NewUser {
    NewUser { account, password: "canary-password".into(), name: "test".into(), facts: UserFacts::default() }
}
